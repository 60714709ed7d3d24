"""Vacancies recommended to a person who asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jobs.models import Application, JobSeeker, Vacancy
from search.matching.services import Match, match_person
from search.people import person_document, person_rows

SHOWN: Final = 20
_ASKED: Final = 40
"""More than are shown, since those applied to are left out."""


@dataclass(frozen=True, slots=True)
class Recommended:
    """A public vacancy, and why it is recommended."""

    vacancy: Vacancy
    match: Match


def vacancies_recommended(seeker: JobSeeker) -> list[Recommended]:
    """The vacancies that suit a person best, best first, without those they applied to.

    Whoever asks for themselves need not agree to be found by others: nothing of them is stored or indexed.

    Raises:
        TransportError, ApiError: the index is away.
    """
    row = next(person_rows(JobSeeker.objects.filter(pk=seeker.pk)))
    matches = match_person(person_document(row) | {"findable": True}, top=_ASKED)
    applied = set(Application.objects.standing().filter(seeker=seeker).values_list("vacancy", flat=True))
    wanted = [match for match in matches if match.id not in applied][:SHOWN]
    shown = Vacancy.objects.public().select_related("employer").in_bulk([match.id for match in wanted])
    return [Recommended(shown[match.id], match) for match in wanted if match.id in shown]
