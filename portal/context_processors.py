"""What every page's frame needs to know."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The city whose site this is, if it is one; the query is Wagtail's cached one per request."""
    from city_sites.services import city_site_of

    return {"city_site": city_site_of(request)}
