from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from city_sites.services import city_provision


class Command(BaseCommand):
    help = "Open the site of one or more cities; doing it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("codes", nargs="+", metavar="CODE", help="GB/T 2260 code of a city, e.g. 420100")
        parser.add_argument("--host", default="", help="host of its own (one city only)")

    def handle(self, *args: Any, codes: list[str], host: str, **options: Any) -> None:
        if host and len(codes) > 1:
            raise CommandError("--host goes with one city.")
        for code in codes:
            try:
                site = city_provision(region=code, host=host)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            self.stdout.write(f"{code} {site.name}: {site.address_root}")
