"""How a vacancy stands before the public: shown, gone, the same as another one, or never to be seen."""

from __future__ import annotations

import datetime as dt
from enum import Enum

from accounts.practice import is_in_practice, practice_prefixes
from jobs.enums import VacancyState
from jobs.models import Vacancy


class Standing(Enum):
    PUBLIC = "public"
    DUPLICATE = "duplicate"
    """Another row of the same vacancy shows in its place."""
    GONE = "gone"
    """It was public and is closed, paused or past its last day."""
    HIDDEN = "hidden"
    """It never was public."""


def vacancy_practises(vacancy: Vacancy, prefixes: tuple[str, ...] | None = None) -> bool:
    """Whether a vacancy is in a city that practises, or from one; one fetched by `with_practice` says so."""
    said = getattr(vacancy, "practises", None)
    if said is not None and prefixes is None:
        return bool(said)
    known = practice_prefixes() if prefixes is None else prefixes
    if not known:
        return False
    sources = [vacancy.region, vacancy.employer.region if vacancy.employer else ""]
    sources += [vacancy.feed.region] if vacancy.feed else []
    return any(is_in_practice(region, known) for region in sources)


def vacancy_standing(
    vacancy: Vacancy, *, today: dt.date, practice: tuple[str, ...] | None = None
) -> Standing:
    """Say of one vacancy, fetched with its employer, what `Vacancy.objects.public()` says of many.

    Args:
        practice: `practice_prefixes()`, where several vacancies are looked at; () for the staff of a city
            that practises.
    """
    if vacancy.employer is None or not vacancy.employer.is_verified:
        return Standing.HIDDEN
    if vacancy_practises(vacancy, practice):
        return Standing.HIDDEN
    if vacancy.duplicate_of_id is not None:
        return Standing.DUPLICATE
    if vacancy.state not in (VacancyState.OPEN, VacancyState.PAUSED, VacancyState.CLOSED):
        return Standing.HIDDEN
    expired = vacancy.expires_on is not None and vacancy.expires_on < today
    return Standing.PUBLIC if vacancy.state == VacancyState.OPEN and not expired else Standing.GONE
