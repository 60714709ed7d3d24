"""Service outlets: which there are, and which are near."""

from __future__ import annotations

import math

from django.db.models import ExpressionWrapper, F, FloatField, Q, QuerySet

from accounts.enums import NATION
from accounts.permissions import region_prefix
from accounts.practice import InPractice
from city_sites.enums import ServiceKind
from city_sites.models import Outlet
from search.queries.places import Point, distance_km, location, position_text
from standards.places import resolve_place

OFFERING_SHOWN = 6
NEAREST_SHOWN = 20


def outlets_in(region: str) -> QuerySet[Outlet]:
    """The open outlets of a region and all below it, by district and name; of the country without
    those of cities that practise."""
    found = Outlet.objects.filter(is_open=True)
    if region == NATION:
        found = found.filter(~Q(InPractice("region")))
    else:
        found = found.filter(region__startswith=region_prefix(region))
    return found.order_by("region", "name", "pk")


def outlets_offering(*, kind: ServiceKind, region: str) -> list[Outlet]:
    """The first outlets of a region that offer a service."""
    return list(outlets_in(region).filter(services__contains=[kind])[:OFFERING_SHOWN])


def named(outlets: QuerySet[Outlet], text: str) -> QuerySet[Outlet]:
    """Outlets in whose street, name or address a text stands."""
    return outlets.filter(Q(street__icontains=text) | Q(name__icontains=text) | Q(address__icontains=text))


def point_of(text: str, *, within: str, whole: bool) -> Point | None:
    """Where a written place is: a region such as 江夏区 or 武汉, or a position "lat,lon"; None if unknown.

    Args:
        within: region that the place is first looked for in; 000000 for the country.
        whole: nothing is left over: 洪山区 but not 洪山区珞喻路.
    """
    if position := position_text(text):
        return location(position)
    place = resolve_place(text, within="" if within == NATION else within)
    return location(place.code) if place.code and not (whole and place.rest) else None


def nearest(outlets: QuerySet[Outlet], point: Point) -> list[Outlet]:
    """The `NEAREST_SHOWN` outlets nearest to a point, each with its distance; those without a point are none.

    They are ordered on a plane, which is exact enough within a city; the distance is along a great circle.
    """
    lat, lon = point
    shrunk = math.cos(math.radians(lat))
    square = (F("lat") - lat) * (F("lat") - lat) + (F("lon") - lon) * (F("lon") - lon) * shrunk**2
    placed = outlets.filter(lat__isnull=False).annotate(
        away=ExpressionWrapper(square, output_field=FloatField())
    )
    found: list[Outlet] = list(placed.order_by("away", "pk")[:NEAREST_SHOWN])
    for outlet in found:
        outlet.km = distance_km({"lat": outlet.lat or 0, "lon": outlet.lon or 0}, [f"{lat},{lon}"])
    return found
