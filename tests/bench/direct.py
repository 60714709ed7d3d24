"""Documents straight into live indexes, without database rows: what is measured reads the index alone."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.bench.population import people, vacancies

DOCUMENTS_A_CALL = 1000


def vacancy_documents(number: int, first: int = 1) -> Iterator[dict[str, Any]]:
    """Documents of the invented vacancies with the ids from `first` on."""
    from search.documents import vacancy_document

    return map(vacancy_document, vacancies(number, first))


class DirectIndex:
    """A live index that grows by the documents of `made(number, first)`; removed by `remove`."""

    def __init__(self, kind: Any, made: Callable[..., Iterator[dict[str, Any]]]) -> None:
        from search import indexing
        from search.client import index_name, live_index, write_alias

        self.kind, self.made, self.documents = kind, made, 0
        self.parts: list[tuple[int, int]] = []
        generation = str(time.time_ns())
        self.name, self.target = index_name(generation, kind.name), write_alias(generation, kind.name)
        indexing.create_index(self.name, alias=self.target, kind=kind)
        indexing.settle_index(self.name)
        indexing.go_live(self.name, live_index(kind.name), kind)

    def grow(self, number: int) -> float:
        """Add documents until there are `number`; documents per second."""
        from search.bulk import bulk_write
        from search.client import client

        started, wanted = time.perf_counter(), number - self.documents
        bulk_write(self._calls(number))
        client().indices.refresh(index=self.name)
        self.documents = number
        return wanted / (time.perf_counter() - started)

    def _calls(self, number: int) -> Iterator[list[bytes]]:
        from search.bulk import index_operations
        from search.documents import document_line

        self.parts.append((number - self.documents, self.documents + 1))
        documents = self.made(*self.parts[-1])
        for chunk in iter(lambda: list(itertools.islice(documents, DOCUMENTS_A_CALL)), []):
            lines = {document["id"]: document_line(document) for document in chunk}
            yield list(index_operations(lines, target=self.target, version=1))

    def again(self) -> Iterator[dict[str, Any]]:
        """All documents that it holds, made once more."""
        return itertools.chain.from_iterable(itertools.starmap(self.made, self.parts))

    def merge(self) -> None:
        """One segment, as after a quiet night."""
        from search.client import client

        client().options(request_timeout=3600).indices.forcemerge(index=self.name, max_num_segments=1)

    def remove(self) -> None:
        from search.client import client

        client().indices.delete(index=self.name)


def vacancy_index() -> DirectIndex:
    from search.kinds import VACANCY_KIND

    return DirectIndex(VACANCY_KIND, vacancy_documents)


def people_index() -> DirectIndex:
    from search.kinds import PERSON_KIND

    return DirectIndex(PERSON_KIND, people)
