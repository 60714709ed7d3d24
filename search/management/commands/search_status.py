from __future__ import annotations

import dataclasses
import sys
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.client import INDEX_ERRORS
from search.kinds import KINDS
from search.status import NO_CITY, CityDifference, IndexStatus, Tally, index_status
from standards import regions

NAMED_AT_MOST = 10


class Command(BaseCommand):
    help = "Compare the indexes with the database, city by city. Exit code 1 when they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object, with every id that differs")

    def handle(self, *_: Any, json: bool, **__: Any) -> None:
        try:
            statuses = [index_status(kind) for kind in KINDS]
        except INDEX_ERRORS as error:
            raise CommandError(f"The index is away: {error}") from error
        agree = all(status.agrees for status in statuses)
        if json:
            told = {"agrees": agree, "indexes": [_facts(status) for status in statuses]}
            self.stdout.write(orjson.dumps(told).decode())
        else:
            for status in statuses:
                self._tell(status)
        if not agree:
            sys.exit(1)

    def _tell(self, status: IndexStatus) -> None:
        if status.index is None:
            self.stdout.write(f"There is no index of {status.kind} yet: run `manage.py search_rebuild`.")
            return
        self.stdout.write(
            f"{status.index}: {status.indexed} documents; database: {status.database} {status.kind}; "
            f"outbox: {status.waiting} waiting."
        )
        if not status.is_current:
            self.stdout.write(
                "It was made with another mapping or dictionary: run `manage.py search_rebuild`."
            )
        for difference in status.differences:
            self._tell_difference(difference)
        self.stdout.write("They agree." if status.agrees else "They differ.")

    def _tell_difference(self, difference: CityDifference) -> None:
        name = "no city" if difference.city == NO_CITY else regions.path_name(difference.city)
        ours, theirs = _told(difference.database), _told(difference.index)
        self.stdout.write(f"{difference.city} {name}: database {ours}, index {theirs}")
        for what in ("missing", "surplus", "stale"):
            ids = getattr(difference, what)
            if ids:
                more = f" and {len(ids) - NAMED_AT_MOST} more" if len(ids) > NAMED_AT_MOST else ""
                self.stdout.write(f"  {what}: {', '.join(map(str, ids[:NAMED_AT_MOST]))}{more}")


def _facts(status: IndexStatus) -> dict[str, Any]:
    return {**dataclasses.asdict(status), "agrees": status.agrees}


def _told(tally: Tally) -> str:
    return f"{tally.count} (checksum {tally.checksum:x})"
