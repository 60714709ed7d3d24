"""The map of coverage: every city by how it stands for the public."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from city_sites.enums import PresenceState
from city_sites.services import DirectoryCity, DirectoryProvince
from standards.maps import Area, CountryMap, Key, country_map, has_shape

_SHADES = {PresenceState.HOSTED: 5, PresenceState.LINKED: 2}


def coverage_map(provinces: Iterable[DirectoryProvince]) -> CountryMap:
    """Cities that are open here dark, linked ones light, those that do not answer hatched, others hollow."""
    cities = [city for province in provinces for city in province.cities]
    return country_map(
        {city.region: _area(city) for city in cities if has_shape(city.region, "city")},
        level="city",
        label=_("Map of the cities by how they stand in the portal; the table by province holds the numbers"),
        legend=[
            Key(Area(5), _("open here")),
            Key(Area(2), _("linked")),
            Key(Area(0, hatched=True), _("linked, cannot be reached just now")),
            Key(Area(None), _("no site yet")),
        ],
    )


def _area(city: DirectoryCity) -> Area:
    if city.is_down:
        return Area(0, _("linked, cannot be reached just now"), hatched=True)
    words = {
        PresenceState.HOSTED: _("open here"),
        PresenceState.LINKED: _("linked"),
        PresenceState.NONE: _("no site yet"),
    }
    return Area(_SHADES.get(city.state), words[city.state])
