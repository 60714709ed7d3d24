"""What must have happened before the portal can serve: run at each start, quick when nothing is new."""

from argparse import ArgumentParser
from typing import Any

import environ
from django.core.management import call_command
from django.core.management.base import BaseCommand

from portal.services import national_site_ensure


class Command(BaseCommand):
    help = "Migrations, standards, feed profiles, the national site and (unless DEMO=0) the demonstration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="leave the demonstration out")

    def handle(self, *args: Any, no_demo: bool, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_standards")
        call_command("load_profiles")
        call_command("holidays_load")
        national_site_ensure()
        if not no_demo and environ.Env().bool("DEMO", default=True):
            call_command("demo")
