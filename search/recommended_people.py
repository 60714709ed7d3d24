"""People recommended for a vacancy to its employer, of those who agreed to be found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jobs.found import called, reference_of
from jobs.models import Application, ApplyInvitation, ConversationBlock, JobSeeker, Vacancy
from search.matching.services import Match, people_for

MOST: Final = 100


@dataclass(frozen=True, slots=True)
class RecommendedPerson:
    """A person who agreed to be found, and why they suit the vacancy.

    reference: their number for this vacancy (`jobs.found.reference_of`).
    """

    seeker: JobSeeker
    match: Match
    reference: str
    is_invited: bool
    called: str


def people_recommended(vacancy: Vacancy) -> list[RecommendedPerson]:
    """Those who suit a public vacancy best, best first, at most `MOST`; with their profiles.

    Left out are who hides from the employer or agreed no more since the index learned of them, who applied,
    and who does not write with the employer any more.

    Raises:
        TransportError, ApiError: the index is away.
    """
    matches = people_for(vacancy, top=MOST)
    ids = [match.id for match in matches]
    people = JobSeeker.objects.findable().filter(pk__in=ids).exclude(hidden_from=vacancy.employer_id)
    applied = Application.objects.standing().filter(vacancy=vacancy, seeker__in=ids)
    stopped = ConversationBlock.objects.filter(employer=vacancy.employer_id, seeker__in=ids)
    people = people.exclude(pk__in=applied.values("seeker")).exclude(pk__in=stopped.values("seeker"))
    found = {one.pk: one for one in people.with_profile()}
    invited = ApplyInvitation.objects.filter(vacancy=vacancy, seeker__in=ids)
    were_invited = set(invited.values_list("seeker", flat=True))
    return [
        RecommendedPerson(
            seeker=found[match.id],
            match=match,
            reference=reference_of(found[match.id], vacancy.pk),
            is_invited=match.id in were_invited,
            called=called(found[match.id], vacancy.pk),
        )
        for match in matches
        if match.id in found
    ]
