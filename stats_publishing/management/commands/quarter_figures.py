"""`manage.py quarter_figures 2026Q3 [--areas] [--regions 420100 …] [--reason …]`: make and freeze figures."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from stats_publishing.methods.periods import Period
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.figures import area_figures_freeze, city_figures_freeze


class Command(BaseCommand):
    help = (
        "Make and freeze the supply-demand figures of a quarter: of cities from accepted returns and the "
        "portal's own records, or with --areas of provinces and the country from approved figures of cities. "
        "Somebody approves them at the desk."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("period", help="such as 2026Q3")
        parser.add_argument("--areas", action="store_true", help="provinces and the country")
        parser.add_argument("--regions", nargs="*", help="codes; all without it")
        parser.add_argument("--reason", default="", help="why figures that were frozen before change")

    def handle(
        self, *_: Any, period: str, areas: bool, regions: list[str] | None, reason: str, **__: Any
    ) -> None:
        now = timezone.now()
        try:
            quarter = Period.read(period)
            if areas:
                made = area_figures_freeze(period=quarter, areas=regions, by=None, at=now, reason=reason)
            else:
                made = city_figures_freeze(period=quarter, cities=regions, by=None, at=now, reason=reason)
        except (ValueError, NotPossible) as error:
            raise CommandError(str(error), returncode=2) from error
        new = Counter(version.region for version in made if version.made_at == now)
        self.stdout.write(
            f"{len(new)} regions, {new.total()} new versions, {len(made) - new.total()} as before."
        )
