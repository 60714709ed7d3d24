from __future__ import annotations

import dataclasses
import sys
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from search.matching.fairness import Fairness, fairness_report


class Command(BaseCommand):
    help = "Compare the ranks of subgroups in an invented population. Exit code 1 when they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=2000)
        parser.add_argument("--vacancies", type=int, default=1000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *_: Any, people: int, vacancies: int, seed: int, json: bool, **__: Any) -> None:
        report = fairness_report(people=people, vacancies=vacancies, seed=seed, now=timezone.now())
        if json:
            told = {**dataclasses.asdict(report), "differs": report.differs}
            self.stdout.write(orjson.dumps(told).decode())
        else:
            self._tell(report)
        if report.differs:
            sys.exit(1)

    def _tell(self, report: Fairness) -> None:
        self.stdout.write(
            f"{report.people} people on the lists of {report.vacancies} vacancies; "
            f"a p-value under {report.threshold:.5f} would be a difference."
        )
        for one in report.comparisons:
            self.stdout.write(
                f"{one.attribute}: {one.groups[0]} ({one.people[0]}) {one.mean_rank[0]:.3f}, "
                f"{one.groups[1]} ({one.people[1]}) {one.mean_rank[1]:.3f}; "
                f"Mann-Whitney p={one.mann_whitney_p:.3f}, "
                f"Kolmogorov-Smirnov p={one.kolmogorov_smirnov_p:.3f}"
            )
        self.stdout.write("They differ." if report.differs else "No group is ranked differently.")
