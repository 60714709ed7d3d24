"""The data quality of cities: counted, looked at over time, ranked where enough can be compared."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from accounts.permissions import within
from accounts.services import audit
from city_sites.models import QualityFigure, QualityRanking
from jobs.answers import ANSWERS
from jobs.enums import ReportAbout, ReportState
from jobs.models import Application, ApplicationEvent, Vacancy, VacancyReport
from standards import regions

COUNTED_DAYS = 90
FEWEST_VACANCIES = 100
"""A city with fewer is not ranked: a few rows would decide about its place."""
FEWEST_APPLICATIONS = 20
"""Of fewer applications no share is told."""
TREND_DAYS = 28
CHART_DAYS = 84


@dataclass(frozen=True, slots=True)
class CityQuality:
    """A city on the newest day; shares are 0 to 100. `change`: of the score against 28 days before, in
    points; `complaints`: confirmed ones to a thousand vacancies; `rank`: None where it is not ranked."""

    city: regions.Region
    figure: QualityFigure
    pay: float
    place: float
    occupation: float
    expiry: float
    answered: float | None
    complaints: float
    score: float
    change: float | None
    rank: int | None
    scores: list[tuple[dt.date, float]]


@transaction.atomic
def quality_take(*, day: dt.date | None = None) -> int:
    """Count every city that has public vacancies; counted again on a day, the day's figures are replaced.

    Gives how many cities.
    """
    day = day or timezone.localdate()
    source = Coalesce(F("feed__region"), F("employer__region"))
    counted = (
        Vacancy.objects.public(today=day)
        .annotate(source=source)
        .order_by()
        .values_list("source")
        .annotate(
            vacancies=Count("pk"),
            with_pay=Count("pk", filter=Q(pay_min__isnull=False) | Q(pay_max__isnull=False)),
            with_place=Count("pk", filter=~Q(region="")),
            with_occupation=Count("pk", filter=~Q(occupation="")),
            with_expiry=Count("pk", filter=Q(expiry_stated=True)),
        )
    )
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    names = ("vacancies", "with_pay", "with_place", "with_occupation", "with_expiry")
    for region, *numbers in counted:
        sums[_city(region)].update(dict(zip(names, numbers, strict=True)))
    applications, complaints = _answers(day), _complaints(day)
    figures = [
        QualityFigure(
            region=code,
            day=day,
            **{name: numbers[name] for name in names},
            applications=applications[code][0],
            answered=applications[code][1],
            complaints=complaints[code],
        )
        for code, numbers in sums.items()
        if code
    ]
    QualityFigure.objects.filter(day=day).delete()
    QualityFigure.objects.bulk_create(figures)
    return len(figures)


def _answers(day: dt.date) -> dict[str, tuple[int, int]]:
    """Applications of the last 90 days that should have been answered, and those that were, by city.

    An answer is what `jobs.answers` takes for one, within the same time.
    """
    end = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    in_time = dt.timedelta(days=settings.ANSWER_WITHIN_DAYS)
    answers = ApplicationEvent.objects.filter(
        application=OuterRef("pk"), to_state__in=ANSWERS, at__lte=OuterRef("sent_at") + in_time
    )
    rows = (
        Application.objects.standing()
        .filter(sent_at__gt=end - dt.timedelta(days=COUNTED_DAYS), sent_at__lte=end - in_time)
        .annotate(source=Coalesce(F("vacancy__feed__region"), F("vacancy__employer__region")))
        .annotate(is_answered=Exists(answers))
        .order_by()
        .values_list("source")
        .annotate(all=Count("pk"), answered=Count("pk", filter=Q(is_answered=True)))
    )
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for region, number, answered in rows:
        before = found[_city(region)]
        found[_city(region)] = (before[0] + number, before[1] + answered)
    return found


def _complaints(day: dt.date) -> Counter[str]:
    since = timezone.make_aware(dt.datetime.combine(day, dt.time())) - dt.timedelta(days=COUNTED_DAYS)
    rows = VacancyReport.objects.filter(
        about=ReportAbout.VACANCY, state=ReportState.CONFIRMED, decided_at__gt=since
    ).annotate(source=Coalesce(F("vacancy__feed__region"), F("vacancy__employer__region")))
    found: Counter[str] = Counter()
    for region, number in rows.order_by().values_list("source").annotate(Count("vacancy", distinct=True)):
        found[_city(region)] += number
    return found


def _city(region: str | None) -> str:
    city = regions.city_of(region or "")
    return city.code if city else ""


def city_qualities(held: Sequence[str]) -> list[CityQuality]:
    """The cities within regions on the newest day, the best first, then those that are not ranked; in three
    queries. A rank is a place in the country, cities with the same whole score share it."""
    newest = QualityFigure.objects.order_by("-day").values_list("day", flat=True).first()
    if newest is None:
        return []
    past: dict[str, list[QualityFigure]] = defaultdict(list)
    seen = QualityFigure.objects.filter(within(held), day__gt=newest - dt.timedelta(days=CHART_DAYS))
    for figure in seen.order_by("day"):
        past[figure.region].append(figure)
    ranks = _ranks(newest)
    rows = [
        _quality(unit, figures, ranks.get(code))
        for code, figures in past.items()
        if figures[-1].day == newest and figures[-1].vacancies and (unit := regions.region(code))
    ]
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.city.code))


def _quality(city: regions.Region, figures: list[QualityFigure], rank: int | None) -> CityQuality:
    now = figures[-1]
    scores = [(figure.day, score) for figure in figures if (score := figure.score) is not None]
    before = [score for day, score in scores if day <= now.day - dt.timedelta(days=TREND_DAYS)]
    pay, place, occupation, expiry = (
        100 * part / now.vacancies
        for part in (now.with_pay, now.with_place, now.with_occupation, now.with_expiry)
    )
    tells = now.applications >= FEWEST_APPLICATIONS
    return CityQuality(
        city=city,
        figure=now,
        pay=pay,
        place=place,
        occupation=occupation,
        expiry=expiry,
        answered=100 * now.answered / now.applications if tells else None,
        complaints=1000 * now.complaints / now.vacancies,
        score=scores[-1][1],
        change=scores[-1][1] - before[-1] if before else None,
        rank=rank,
        scores=scores,
    )


def _ranks(day: dt.date) -> dict[str, int]:
    """The place in the country of each city that is compared: as many whole scores are better, and one."""
    figures = QualityFigure.objects.filter(day=day, vacancies__gte=FEWEST_VACANCIES)
    scores = {figure.region: round(figure.score or 0) for figure in figures}
    ordered = sorted(scores.values(), reverse=True)
    return {region: ordered.index(score) + 1 for region, score in scores.items()}


def ranking_is_public() -> bool:
    """Whether everybody may read the ranking; nobody may until the ministry says so."""
    newest = QualityRanking.objects.first()
    return bool(newest and newest.is_public)


@transaction.atomic
def ranking_publish(*, is_public: bool, by: User) -> QualityRanking:
    """Let everybody read the ranking, or nobody but staff any more."""
    said = QualityRanking.objects.create(is_public=is_public, by=by)
    audit(actor=by, act="quality_ranking_publish", subject=said, region="000000", is_public=is_public)
    return said
