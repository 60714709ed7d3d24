"""Whose site a request or a region has."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Site

from accounts.practice import InPractice
from city_sites.enums import PresenceState
from city_sites.models import CitySite


def site_of(request: HttpRequest) -> Site | None:
    """The site at the host that was asked for, else the national one; None where there is neither."""
    _find(request)
    site: Site | None = request._wagtail_site  # type: ignore[attr-defined]
    return site


def city_site_of(request: HttpRequest) -> CitySite | None:
    """The city whose host was asked for, with `practises`; None on the national site."""
    _find(request)
    city_site: CitySite | None = request._city_site  # type: ignore[attr-defined]
    return city_site


def known_sites() -> QuerySet[Site]:
    """All sites, each with its city, where it has one, and with `in_practice`."""
    sites: QuerySet[Site] = Site.objects.select_related("city_site").annotate(
        in_practice=InPractice("city_site__region")
    )
    return sites.order_by()


def site_note(request: HttpRequest, site: Site | None) -> None:
    """From now on a request is about a site of `known_sites`, also to Wagtail's `Site.find_for_request`."""
    city_site = getattr(site, "city_site", None)
    if site is not None and city_site is not None:
        city_site.practises = site.in_practice
    request._wagtail_site, request._city_site = site, city_site  # type: ignore[attr-defined]


def _find(request: HttpRequest) -> None:
    """Note the site of a request by its host, in one query, unless one is noted already.

    Wagtail would rank the sites in SQL and read the first page along, and every request of the portal would
    begin with that.
    """
    if not hasattr(request, "_city_site"):
        host, port = host_of(request), request.get_port()
        found = known_sites().filter(Q(hostname=host) | Q(is_default_site=True))
        best = min(found, key=lambda site: (site.hostname != host, str(site.port) != port), default=None)
        site_note(request, best)


def host_of(request: HttpRequest) -> str:
    """The host that was asked for, without its port; "" where it is none. It need not be ours."""
    return split_domain_port(request._get_raw_host())[0]  # type: ignore[attr-defined]


def stands_at(request: HttpRequest, host: str) -> bool:
    """Whether a site stands at exactly the host that was asked for."""
    site = site_of(request)
    return site is not None and site.hostname == host


def moved_site_of(request: HttpRequest) -> CitySite | None:
    """The city whose host below the portal's was asked for, where its site is at a domain of its own; the
    request is about that site from now on. A query only where no site stands at the host."""
    host = host_of(request)
    slug, _dot, above = host.partition(".")
    if above != settings.PORTAL_HOST or stands_at(request, host):
        return None
    moved = known_sites().filter(city_site__slug=slug).first()
    if moved is None:
        return None
    site_note(request, moved)
    return city_site_of(request)


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
