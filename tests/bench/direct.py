"""Documents straight into a live index, without rows in the database: what is found reads the index alone."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator

from tests.bench.population import vacancies

DOCUMENTS_A_CALL = 1000


class VacancyIndex:
    """A live index of vacancies that grows; removed by `remove`."""

    def __init__(self) -> None:
        from tests.bench.bench_index import new_index

        self.target = new_index()
        self.documents = 0

    def grow(self, number: int) -> float:
        """Add vacancies until there are `number`; documents per second."""
        from search.bulk import bulk_write
        from search.client import client

        started, wanted = time.perf_counter(), number - self.documents
        bulk_write(self._calls(number))
        client().indices.refresh(index=self.target)
        self.documents = number
        return wanted / (time.perf_counter() - started)

    def _calls(self, number: int) -> Iterator[list[bytes]]:
        from search.bulk import index_operations
        from search.documents import document_line, vacancy_document

        rows = vacancies(number - self.documents, first=self.documents + 1)
        for chunk in iter(lambda: list(itertools.islice(rows, DOCUMENTS_A_CALL)), []):
            lines = {row.id: document_line(vacancy_document(row)) for row in chunk}
            yield list(index_operations(lines, target=self.target, version=1))

    def merge(self) -> None:
        """One segment, as after a quiet night."""
        from search.client import client

        client().options(request_timeout=3600).indices.forcemerge(index=self.target, max_num_segments=1)

    def remove(self) -> None:
        from search.client import client, generations

        for index in generations():
            client().indices.delete(index=index)
