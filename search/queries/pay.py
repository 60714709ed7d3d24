"""What vacancies of an occupation in a city pay: percentiles of what they state, from the index."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from search.client import INDEX_ERRORS, client, read_alias
from search.queries.body import not_expired
from standards.occupations import occupation
from standards.regions import city_of

log = structlog.get_logger(__name__)

FEWEST = 8
"""Of fewer vacancies nothing is said: it would be the pay of single employers."""
TIMEOUT_S = 1.0
_PERCENTS = [25, 50, 75]


@dataclass(frozen=True, slots=True)
class UsualPay:
    """Yuan a month over `vacancies` open ones that state their pay: quartiles of the middle of their ranges.

    occupation and region say what was compared: a wider group or the whole country where there were too few.
    """

    occupation: str
    region: str
    vacancies: int
    low: int
    middle: int
    high: int


def usual_pay(code: str, region: str) -> UsualPay | None:
    """The usual pay of an occupation in the city of a region.

    Looks at the occupation in the city, its group in the city, then the same two in the country, and takes
    the first with at least `FEWEST` vacancies; None for none of them, or while the index is away.
    Percentiles are Elasticsearch's (t-digest), of the lowest and the highest pay, in the middle of both.
    """
    named = occupation(code)
    if named is None:
        return None
    city = city_of(region)
    groups = list(dict.fromkeys(filter(None, (code, named.parent_code))))
    places = [city.code, ""] if city else [""]
    wanted = [(group, place) for place in places for group in groups]
    searches: list[dict[str, object]] = []
    for group, place in wanted:
        searches += [{}, _body(group, place)]
    try:
        answers = client().options(request_timeout=TIMEOUT_S).msearch(index=read_alias(), searches=searches)
    except INDEX_ERRORS as error:
        log.warning("no usual pay: the index is away", error=type(error).__name__)
        return None
    for (group, place), answer in zip(wanted, answers["responses"], strict=True):
        total = answer.get("hits", {}).get("total", {}).get("value", 0)
        if total >= FEWEST:
            ends = [answer["aggregations"][name]["values"] for name in ("low", "high")]
            quartiles = [round(sum(end[f"{percent}.0"] for end in ends) / 2) for percent in _PERCENTS]
            return UsualPay(group, place, total, *quartiles)
    return None


def _body(group: str, place: str) -> dict[str, object]:
    conditions: list[dict[str, object]] = [
        {"term": {"occupations": group}},
        {"exists": {"field": "pay_min"}},
        {"exists": {"field": "pay_max"}},
        {"term": {"employment_type": "full_time"}},
        not_expired(),
    ]
    if place:
        conditions.append({"term": {"regions": place}})
    return {
        "size": 0,
        "track_total_hits": True,
        "query": {"bool": {"filter": conditions}},
        "aggs": {
            name: {"percentiles": {"field": f"pay_{end}", "percents": _PERCENTS}}
            for name, end in (("low", "min"), ("high", "max"))
        },
    }
