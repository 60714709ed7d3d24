"""Draws the map of the country: `{% load maps %}{% country_map map %}`."""

from __future__ import annotations

from django import template
from django.conf import settings

from standards.maps import CountryMap

register = template.Library()


@register.inclusion_tag("standards/country_map.html")
def country_map(drawn: CountryMap, name: str = "country") -> dict[str, object]:
    """The map with its legend. `name` tells maps apart where a page has several."""
    return {"map": drawn, "name": name, "approval": settings.MAP_APPROVAL_NUMBER}
