from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.retention import retention_run


class Command(BaseCommand):
    help = "End what is kept no longer, kind by kind (also every night)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, **options: Any) -> None:
        verb = "due" if options["dry_run"] else "done"
        for kind, records in retention_run(dry_run=options["dry_run"]).items():
            self.stdout.write(f"{records:>8} {verb}: {kind}")
