from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.cleaning import accounts_clean


class Command(BaseCommand):
    help = "Remove unconfirmed accounts, exports whose time is over, and numbers of people erased long ago."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, **options: Any) -> None:
        cleaned = accounts_clean(dry_run=options["dry_run"])
        verb = "would go" if options["dry_run"] else "gone"
        self.stdout.write(
            f"{verb}: {cleaned.unconfirmed} unconfirmed accounts, {cleaned.exports} exports, "
            f"{cleaned.pseudonyms} numbers of erased people"
        )
