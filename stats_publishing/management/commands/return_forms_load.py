"""The forms that come with the portal, loaded once."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from stats_publishing.services.forms import forms_load


class Command(BaseCommand):
    help = "Publish the shipped forms of returns that are not there yet; forms that are there stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on",
            type=dt.date.fromisoformat,
            default=None,
            help="they are asked from the period on in which this day lies (YYYY-MM-DD; default: today)",
        )

    def handle(self, *args: Any, on: dt.date | None, **options: Any) -> None:
        published = forms_load(on=on or timezone.localdate(), at=timezone.now())
        for version in published:
            self.stdout.write(f"{version.form.code}: {version.title}, from {version.first_period}")
        self.stdout.write(f"{len(published)} forms published.")
