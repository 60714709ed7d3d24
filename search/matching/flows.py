"""Work across regions: openings in one region that people of another could and would take, by minor group.

Counted by aggregations over both indexes, not pair by pair, so that it is quick for any two regions:

- *openings* of a group in a region: the sum of headcounts of its public vacancies there;
- *seekers* of a group: people whose first wish lies in it (each is counted once);
- *gap*: openings that local seekers do not fill; *surplus*: seekers whom local openings do not take;
- *willing*: people of the other region who would move or travel there and do not exclude it;
- *able*: of these, those who accept the group's median pay there and hold the licence that most of it needs;
- *flow*: the least of the gap there, the surplus here and the able: so many could go and be wanted.

Counts of people from 1 to 4 are not told (None), nor is what follows from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from search.client import PEOPLE, VACANCIES, client, read_alias
from search.matching.clauses import Clause
from search.matching.for_vacancy import ANYWHERE
from standards import licences, regions

SMALLEST_SHOWN: Final = 5
_MINOR_GROUPS: Final = "[0-9]-[0-9]{2}-([1-9][0-9]|0[1-9])-00"
_PROVINCES: Final = "[0-9]{2}0000"
_MOST_GROUPS: Final = 500


@dataclass(frozen=True, slots=True)
class GroupFlow:
    """One minor group: what work there is in one region, and who of the other could and would take it."""

    group: str
    openings: int
    local_seekers: int | None
    gap: int | None
    seekers: int | None
    surplus: int | None
    willing: int | None
    able: int | None
    flow: int | None


@dataclass(frozen=True, slots=True)
class RegionFlow:
    """How many could come to a region from another and go to it, over all groups."""

    region: str
    coming: int
    going: int


@dataclass(frozen=True, slots=True)
class _Work:
    """A group's openings, median pay (0 where no vacancy states any), and the licence that at least half of
    its vacancies need before the start ("" for none)."""

    openings: int = 0
    pay: int = 0
    licence: str = ""


def shown(count: int) -> int | None:
    """A count of people as it may be told: None from 1 to 4."""
    return None if 0 < count < SMALLEST_SHOWN else count


def flows_to(work: str, *, home: str) -> list[GroupFlow]:
    """Openings in the region `work` beside the people of the region `home`, largest flow first.

    Raises:
        TransportError, ApiError: the index is away.
    """
    there, here = _work_by_group(work), _work_by_group(home)
    local, own = _seekers_by_group(work), _seekers_by_group(home)
    willing = _seekers_by_group(home, [_would_go(work)])
    able = _able(willing, there, home=home, work=work)
    found = []
    for group, offered in there.items():
        gap = max(offered.openings - local.get(group, 0), 0)
        surplus = max(own.get(group, 0) - here.get(group, _Work()).openings, 0)
        found.append(
            GroupFlow(
                group=group,
                openings=offered.openings,
                local_seekers=shown(local.get(group, 0)),
                gap=None if shown(local.get(group, 0)) is None else gap,
                seekers=shown(own.get(group, 0)),
                surplus=None if shown(own.get(group, 0)) is None else surplus,
                willing=shown(willing.get(group, 0)),
                able=shown(able.get(group, 0)),
                flow=shown(min(gap, surplus, able.get(group, 0))),
            )
        )
    return sorted(found, key=lambda one: (-(one.flow or 0), -(one.able or 0), -one.openings, one.group))


def flows_around(region: str) -> list[RegionFlow]:
    """For every other province, how many of its people could come to the region, and of its people go there.

    A group adds what its gap takes and who is willing; pay and licences are left to the comparison of two.

    Raises:
        TransportError, ApiError: the index is away.
    """
    own = regions.province_of(region)
    others = [unit.code for unit in regions.provinces() if own is None or unit.code != own.code]
    work, people = _by_province(VACANCIES), _by_province(PEOPLE)
    gap_here = _gaps(
        {group: one.openings for group, one in _work_by_group(region).items()}, _seekers_by_group(region)
    )
    coming = _by_province(PEOPLE, [_would_go(region)])
    going = _going(region, others)
    found = []
    for other in others:
        gap_there = _gaps(work.get(other, {}), people.get(other, {}))
        come = _total(gap_here, coming.get(other, {}))
        go = _total(gap_there, going.get(other, {}))
        if come or go:
            found.append(RegionFlow(region=other, coming=come, going=go))
    return sorted(found, key=lambda one: (-(one.coming + one.going), one.region))


def _gaps(openings: Mapping[str, int], seekers: Mapping[str, int]) -> dict[str, int]:
    return {group: max(count - seekers.get(group, 0), 0) for group, count in openings.items()}


def _total(gaps: Mapping[str, int], people: Mapping[str, int]) -> int:
    """What the groups add up to; those with a count that may not be told add nothing."""
    return sum(shown(min(gap, people.get(group, 0))) or 0 for group, gap in gaps.items())


def _would_go(region: str) -> Clause:
    """People who would move or travel to a region, or to a part of it, and do not exclude all of it."""
    above = [*(unit.code for unit in regions.ancestors(region)), region]
    places = [*above, ANYWHERE, *_parts(region)]
    would = [{"terms": {"move_to": places}}, {"terms": {"travel_to": places}}]
    return {"bool": {"should": would, "must_not": {"terms": {"excluded": above}}, "minimum_should_match": 1}}


def _parts(region: str) -> list[str]:
    return [code for part in regions.children(region) for code in (part.code, *_parts(part.code))]


def _valid() -> Clause:
    return {"bool": {"must_not": {"range": {"expires_on": {"lt": timezone.localdate().isoformat()}}}}}


def _groups() -> dict[str, Any]:
    return {"field": "occupations", "include": _MINOR_GROUPS, "size": _MOST_GROUPS}


def _work_by_group(region: str) -> dict[str, _Work]:
    answer = _counted(
        VACANCIES,
        [{"term": {"regions": region}}, _valid()],
        {
            "groups": {
                "terms": _groups(),
                "aggs": {
                    "openings": {"sum": {"field": "headcount"}},
                    "pay": {"percentiles": {"field": "pay_max", "percents": [50]}},
                    "licences": {"terms": {"field": "licences", "size": 1}},
                },
            }
        },
    )
    return {
        bucket["key"]: _Work(
            int(bucket["openings"]["value"]), int(bucket["pay"]["values"]["50.0"] or 0), _needed(bucket)
        )
        for bucket in answer["groups"]["buckets"]
    }


def _needed(group: Mapping[str, Any]) -> str:
    for most in group["licences"]["buckets"]:
        entry = licences.licence(most["key"])
        if entry and entry.before_start and 2 * most["doc_count"] >= group["doc_count"]:
            return str(entry.code)
    return ""


def _seekers_by_group(region: str, more: Sequence[Clause] = ()) -> dict[str, int]:
    answer = _counted(
        PEOPLE,
        [{"term": {"regions": region}}, *more],
        {"groups": {"terms": {"field": "main_group", "size": _MOST_GROUPS}}},
    )
    return {bucket["key"]: bucket["doc_count"] for bucket in answer["groups"]["buckets"]}


def _able(willing: Mapping[str, int], there: Mapping[str, _Work], *, home: str, work: str) -> dict[str, int]:
    """Of the willing of each group, those who accept its median pay there and hold the licence it needs."""
    groups = [group for group in there if willing.get(group)]
    if not groups:
        return {}
    filters = {group: _accepts(group, there[group]) for group in groups}
    answer = _counted(
        PEOPLE,
        [{"term": {"regions": home}}, _would_go(work)],
        {"groups": {"filters": {"filters": filters}}},
    )
    return {group: bucket["doc_count"] for group, bucket in answer["groups"]["buckets"].items()}


def _accepts(group: str, work: _Work) -> Clause:
    filters: list[Clause] = [{"term": {"main_group": group}}]
    if work.licence:
        filters.append({"term": {"licences": work.licence}})
    refuses = [{"range": {"pay_floor": {"gt": work.pay}}}] if work.pay else []
    return {"bool": {"filter": filters, "must_not": refuses}}


def _by_province(kind: str, filters: Sequence[Clause] = ()) -> dict[str, dict[str, int]]:
    """Province → group → openings or people."""
    provinces = {"field": "regions", "include": _PROVINCES, "size": 40}
    if kind == VACANCIES:
        groups: dict[str, Any] = {
            "terms": _groups(),
            "aggs": {"openings": {"sum": {"field": "headcount"}}},
        }
    else:
        groups = {"terms": {"field": "main_group", "size": _MOST_GROUPS}}
    chosen = [_valid(), *filters] if kind == VACANCIES else list(filters)
    answer = _counted(kind, chosen, {"provinces": {"terms": provinces, "aggs": {"groups": groups}}})
    return {
        province["key"]: {
            group["key"]: int(group["openings"]["value"]) if kind == VACANCIES else group["doc_count"]
            for group in province["groups"]["buckets"]
        }
        for province in answer["provinces"]["buckets"]
    }


def _going(region: str, provinces: Sequence[str]) -> dict[str, dict[str, int]]:
    """Province → group → people of the region who would go there."""
    answer = _counted(
        PEOPLE,
        [{"term": {"regions": region}}],
        {
            "provinces": {
                "filters": {"filters": {province: _would_go(province) for province in provinces}},
                "aggs": {"groups": {"terms": {"field": "main_group", "size": _MOST_GROUPS}}},
            }
        },
    )
    return {
        province: {group["key"]: group["doc_count"] for group in bucket["groups"]["buckets"]}
        for province, bucket in answer["provinces"]["buckets"].items()
    }


def _counted(kind: str, filters: Sequence[Clause], aggregations: dict[str, Any]) -> dict[str, Any]:
    answer = client().search(
        index=read_alias(kind), size=0, query={"bool": {"filter": list(filters)}}, aggs=aggregations
    )
    return dict(answer["aggregations"])
