"""Data quality by city for staff, and the ministry's switch of the public ranking."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.enums import NATION, Action
from accounts.permissions import may
from accounts.rights import acting_by
from city_sites.services import quality
from city_sites.workspace.access import held_by, person
from city_sites.workspace.spark import spark


@require_safe
@login_required
def quality_page(request: HttpRequest) -> HttpResponse:
    """The cities in the person's regions."""
    held = held_by(request)
    rows = quality.city_qualities(held[Action.VIEW_FEEDS])
    context = {
        "rows": [(row, spark([score for _day, score in row.scores])) for row in rows],
        "is_public": quality.ranking_is_public(),
        "may_publish": NATION in held[Action.SUPERVISE],
        "fewest": quality.FEWEST_VACANCIES,
        "fewest_applications": quality.FEWEST_APPLICATIONS,
    }
    return render(request, "workspace/quality.html", context)


@require_POST
@login_required
@acting_by(Action.SUPERVISE)
def quality_publish(request: HttpRequest) -> HttpResponse:
    """Switch the public ranking on or off."""
    if not may(request.user, Action.SUPERVISE, NATION):
        raise Http404
    is_public = request.POST.get("public") == "1"
    quality.ranking_publish(is_public=is_public, by=person(request))
    messages.success(
        request,
        _("Everybody may read the ranking now.") if is_public else _("The ranking is for staff only now."),
    )
    return redirect("workspace_quality")
