import time
from argparse import ArgumentParser
from contextlib import nullcontext
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from city_sites.services import city_provision, mainland_cities
from city_sites.services.page_search import pages_found_at_the_end


class Command(BaseCommand):
    help = "Open the site of one or more cities; doing it again repairs what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("codes", nargs="*", metavar="CODE", help="GB/T 2260 code of a city, e.g. 420100")
        parser.add_argument("--all", action="store_true", help="all cities of the mainland")
        parser.add_argument("--host", default="", help="domain of its own, without a proof in DNS (one city)")

    def handle(self, *args: Any, codes: list[str], host: str, all: bool, **options: Any) -> None:
        if bool(codes) == all:
            raise CommandError("Name the codes of cities, or say --all.")
        if host and len(codes) != 1:
            raise CommandError("--host goes with one city.")
        began = time.monotonic()
        wanted = [city.code for city in mainland_cities()] if all else codes
        with pages_found_at_the_end() if all else nullcontext():
            self._provision(wanted, host)
        self.stdout.write(f"{len(wanted)} cities in {time.monotonic() - began:.1f} s")

    def _provision(self, codes: list[str], host: str) -> None:
        for code in codes:
            try:
                site = city_provision(region=code, host=host)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            self.stdout.write(f"{code} {site.name}: {site.address_root}")
