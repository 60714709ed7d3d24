"""Whose site a request or a region has."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Site

from accounts.practice import InPractice
from city_sites.enums import PresenceState
from city_sites.models import CitySite


def city_site_of(request: HttpRequest) -> CitySite | None:
    """The city whose host was asked for, with `practises`; None on the national site. One query a request at
    most."""
    if not hasattr(request, "_city_site"):
        site = Site.find_for_request(request)
        found = None
        if site is not None and not site.is_default_site:
            found = _known().filter(site=site).first()
            if found is not None:
                found.practises = found.in_practice  # type: ignore[attr-defined]
        request._city_site = found  # type: ignore[attr-defined]
    return request._city_site  # type: ignore[attr-defined, no-any-return]


def host_of(request: HttpRequest) -> str:
    """The host that was asked for, without its port; "" where it is none. It need not be ours."""
    return split_domain_port(request._get_raw_host())[0]  # type: ignore[attr-defined]


def stands_at(request: HttpRequest, host: str) -> bool:
    """Whether a site stands at exactly the host that was asked for."""
    site = Site.find_for_request(request)
    return site is not None and site.hostname == host


def moved_site_of(request: HttpRequest) -> CitySite | None:
    """The city whose host below the portal's was asked for, where its site is at a domain of its own; with
    `practises`. A query only where no site stands at the host."""
    host = host_of(request)
    slug, _dot, above = host.partition(".")
    if above != settings.PORTAL_HOST or stands_at(request, host):
        return None
    found = _known().select_related("site__root_page").filter(slug=slug, site__isnull=False).first()
    if found is not None:
        found.practises = found.in_practice  # type: ignore[attr-defined]
    return found


def _known() -> QuerySet[CitySite]:
    return CitySite.objects.select_related("site").annotate(in_practice=InPractice("region"))


def site_of_region(region: str) -> CitySite | None:
    """The city site that this portal serves for a region, for where there is no request."""
    hosted = CitySite.objects.select_related("site").filter(state=PresenceState.HOSTED)
    return hosted.filter(region=region).first()


def any_demonstration() -> bool:
    """Whether the portal holds demonstration cities, so that national pages say so; kept for a minute."""
    known = cache.get_or_set(
        "any_demonstration", lambda: CitySite.objects.filter(is_demo=True).exists(), timeout=60
    )
    return bool(known)
