from typing import Any

from django.core.management.base import BaseCommand

from city_sites.models import CityDomain


class Command(BaseCommand):
    help = "Print the own domains of cities that are in use, one a line, for what orders certificates."

    def handle(self, *args: Any, **options: Any) -> None:
        in_use = CityDomain.objects.filter(proven_at__isnull=False).order_by("name")
        for name in in_use.values_list("name", flat=True):
            self.stdout.write(name)
