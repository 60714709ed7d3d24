"""Linked sites of cities: how they stand, their history, asking one now, and linking a city."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Action
from accounts.permissions import held_regions, may, region_prefix
from accounts.rights import acting_by
from city_sites.enums import PresenceState
from city_sites.models import CitySite, LinkWatch
from city_sites.services import city_link, city_unlink
from city_sites.services.links import link_ask_soon
from city_sites.workspace import links
from city_sites.workspace.access import person
from city_sites.workspace.paging import page_of
from city_sites.workspace.site_forms import LinkForm
from standards import regions

A_PAGE = 50
CHECKS_A_PAGE = 40


@require_safe
@login_required
def link_list(request: HttpRequest) -> HttpResponse:
    """Linked sites of the regions that the person watches, by region; `?region=` of one."""
    if not held_regions(request.user, Action.SUPERVISE):
        raise Http404
    form = links.LinkFilter(request.GET)
    found = links.links_of(person(request))
    if regions.region(region := request.GET.get("region", "")):
        found = found.filter(region__startswith=region_prefix(region))
    shown = form.apply(found) if form.is_valid() else found.none()
    context = {
        "form": form,
        "counts": links.counts_of(person(request)),
        "page": page_of(request, shown.order_by("region", "pk"), size=A_PAGE),
    }
    return render(request, "workspace/links.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def link_page(request: HttpRequest, region: str) -> HttpResponse:
    """One linked site: how it stands, the last 30 days as a picture, and its checks."""
    watch = _watch(request, region)
    checks = watch.checks.order_by("-at", "-pk")
    context = {
        "watch": watch,
        "history": links.history_of(watch),
        "page": page_of(request, checks, size=CHECKS_A_PAGE),
        "may_link": may(request.user, Action.OPEN_SITES, region),
    }
    return render(request, "workspace/link.html", context)


@require_POST
@login_required
@acting_by(Action.SUPERVISE)
def link_now(request: HttpRequest, region: str) -> HttpResponse:
    """Ask the site now, unless it was asked a moment ago."""
    watch = _watch(request, region)
    if link_ask_soon(watch=watch, by=person(request)):
        messages.success(request, _("The site is being asked; look again in a minute."))
    else:
        messages.info(request, _("The site was asked a moment ago."))
    return redirect("workspace_link", region)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acting_by(Action.OPEN_SITES)
def site_link(request: HttpRequest, region: str) -> HttpResponse:
    """Link a city's site elsewhere, change its address, or take the link away."""
    city = regions.region(region)
    if city is None or not regions.is_city(region) or not may(request.user, Action.OPEN_SITES, region):
        raise Http404
    here = CitySite.objects.filter(region=region).first()
    if here and here.state != PresenceState.LINKED:
        raise Http404
    form = LinkForm(
        request.POST if request.method == "POST" else None, initial={"link": here.link if here else ""}
    )
    if request.method == "POST" and form.is_valid():
        link = form.cleaned_data["link"]
        if link:
            city_link(region=region, link=link, by=person(request))
            messages.success(
                request, _("%(city)s is linked to %(link)s.") % {"city": city.name, "link": link}
            )
        elif here:
            city_unlink(region=region, by=person(request))
            messages.success(request, _("%(city)s is not linked any more.") % {"city": city.name})
        return redirect("workspace_sites")
    context = {"form": form, "city": city, "is_linked": here is not None}
    return render(request, "workspace/site_link.html", context, status=422 if form.errors else 200)


def _watch(request: HttpRequest, region: str) -> LinkWatch:
    return get_object_or_404(links.links_of(person(request)), region=region)
