"""Desks of city sites: which there are, their settings, opening and closing them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Action
from accounts.permissions import may
from accounts.practice import practice_of
from accounts.rights import acting_by
from city_sites.enums import PresenceState
from city_sites.services import city_provision, city_retire
from city_sites.services.practice import city_practice_begin, city_practice_end, practice_effects
from city_sites.services.settings import SETTINGS, city_settings_save
from city_sites.workspace import sites
from city_sites.workspace.access import person
from city_sites.workspace.site_forms import RetireForm, SettingsForm, SitesFilter


@require_safe
@login_required
def site_list(request: HttpRequest) -> HttpResponse:
    """The cities whose sites the person edits or opens, narrowed by `?region=`, `?state=` and `?domain=`. Who
    edits one only is led there."""
    rows = sites.cities_of(person(request))
    if not rows:
        raise Http404
    if len(rows) == 1 and rows[0].site:
        asks_for_domain = request.GET.get("domain") and rows[0].may_publish
        return redirect("workspace_domain" if asks_for_domain else "workspace_site", rows[0].city.code)
    form = SitesFilter(request.GET, provinces=sites.provinces_among(rows))
    context = {"rows": form.apply(rows), "form": form, "all": len(rows)}
    return render(request, "workspace/sites.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def site_settings(request: HttpRequest, region: str) -> HttpResponse:
    city_site = sites.edited_site(request, region)
    form = SettingsForm(request.POST or None, request.FILES or None, instance=city_site)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        emblem = b"" if said["remove_emblem"] else said["emblem"]
        values: dict[str, Any] = {name: said[name] for name in SETTINGS if name in said}
        city_settings_save(city_site=city_site, values=values, by=person(request), emblem=emblem)
        messages.success(request, _("The settings are saved."))
        return redirect("workspace_site", region)
    context = {"form": form, "may_open": may(request.user, Action.OPEN_SITES, region)}
    return render(
        request,
        "workspace/site.html",
        sites.frame(city_site, request) | context,
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acting_by(Action.OPEN_SITES)
def site_practice(request: HttpRequest, region: str) -> HttpResponse:
    """What beginning or ending a practice does, and the word on it."""
    city_site = sites.site_with(request, region, Action.OPEN_SITES)
    practice = practice_of(region)
    if request.method == "POST":
        if practice is None:
            city_practice_begin(region=region, by=person(request))
            messages.success(request, _("%(name)s practises: only its staff see it.") % {"name": city_site})
        else:
            city_practice_end(region=region, by=person(request))
            messages.success(request, _("The practice of %(name)s is over.") % {"name": city_site})
        return redirect("workspace_sites")
    context = sites.frame(city_site, request) | {"practice": practice, "effects": practice_effects(region)}
    return render(request, "workspace/site_practice.html", context)


@require_POST
@login_required
def site_open(request: HttpRequest, region: str) -> HttpResponse:
    """Open a city's site, or open it again."""
    if not may(request.user, Action.OPEN_SITES, region) or not sites.is_city(region):
        raise Http404
    city_site = city_provision(region=region, by=person(request))
    messages.success(
        request,
        _("%(site)s is open at %(address)s.") % {"site": city_site, "address": city_site.address_root},
    )
    return redirect("workspace_sites")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def site_retire(request: HttpRequest, region: str) -> HttpResponse:
    """Say what closing does, and close the site once its name is written."""
    city_site = sites.site_with(request, region, Action.OPEN_SITES)
    if city_site.state != PresenceState.HOSTED:
        raise Http404
    form = RetireForm(request.POST or None, city_site=city_site)
    if request.method == "POST" and form.is_valid():
        city_retire(region=region, by=person(request), link=form.cleaned_data["link"])
        messages.success(request, _("%(site)s is closed. Its content is kept.") % {"site": city_site})
        return redirect("workspace_sites")
    context = {"form": form, "pages": sites.pages_of(city_site)}
    return render(
        request,
        "workspace/site_retire.html",
        sites.frame(city_site, request) | context,
        status=422 if form.errors else 200,
    )
