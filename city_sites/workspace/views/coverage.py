"""Coverage: what was aimed at, how far the cities are, and which are pilots; kept by national staff."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import NATION, Action
from accounts.permissions import may
from accounts.rights import acting_by
from city_sites.models import CoverageTarget
from city_sites.services import directory, directory_counts, mainland_cities
from city_sites.services.coverage import (
    pilot_regions,
    pilots_set,
    target_remove,
    target_save,
    targets_progress,
)
from city_sites.workspace.access import person
from city_sites.workspace.site_forms import TargetForm
from standards import regions


@require_safe
@login_required
def coverage_page(request: HttpRequest) -> HttpResponse:
    _only_national(request)
    context = {
        "targets": targets_progress(cities=_codes()),
        "counts": directory_counts(directory()),
        "pilots": len(pilot_regions()),
    }
    return render(request, "workspace/coverage.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acting_by(Action.OPEN_SITES)
def target_page(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or change a target."""
    _only_national(request)
    target = get_object_or_404(CoverageTarget, pk=pk) if pk else CoverageTarget()
    form = TargetForm(request.POST or None, instance=target)
    if request.method == "POST" and form.is_valid():
        target_save(target=form.save(commit=False), by=person(request))
        messages.success(request, _("The target is saved."))
        return redirect("workspace_coverage")
    context = {"form": form, "target": target}
    return render(request, "workspace/target.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acting_by(Action.OPEN_SITES)
def target_remove_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask first, then take a target away; what it was stands in the audit trail."""
    _only_national(request)
    target = get_object_or_404(CoverageTarget, pk=pk)
    if request.method == "POST":
        target_remove(target=target, by=person(request))
        messages.success(request, _("The target is taken away."))
        return redirect("workspace_coverage")
    return render(request, "workspace/target_remove.html", {"target": target})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acting_by(Action.OPEN_SITES)
def pilots_page(request: HttpRequest) -> HttpResponse:
    """Tick the pilot cities, province by province."""
    _only_national(request)
    error = ""
    if request.method == "POST":
        try:
            came, gone = pilots_set(regions=request.POST.getlist("pilot"), known=_codes(), by=person(request))
        except ValidationError as refusal:
            error = " ".join(refusal.messages)
        else:
            said = _("Pilot cities: %(came)s more, %(gone)s fewer.") % {"came": came, "gone": gone}
            messages.success(request, said)
            return redirect("workspace_coverage")
    cities = groupby(mainland_cities(), key=lambda city: regions.province_of(city.code))
    context = {
        "provinces": [(province, list(units)) for province, units in cities],
        "pilots": pilot_regions(),
        "error": error,
    }
    return render(request, "workspace/pilots.html", context, status=422 if error else 200)


def _codes() -> set[str]:
    return {city.code for city in mainland_cities()}


def _only_national(request: HttpRequest) -> None:
    if not may(request.user, Action.OPEN_SITES, NATION):
        raise Http404
