from __future__ import annotations

import dataclasses
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.client import INDEX_ERRORS
from search.matching.congestion import Congestion
from search.matching.nightly import recommendations_renew


class Command(BaseCommand):
    help = "Propose vacancies anew to everybody who agreed to be matched, and tell how evenly they are shown."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--top", type=int, default=10, help="vacancies for each person")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *_: Any, top: int, json: bool, **__: Any) -> None:
        try:
            done = recommendations_renew(top=top)
        except INDEX_ERRORS as error:
            raise CommandError(f"The index is away: {error}") from error
        if json:
            self.stdout.write(orjson.dumps(dataclasses.asdict(done)).decode())
            return
        self.stdout.write(f"{done.proposed} proposals for {done.people} people.")
        for shared, alone in done.batches:
            self.stdout.write(f"  capped: {_told(shared)}; without a cap: {_told(alone)}")


def _told(congestion: Congestion) -> str:
    return f"nDCG {congestion.ndcg:.3f}, Gini {congestion.gini:.3f}, filled {congestion.filled:.0%}"
