"""What the moderation of vacancies shows: why one waits, and how long decisions take by city."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Min
from django.utils import timezone

from accounts.permissions import within
from jobs.enums import VacancyState
from jobs.models import Vacancy, VacancyDecision
from standards import regions

MEASURED_DAYS = 90


@dataclass(frozen=True, slots=True)
class CityTimes:
    """How long a city takes: of the decisions of the last 90 days, and what waits now."""

    city: regions.Region
    decided: int
    median: dt.timedelta | None
    p90: dt.timedelta | None
    waiting: int
    oldest: dt.timedelta | None


def review_times(held: Sequence[str], *, now: dt.datetime | None = None) -> list[CityTimes]:
    """Times from the begin of a review to the final decision, by city, who has waited longest first.

    Districts are added up in their city by taking all their decisions together, never by means of medians.
    """
    now = now or timezone.now()
    taken: dict[str, list[dt.timedelta]] = {}
    since = now - dt.timedelta(days=MEASURED_DAYS)
    decided = VacancyDecision.objects.filter(
        within(held), waiting_since__isnull=False, decided_at__gte=since
    ).annotate(took=F("decided_at") - F("waiting_since"))
    for region, took in decided.order_by().values_list("region", "took").iterator(chunk_size=10_000):
        taken.setdefault(_city(region), []).append(took)
    waits: dict[str, tuple[int, dt.datetime]] = {}
    open_now = Vacancy.objects.filter(within(held), state=VacancyState.IN_REVIEW).order_by()
    for region, number, oldest in open_now.values_list("region").annotate(Count("pk"), Min("state_at")):
        before = waits.get(_city(region), (0, oldest))
        waits[_city(region)] = (before[0] + number, min(before[1], oldest))
    rows = [
        CityTimes(
            city=unit,
            decided=len(taken.get(code, ())),
            median=percentile(taken.get(code, ()), 0.5),
            p90=percentile(taken.get(code, ()), 0.9),
            waiting=waits[code][0] if code in waits else 0,
            oldest=now - waits[code][1] if code in waits else None,
        )
        for code in taken.keys() | waits.keys()
        if (unit := regions.region(code))
    ]
    return sorted(rows, key=lambda row: (-(row.oldest or dt.timedelta()).total_seconds(), row.city.code))


def percentile(values: Sequence[dt.timedelta], share: float) -> dt.timedelta | None:
    """Linear between the two nearest values (Hyndman and Fan's type 7); None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _city(region: str) -> str:
    city = regions.city_of(region)
    return city.code if city else region
