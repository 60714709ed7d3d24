"""Whose site a request or a region has."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest
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
            known = CitySite.objects.select_related("site").annotate(in_practice=InPractice("region"))
            found = known.filter(site=site).first()
            if found is not None:
                found.practises = found.in_practice
        request._city_site = found  # type: ignore[attr-defined]
    return request._city_site  # type: ignore[attr-defined, no-any-return]


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
