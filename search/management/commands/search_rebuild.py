from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.client import INDEX_ERRORS
from search.indexing import RebuildRefused, index_ensure, index_rebuild
from search.kinds import KINDS, IndexKind


class Command(BaseCommand):
    help = "Build the search indexes anew from the database; searches go on meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="only where there is no index, or one made with another mapping or dictionary",
        )
        parser.add_argument(
            "--only", choices=[kind.name for kind in KINDS], help="one kind of document; all where not given"
        )

    def handle(self, *_: Any, if_needed: bool, only: str | None, **__: Any) -> None:
        for kind in KINDS:
            if only in (None, kind.name):
                self._rebuild(kind, if_needed=if_needed)

    def _rebuild(self, kind: IndexKind, *, if_needed: bool) -> None:
        try:
            done = index_ensure(kind) if if_needed else index_rebuild(kind)
        except RebuildRefused as error:
            raise CommandError(str(error)) from error
        except INDEX_ERRORS as error:
            raise CommandError(f"The index is away: {error}") from error
        if done is None:
            self.stdout.write(f"The index of {kind.name} is up to date.")
            return
        self.stdout.write(
            f"{done.index} is live: {done.documents} of {done.expected} documents in {done.seconds:.1f} s."
        )
