from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from jobs.profiles import profiles_load


class Command(BaseCommand):
    help = "Create the feed profiles that are shipped with the portal; edited ones are kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="replace edited ones too")

    def handle(self, *_: Any, force: bool = False, **__: Any) -> None:
        for name, outcome in profiles_load(force=force).items():
            self.stdout.write(f"{name}: {outcome}")
