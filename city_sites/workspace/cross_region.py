"""What the cross-region page shows: two regions compared, or one with all provinces around it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.enums import NATION, Action
from accounts.models import User
from accounts.permissions import held_regions, may
from city_sites.workspace.flow_map import Flow, FlowMap, flow_map
from search.matching.flows import GroupFlow, RegionFlow, flows_around, flows_to
from standards import occupations, regions

GROUPS_SHOWN = 30
ARROWS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Direction:
    """Work in one region for people of another, by minor group with its name; `total` of the flows told."""

    work: regions.Region
    home: regions.Region
    rows: list[tuple[str, GroupFlow]]
    total: int
    more: int


@dataclass(frozen=True, slots=True)
class Comparison:
    there: Direction
    back: Direction
    map: FlowMap


@dataclass(frozen=True, slots=True)
class Surroundings:
    region: regions.Region
    rows: list[tuple[regions.Region, RegionFlow]]
    map: FlowMap


def comparable(code: str) -> regions.Region | None:
    """The province or portal city of a code; None for any other text."""
    unit = regions.region(code)
    return unit if unit and (unit.level == "province" or regions.is_city(code)) else None


def may_see(user: User | AnonymousUser, *codes: str) -> bool:
    """Whether a person may see figures of regions: a right in one of them is enough."""
    return any(may(user, Action.COMPARE_REGIONS, code) for code in codes if code)


def own_region(user: User | AnonymousUser) -> str:
    """The region that the page begins with: the first that the person holds a role in, "" for the country."""
    return next((code for code in held_regions(user, Action.COMPARE_REGIONS) if code != NATION), "")


def choices() -> list[tuple[regions.Region, list[regions.Region]]]:
    """Every province with the portal cities in it."""
    cities: dict[str, list[regions.Region]] = {}
    for city in regions.cities():
        cities.setdefault(f"{city.code[:2]}0000", []).append(city)
    return [
        (province, [city for city in cities.get(province.code, ()) if city.code != province.code])
        for province in regions.provinces()
    ]


def comparison(work: regions.Region, home: regions.Region) -> Comparison:
    """Two regions in both directions.

    Raises:
        TransportError, ApiError: the index is away.
    """
    there, back = _direction(work, home), _direction(home, work)
    flows = [_flow(one.home, one.work, one.total) for one in (there, back)]
    return Comparison(there, back, flow_map(flows, middle=work.code, named=[home.code]))


def surroundings(region: regions.Region) -> Surroundings:
    """A region and all other provinces.

    Raises:
        TransportError, ApiError: the index is away.
    """
    found = [(unit, flow) for flow in flows_around(region.code) if (unit := regions.region(flow.region))]
    flows = [
        arrow
        for unit, flow in found[:ARROWS_SHOWN]
        for arrow in (_flow(unit, region, flow.coming), _flow(region, unit, flow.going))
    ]
    return Surroundings(region, found, flow_map(flows, middle=region.code))


def _direction(work: regions.Region, home: regions.Region) -> Direction:
    found = flows_to(work.code, home=home.code)
    told = [flow for flow in found if flow.able != 0 or flow.surplus]
    return Direction(
        work=work,
        home=home,
        rows=[(group_name(flow.group), flow) for flow in told[:GROUPS_SHOWN]],
        total=sum(flow.flow or 0 for flow in found),
        more=max(len(told) - GROUPS_SHOWN, 0),
    )


def _flow(start: regions.Region, end: regions.Region, people: int) -> Flow:
    words = _("%(start)s to %(end)s: %(people)d") % {
        "start": start.short_name, "end": end.short_name, "people": people,
    }  # fmt: skip
    return Flow(start.code, end.code, people, words)


def group_name(code: str) -> str:
    """The name of a minor group; where it has no entry, of the group above."""
    entry = occupations.occupation(code) or occupations.occupation(f"{code[:4]}-00-00")
    return entry.name if entry else code
