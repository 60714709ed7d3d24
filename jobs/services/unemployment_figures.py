"""What the monthly return asks of registered unemployment: counted from the spells, as it was.

A month that is over gives the same figures whenever it is asked for: registrations and ends are dated by the
day on which staff made them, benefit is granted and stopped from the current month on only, and the days of
who is erased stay.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from accounts.permissions import region_prefix
from jobs.enums import Sex, UnemploymentState
from jobs.models import BenefitPeriod, Unemployment
from jobs.unemployment import Flow, month_start, months_later


@dataclass(frozen=True, slots=True)
class UnemploymentFigures:
    """Of a region and a month, persons.

    Args:
        registered: 登记失业; registered_women of these the women.
        recipients: 领取失业保险金; a person stops in the month in which the first day without benefit lies.
        reemployed: of those who stopped being registered, who found work; reemployed_women the women.
        hard_to_place: of those registered at the end, who is hard to place.
    """

    region: str
    month: dt.date
    registered: Flow
    registered_women: Flow
    recipients: Flow
    reemployed: int
    reemployed_women: int
    hard_to_place: int


def unemployment_figures(*, region: str, month: dt.date) -> UnemploymentFigures:
    """The figures of a region and all below it for the month that a day lies in, in two queries."""
    first = month_start(month)
    after = months_later(first, 1)
    prefix = region_prefix(region)
    people = Unemployment.objects.filter(region__startswith=prefix)
    women = Q(sex=Sex.FEMALE)
    found_work = Q(state=UnemploymentState.REEMPLOYED, ended_on__gte=first, ended_on__lt=after)
    at_end = Q(registered_on__lt=after) & (Q(ended_on=None) | Q(ended_on__gte=after))
    counted = people.aggregate(
        **_flow("all", "registered_on", "ended_on", first, after),
        **_flow("women", "registered_on", "ended_on", first, after, women),
        reemployed=Count("pk", filter=found_work),
        reemployed_women=Count("pk", filter=found_work & women),
        hard=Count("pk", filter=at_end & Q(hard_to_place=True)),
    )
    benefits: QuerySet[BenefitPeriod] = BenefitPeriod.objects.filter(
        unemployment__region__startswith=prefix, ends_on__gt=F("starts_on")
    )
    paid = benefits.aggregate(**_flow("paid", "starts_on", "ends_on", first, after))
    return UnemploymentFigures(
        region=region,
        month=first,
        registered=_read(counted, "all"),
        registered_women=_read(counted, "women"),
        recipients=_read(paid, "paid"),
        reemployed=counted["reemployed"],
        reemployed_women=counted["reemployed_women"],
        hard_to_place=counted["hard"],
    )


def _flow(
    name: str, begins: str, ends: str, first: dt.date, after: dt.date, only: Q | None = None
) -> dict[str, Any]:
    """`jobs.unemployment.flow_of` as aggregates."""
    also = only or Q()
    lasts = Q(**{ends: None})
    return {
        f"{name}_start": Count(
            "pk", filter=also & Q(**{f"{begins}__lt": first}) & (lasts | Q(**{f"{ends}__gte": first}))
        ),
        f"{name}_new": Count("pk", filter=also & Q(**{f"{begins}__gte": first, f"{begins}__lt": after})),
        f"{name}_stopped": Count("pk", filter=also & Q(**{f"{ends}__gte": first, f"{ends}__lt": after})),
        f"{name}_end": Count(
            "pk", filter=also & Q(**{f"{begins}__lt": after}) & (lasts | Q(**{f"{ends}__gte": after}))
        ),
    }


def _read(counted: dict[str, Any], name: str) -> Flow:
    return Flow(*(counted[f"{name}_{part}"] for part in ("start", "new", "stopped", "end")))
