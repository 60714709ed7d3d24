"""Minimum wages of a city: dated rows, with a warning where one looks wrong."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.enums import Action
from accounts.permissions import may
from accounts.rights import acting_by
from city_sites.models import CitySite
from city_sites.workspace import sites
from city_sites.workspace.access import person
from city_sites.workspace.paging import page_of
from city_sites.workspace.site_forms import WageForm
from jobs.models import MinimumWage
from jobs.services.wages import wage_set, wage_take_back, wages_of

A_PAGE = 50
KEEPERS = (Action.PUBLISH_CONTENT, Action.OPEN_SITES)
"""A city's publishers keep its own minimum wages, and so do the province and the nation."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def wage_list(request: HttpRequest, region: str) -> HttpResponse:
    """The rows of the city, its districts and its province; add one, or mend the one of a day."""
    city_site, keeps = _desk(request, region)
    form = WageForm(request.POST if request.method == "POST" else None, city=region)
    if request.method == "POST":
        if keeps is None:
            raise Http404
        if form.is_valid():
            with acting_by(keeps):
                row = wage_set(by=person(request), **form.values)
            messages.success(
                request, _("The minimum wage from %(day)s on is kept.") % {"day": row.valid_from}
            )
            return redirect("workspace_wages", region)
    context: dict[str, Any] = sites.frame(city_site, request) | {
        "form": form,
        "keeps": keeps is not None,
        "today": timezone.localdate(),
        "page": page_of(request, wages_of(region), size=A_PAGE),
    }
    return render(request, "workspace/wages.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def wage_remove(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Take back a row of the city that does not hold yet."""
    _city_site, keeps = _desk(request, region)
    if keeps is None:
        raise Http404
    own = [unit.code for unit in sites.with_districts(region)]
    wage = get_object_or_404(MinimumWage, pk=pk, region__in=own)
    try:
        with acting_by(keeps):
            wage_take_back(wage=wage, by=person(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The minimum wage is taken back."))
    return redirect("workspace_wages", region)


def _desk(request: HttpRequest, region: str) -> tuple[CitySite, Action | None]:
    """The site, and by which right its minimum wages may be changed; None who may only see them."""
    keeps = next((action for action in KEEPERS if may(request.user, action, region)), None)
    return sites.site_with(request, region, keeps or Action.EDIT_CONTENT), keeps
