"""Removes what alerts need no more; the same runs every night by itself."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from search.alerts.cleaning import alerts_clean


class Command(BaseCommand):
    help = "Remove saved searches that nobody confirmed or that ended, addresses without one, and old mails."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how many there are")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        cleaned = alerts_clean(dry_run=dry_run)
        self.stdout.write(
            f"{'Would remove' if dry_run else 'Removed'}: {cleaned.unconfirmed} unconfirmed searches,"
            f" {cleaned.ended} ended ones, {cleaned.addresses} addresses, {cleaned.mails} records of mails."
        )
