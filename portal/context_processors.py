"""What every page's frame needs to know."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The city whose site this is, if it is one, and whether what it shows is a demonstration."""
    from city_sites.services import any_demonstration, city_site_of

    city_site = city_site_of(request)
    return {
        "city_site": city_site,
        "is_demonstration": city_site.is_demo if city_site else any_demonstration(),
    }
