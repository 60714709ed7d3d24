"""The official days off that come with the portal."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from stats_publishing.services.holidays import holidays_load


class Command(BaseCommand):
    help = "Keep the shipped years of official days off that nobody has entered yet."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{holidays_load(at=timezone.now())} years of days off are new.")
