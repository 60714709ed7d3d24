"""manage.py classify_titles: titles in, one a line; title<TAB>code<TAB>confidence out, in the same order."""

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandParser

from standards.titles import classify_titles

_BATCH = 5000


class Command(BaseCommand):
    help = "Classify job titles (UTF-8, one a line) by occupation: title, code and confidence, tab-separated."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", default="-", help="a file of titles; - (default) is standard input"
        )

    def handle(self, *_: Any, file: str, **__: Any) -> None:
        with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as source:
            titles = _lines(source)
            while batch := list(islice(titles, _BATCH)):
                matches = classify_titles(batch)
                self.stdout.write(
                    "".join(
                        f"{title}\t{match.code}\t{match.confidence:.4f}\n"
                        for title, match in zip(batch, matches, strict=True)
                    ),
                    ending="",
                )


def _lines(source: BinaryIO) -> Iterator[str]:
    """Lines without their ends; only \\n ends a line, so that each input line gives one output line."""
    for number, line in enumerate(source):
        text = line.decode("utf-8-sig" if number == 0 else "utf-8", errors="replace")
        yield text.rstrip("\n").rstrip("\r")
