"""How a vacancy stands before the public: shown, gone, the same as another one, or never to be seen."""

from __future__ import annotations

import datetime as dt
from enum import Enum

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
