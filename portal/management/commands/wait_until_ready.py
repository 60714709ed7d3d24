"""Waits until the first imports are done and searchable, telling how far they are."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from city_sites.services.quality import quality_take
from jobs.enums import RunState
from jobs.models import FeedRun, OutboxEntry
from stats_publishing.services import market_snapshot_take

POLL_S = 1.0


class Command(BaseCommand):
    help = "Wait until no feed run is waiting or running and the index has caught up; then take the figures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--timeout", type=int, default=600, help="seconds")

    def handle(self, *args: Any, timeout: int, **options: Any) -> None:
        deadline = time.monotonic() + timeout
        told = ""
        while time.monotonic() < deadline:
            runs = FeedRun.objects.filter(state__in=[RunState.QUEUED, RunState.RUNNING]).count()
            waiting = OutboxEntry.objects.count()
            if not runs and not waiting:
                market_snapshot_take(at=timezone.now())
                quality_take()
                return
            line = f"  feeds to import: {runs}, vacancies to index: {waiting}"
            if line != told:
                self.stdout.write(line)
                self.stdout.flush()
                told = line
            time.sleep(POLL_S)
        raise CommandError("The first imports did not finish in time; the worker's messages say why.")
