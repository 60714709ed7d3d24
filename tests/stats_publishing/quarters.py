"""Quarters of invented cities: spells, versions made and approved of them."""

from __future__ import annotations

import datetime as dt
from itertools import count

from django.utils import timezone

from accounts.models import User
from jobs.models import SeekerSpell, VacancySpell
from stats_publishing.methods.periods import Period
from stats_publishing.models import Return
from stats_publishing.services.city_sources import RETURN_FORM
from stats_publishing.services.counts import instants
from stats_publishing.services.figures import city_figures_freeze, figures_approve
from stats_publishing.services.return_moves import return_exclude
from tests.factories import UserFactory
from tests.stats_publishing.returns import small_form

_IDS = count(1_000_000)
LAST = timezone.make_aware(dt.datetime(2099, 1, 1))


def quarter(code: str, city: str, *, demand: int, seekers: int, **facts) -> None:
    """So many wanted in one new vacancy, so many new registrations, all ending with the quarter."""
    start, end = instants(Period.read(code))
    begins = start + dt.timedelta(days=1)
    of_vacancy = {"occupation": "6-29-03-07", "industry": "C3411", "employer_type": "170", "grade": "40"}
    of_people = {
        "occupation": "6-29-03-07",
        "sex": "1",
        "age_from": 25,
        "grade": "40",
        "category": "lost_job",
    }
    VacancySpell.objects.create(
        vacancy=next(_IDS), number=1, begins_at=begins, ends_at=end, city=city, headcount=demand,
        **of_vacancy | {name: facts[name] for name in facts if name in of_vacancy},
    )  # fmt: skip
    SeekerSpell.objects.bulk_create(
        SeekerSpell(
            seeker=next(_IDS), number=1, begins_at=begins, ends_at=end, city=city,
            **of_people | {name: facts[name] for name in facts if name in of_people},
        )
        for _ in range(seekers)
    )  # fmt: skip


def approved_cities(code: str, *, by: User | None = None, reason: str = "") -> None:
    """Figures of all cities with records, approved."""
    period, now = Period.read(code), timezone.now()
    approver = by or User.objects.get_or_create(email="approver@province.example")[0]
    versions = city_figures_freeze(period=period, by=None, at=now, reason=reason)
    for region in {version.region for version in versions}:
        figures_approve(period=period, region=region, by=approver, at=now)


def exclude(city: str, period: Period, *, reason: str) -> None:
    """Leave a city's return of a quarter out of the analyses."""
    form = small_form(code=RETURN_FORM, name="供求季报")
    of = Return.objects.create(
        form=form, version=form.versions.get(), region=city, period=period.code, period_start=period.start,
        due_on=period.end, opened_at=timezone.now(),
    )  # fmt: skip
    return_exclude(of=of, reason=reason, by=UserFactory(), at=timezone.now())
