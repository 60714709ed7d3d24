"""Vacancies that a person keeps."""

from __future__ import annotations

from django.db import transaction

from jobs.models import JobSeeker, SavedVacancy, Vacancy


@transaction.atomic
def vacancy_save(*, vacancy: Vacancy, seeker: JobSeeker) -> SavedVacancy:
    """Keep a vacancy; doing it twice changes nothing."""
    saved, _created = SavedVacancy.objects.get_or_create(vacancy=vacancy, seeker=seeker)
    return saved


@transaction.atomic
def vacancy_unsave(*, vacancy: Vacancy, seeker: JobSeeker) -> None:
    """Keep it no more; nothing happens where it was not kept."""
    SavedVacancy.objects.filter(vacancy=vacancy, seeker=seeker).delete()
