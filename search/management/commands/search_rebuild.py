from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.client import INDEX_ERRORS
from search.indexing import RebuildRefused, index_rebuild


class Command(BaseCommand):
    help = "Build the search index anew from the database; searches go on meanwhile."

    def handle(self, *_: Any, **__: Any) -> None:
        try:
            done = index_rebuild()
        except RebuildRefused as error:
            raise CommandError(str(error)) from error
        except INDEX_ERRORS as error:
            raise CommandError(f"The index is away: {error}") from error
        self.stdout.write(
            f"{done.index} is live: {done.documents} of {done.expected} documents in {done.seconds:.1f} s."
        )
