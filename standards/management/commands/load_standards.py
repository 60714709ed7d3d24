"""manage.py load_standards: the shipped editions, or a table of old codes, into the database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from standards.services import EditionChanged, MappingRefused, editions_load, mapping_load


class Command(BaseCommand):
    help = "Load the shipped standards (safe to repeat), or with --mapping the successors of old codes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--mapping",
            type=Path,
            metavar="FILE.csv",
            help="a table with the columns standard, edition, old_code, current_code",
        )

    def handle(self, *_: Any, mapping: Path | None, **__: Any) -> None:
        try:
            if mapping:
                self._load_mapping(mapping)
            else:
                self._load_editions()
        except (EditionChanged, MappingRefused, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error

    def _load_editions(self) -> None:
        for result in editions_load():
            self.stdout.write(f"{result.standard} {result.edition}: {result.codes} codes, {result.outcome}")

    def _load_mapping(self, file: Path) -> None:
        for result in mapping_load(file=file):
            self.stdout.write(
                f"{result.standard} {result.edition}: {result.mapped} old codes mapped, "
                f"{result.without_successor} without a successor"
            )
