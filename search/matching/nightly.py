"""The night's recommendations: read from the database, shared out, written back to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone

from jobs.models import JobSeeker, Vacancy
from search.kinds import PERSON_KIND
from search.matching.congestion import Congestion
from search.matching.many import Recommendations, recommend_many
from search.models import Recommendation
from search.people import person_document

PEOPLE_AT_ONCE: Final = 10_000
ROWS_A_QUERY: Final = 500


@dataclass(frozen=True, slots=True)
class Renewed:
    """What a run did: people served, vacancies proposed; congestion of each batch, capped and not."""

    people: int
    proposed: int
    batches: list[tuple[Congestion, Congestion]]


def recommendations_renew(*, top: int = 10) -> Renewed:
    """Propose vacancies anew to everybody who agreed to be matched; lists of those who took it back go.

    People are taken ten thousand at a time, and each batch is written in a transaction of its own: a run that
    was killed is done again.

    Raises:
        TransportError, ApiError: the index is away; the lists of before stay.
    """
    served, proposed, batches = 0, 0, []
    for people in PERSON_KIND.chunks(PEOPLE_AT_ONCE):
        done = recommend_many(map(person_document, people), top=top, seed=timezone.localdate().toordinal())
        proposed += _store(done)
        served += len(people)
        batches.append((done.shared, done.alone))
    Recommendation.objects.exclude(seeker__in=JobSeeker.objects.findable()).delete()
    return Renewed(people=served, proposed=proposed, batches=batches)


@transaction.atomic
def _store(done: Recommendations) -> int:
    """Replace the lists of these people; a vacancy that is no longer public is left out."""
    wanted = {vacancy for chosen in done.of.values() for vacancy, _ in chosen}
    public = set(Vacancy.objects.public().filter(pk__in=wanted).values_list("pk", flat=True))
    Recommendation.objects.filter(seeker__in=done.of.keys()).delete()
    return len(Recommendation.objects.bulk_create(_rows(done, public), batch_size=ROWS_A_QUERY))


def _rows(done: Recommendations, public: set[int]) -> Iterator[Recommendation]:
    now = timezone.now()
    for seeker, chosen in done.of.items():
        shown = [(vacancy, score) for vacancy, score in chosen if vacancy in public]
        for place, (vacancy, score) in enumerate(shown, 1):
            yield Recommendation(seeker_id=seeker, vacancy_id=vacancy, place=place, score=score, made_at=now)
