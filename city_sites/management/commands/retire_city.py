from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from city_sites.services import city_retire


class Command(BaseCommand):
    help = "Close the site of a city: its content is kept, its addresses lead elsewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", metavar="CODE", help="GB/T 2260 code of a city, e.g. 420100")
        parser.add_argument("--link", default="", help="where the city's site is from now on")

    def handle(self, *args: Any, code: str, link: str, **options: Any) -> None:
        try:
            site = city_retire(region=code, link=link)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{code} {site.name}: leads to {site.link or 'the national directory'}")
