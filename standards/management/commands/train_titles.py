"""manage.py train_titles: rebuild the classifier of titles from judged titles and the project's own data."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from standards.titles.model import ARTEFACT
from standards.titles.training import fit, own_examples, read_judged


class Command(BaseCommand):
    help = "Train the title classifier; judged titles come from --titles or from PORTAL_SHARED_DATA."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--titles", type=Path, help="CSV file of judged titles with the columns title and code"
        )
        parser.add_argument("--output", type=Path, default=ARTEFACT, help="where the model is written")

    def handle(self, *_: Any, titles: Path | None, output: Path, **__: Any) -> None:
        fitted = fit(read_judged(titles or _shared_titles()), own_examples())
        fitted.model.save(output)
        self.stdout.write(
            f"{len(fitted.model.codes)} occupations, {len(fitted.model.vocabulary)} pieces: {output}"
        )


def _shared_titles() -> Path:
    shared = os.environ.get("PORTAL_SHARED_DATA", "")
    path = Path(shared) / "occupations" / "titles_dev.csv"
    if not shared or not path.is_file():
        raise CommandError("No judged titles: give --titles FILE or set PORTAL_SHARED_DATA.")
    return path
