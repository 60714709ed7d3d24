"""The first page of the workspace: counts that are links, and what waits for a person."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from city_sites.workspace import selectors
from jobs.enums import RunState

NEWEST_RUNS = 8


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    runs = selectors.runs_of(request.user)
    return render(
        request,
        "workspace/home.html",
        {
            "overview": selectors.overview(request.user),
            "held": runs.filter(state=RunState.HELD)[:NEWEST_RUNS],
            "runs": runs[:NEWEST_RUNS],
        },
    )
