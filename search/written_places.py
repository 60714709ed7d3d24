"""The place box: places as people write them, turned into what the parameters of a search say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import QueryDict

from search.queries.labels import near_label
from search.queries.params import SearchParams
from search.queries.places import position_text
from standards import regions
from standards.places import resolve_place

_LISTED = re.compile(r"[、;；]+")
_BREAKS = re.compile(r"[,，\s]+")


@dataclass(frozen=True, slots=True)
class WrittenPlaces:
    """Codes of regions and positions, each once, and the names that nobody knows."""

    known: tuple[str, ...]
    unknown: tuple[str, ...]


def read_places(text: str, *, scope: str) -> WrittenPlaces:
    """The places of a text such as "武汉、东莞" or "30.59,114.30"; names are looked for in `scope` first."""
    known: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for part in _LISTED.split(text):
        position = position_text(part)
        for name in [position] if position else filter(None, _BREAKS.split(part)):
            code = position or resolve_place(name, within=scope).code
            (known if code else unknown)[code or name] = None
    return WrittenPlaces(tuple(known), tuple(unknown))


def with_places(query: QueryDict, places: tuple[str, ...]) -> QueryDict:
    """The query of an address with written places in it: as regions, or with a distance as places near by."""
    meant = query.copy()
    if meant.get("within") or any("," in place for place in places):
        meant.setlist("near", list(places))
        return meant
    meant.setlist("region", list(places))
    return without_distance(meant)


def without_distance(query: QueryDict) -> QueryDict:
    """The query of an address without a distance, which the form sends even where no place is written."""
    meant = query.copy()
    for name in ("near", "within"):
        meant.pop(name, None)
    if meant.get("sort") == "distance":
        meant.pop("sort")
    return meant


def places_text(params: SearchParams) -> str:
    """What stands in the place box for a search."""
    if params.near:
        return "、".join(place if "," in place else near_label(place) for place in params.near)
    return "、".join(regions.display_name(code) for code in params.region if regions.region(code))
