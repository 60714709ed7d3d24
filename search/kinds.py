"""The kinds of documents in the index: what each is made of. Indexing, rebuild and status treat all alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from elasticsearch.dsl import Document

from jobs.models import JobSeeker, OutboxTopic, Vacancy
from search.analysis import SIMILARITIES, analysis_settings
from search.client import PEOPLE, VACANCIES
from search.documents import VacancyDocument, vacancy_document, vacancy_rows
from search.people import PersonDocument, person_document, person_rows
from search.shown import mark_shown


def _nothing(ids: list[int], *, at: dt.datetime) -> None:
    """Most kinds note nothing before they are written."""


def _hides_nothing() -> list[dict[str, Any]]:
    return []


@dataclass(eq=False)
class IndexKind:
    """One kind of document.

    name: part of the names of its indexes. topic: of its outbox entries. indexed: the records that have a
    document now. rows: what documents are made of, by a number of queries that does not grow; a row has an
    `id`. document: of a row; it names its `city`. schema and settings: what an index is made with. note:
    called with the ids of a batch and the time, before its rows are read. hidden: filters of documents that
    are still there but not to be found.
    """

    name: str
    topic: OutboxTopic
    indexed: Callable[[], QuerySet[Any]]
    rows: Callable[[QuerySet[Any]], Iterator[Any]]
    document: Callable[[Any], dict[str, Any]]
    schema: type[Document]
    settings: Callable[[], dict[str, Any]] = dict
    note: Callable[..., None] = _nothing
    hidden: Callable[[], list[dict[str, Any]]] = _hides_nothing

    @property
    def model(self) -> type[Model]:
        model: type[Model] = self.indexed().model
        return model

    def mapping(self) -> dict[str, Any]:
        """The mapping of the index, without what is noted in it."""
        return dict(self.schema._doc_type.mapping.to_dict())

    def chunks(self, size: int) -> Iterator[list[Any]]:
        """The rows of all records in the order of their ids, in lists of at most `size`, read one by one."""
        last = 0
        while rows := list(self.rows(self.indexed().filter(pk__gt=last).order_by("pk")[:size])):
            yield rows
            last = rows[-1].id


def _expired() -> list[dict[str, Any]]:
    """What has expired is hidden from searches at midnight, and removed soon after."""
    return [{"range": {"expires_on": {"lt": timezone.localdate().isoformat()}}}]


def _vacancy_settings() -> dict[str, Any]:
    return {"analysis": analysis_settings(), "similarity": SIMILARITIES}


VACANCY_KIND = IndexKind(
    name=VACANCIES,
    topic=OutboxTopic.VACANCY,
    indexed=lambda: Vacancy.objects.public(),
    rows=vacancy_rows,
    document=vacancy_document,
    schema=VacancyDocument,
    settings=_vacancy_settings,
    note=mark_shown,
    hidden=_expired,
)
PERSON_KIND = IndexKind(
    name=PEOPLE,
    topic=OutboxTopic.PERSON,
    indexed=lambda: JobSeeker.objects.findable(),
    rows=person_rows,
    document=person_document,
    schema=PersonDocument,
)
KINDS = (VACANCY_KIND, PERSON_KIND)
