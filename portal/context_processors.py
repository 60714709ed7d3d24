"""What every page's frame needs to know."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site


def site(request: HttpRequest) -> dict[str, Any]:
    """The city whose site this is, if it is one, and whether what it shows is a demonstration."""
    from city_sites.services import any_demonstration, city_site_of
    from portal.menus import footer, header

    city_site = city_site_of(request)
    return {
        "city_site": city_site,
        "main_menu": SimpleLazyObject(lambda: header(city_site)),
        "foot_menu": SimpleLazyObject(lambda: footer(Site.find_for_request(request), city_site)),
        "is_practice": bool(city_site and city_site.practises),
        "is_demonstration": city_site.is_demo if city_site else any_demonstration(),
    }
