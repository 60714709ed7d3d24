from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.client import INDEX_ERRORS
from search.indexing import RebuildRefused, index_ensure, index_rebuild


class Command(BaseCommand):
    help = "Build the search index anew from the database; searches go on meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="only where there is no index, or one made with another mapping or dictionary",
        )

    def handle(self, *_: Any, if_needed: bool, **__: Any) -> None:
        try:
            done = index_ensure() if if_needed else index_rebuild()
        except RebuildRefused as error:
            raise CommandError(str(error)) from error
        except INDEX_ERRORS as error:
            raise CommandError(f"The index is away: {error}") from error
        if done is None:
            self.stdout.write("The index is up to date.")
            return
        self.stdout.write(
            f"{done.index} is live: {done.documents} of {done.expected} documents in {done.seconds:.1f} s."
        )
