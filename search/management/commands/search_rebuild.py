from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.client import INDEX_ERRORS, live_index
from search.indexing import RebuildRefused, index_is_current, index_rebuild


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
            live = live_index()
            if if_needed and live and index_is_current(live):
                self.stdout.write(f"{live} is up to date.")
                return
            done = index_rebuild()
        except RebuildRefused as error:
            raise CommandError(str(error)) from error
        except INDEX_ERRORS as error:
            raise CommandError(f"The index is away: {error}") from error
        self.stdout.write(
            f"{done.index} is live: {done.documents} of {done.expected} documents in {done.seconds:.1f} s."
        )
