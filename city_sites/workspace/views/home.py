"""The first page of the workspace: what waits for the person today, each number a link to its list."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.enums import Action
from city_sites.workspace import selectors
from city_sites.workspace.access import held_by, person
from city_sites.workspace.today import today_of
from standards import regions

NEWEST_RUNS = 8


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What waits; `?region=` looks at one province or city alone."""
    held = held_by(request)
    chosen = regions.region(request.GET.get("region", ""))
    today = today_of(person(request), held, region=chosen.code if chosen else "")
    watches = bool(today.lines or today.quiet)
    runs = selectors.runs_of(person(request)) if held[Action.VIEW_FEEDS] and not watches else None
    context = {"today": today, "region": chosen, "runs": runs[:NEWEST_RUNS] if runs is not None else None}
    return render(request, "workspace/home.html", context)
