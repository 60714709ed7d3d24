"""How a vacancy stands before the public: shown, gone, the same as another one, or never to be seen."""

from __future__ import annotations

import datetime as dt
from enum import Enum

from jobs.enums import VacancyState
from jobs.models import Vacancy
from jobs.querysets import VacancyQuerySet
from standards import regions


class Standing(Enum):
    PUBLIC = "public"
    DUPLICATE = "duplicate"
    """Another row of the same vacancy shows in its place."""
    GONE = "gone"
    """It was public and is closed, paused or past its last day."""
    HIDDEN = "hidden"
    """It never was public."""


def vacancy_standing(vacancy: Vacancy, *, today: dt.date) -> Standing:
    """Say of one vacancy, fetched with its employer, what `Vacancy.objects.public()` says of many."""
    if vacancy.employer is None or not vacancy.employer.is_verified:
        return Standing.HIDDEN
    if vacancy.duplicate_of_id is not None:
        return Standing.DUPLICATE
    if vacancy.state not in (VacancyState.OPEN, VacancyState.PAUSED, VacancyState.CLOSED):
        return Standing.HIDDEN
    expired = vacancy.expires_on is not None and vacancy.expires_on < today
    return Standing.PUBLIC if vacancy.state == VacancyState.OPEN and not expired else Standing.GONE


def similar_vacancies(vacancy: Vacancy, *, limit: int) -> list[Vacancy]:
    """Newest public vacancies of the same occupation: those of the same city first, then from elsewhere."""
    if not vacancy.occupation:
        return []
    city = regions.city_of(vacancy.region)
    same = _same_occupation(vacancy)
    near = list(same.in_region(city.code)[:limit]) if city else []
    if len(near) < limit:
        near += same.exclude(pk__in=[found.pk for found in near])[: limit - len(near)]
    return near


def _same_occupation(vacancy: Vacancy) -> VacancyQuerySet:
    return (
        Vacancy.objects.public()
        .filter(occupation=vacancy.occupation)
        .exclude(pk=vacancy.pk)
        .select_related("employer")
        .newest_first()
    )
