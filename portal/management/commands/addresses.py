"""The closing lines of `make run`: where everything is."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.models import User
from city_sites.enums import PresenceState
from city_sites.models import CitySite
from portal.demo.accounts import DEMO_DOMAIN, DEMO_PASSWORD
from stats_publishing.models import MarketSnapshot


class Command(BaseCommand):
    help = "Print the portal's addresses and the demonstration accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seconds", default="", help="how long the start took")

    def handle(self, *args: Any, seconds: str, **options: Any) -> None:
        root = f"http://{settings.PORTAL_HOST}:{settings.PORTAL_PORT}"
        write = self.stdout.write
        write("")
        write(f"  中国劳动力市场    {root}/")
        for site in self.largest_cities():
            write(f"  {site.name}      {site.address_root}/")
        write(f"  staff workspace   {root}/workspace/")
        write(f"  CMS               {root}/cms/")
        write(f"  API               {root}/api/v1/docs")
        if folder := getattr(settings, "EMAIL_FILE_PATH", ""):
            write(f"  mails             laid down in {folder}")
        if not settings.STAFF_MFA_REQUIRED:
            write("  second factor     not asked of staff here (STAFF_MFA_REQUIRED=1 asks for it)")
        for user in User.objects.filter(email__endswith=DEMO_DOMAIN).order_by("pk"):
            write(f"  account           {user.email}  {DEMO_PASSWORD}  ({user.name})")
        write(f"Ready{f' after {seconds} s' if seconds else ''}. Ctrl-C stops everything.")

    def largest_cities(self) -> list[CitySite]:
        """The three hosted cities with the most vacancies, then others."""
        sites = CitySite.objects.filter(state=PresenceState.HOSTED).select_related("site")
        by_region = {site.region: site for site in sites}
        regions = MarketSnapshot.objects.filter(region__in=by_region).order_by("-day", "-vacancies")
        order = dict.fromkeys([*regions.values_list("region", flat=True), *by_region])
        return [by_region[region] for region in order][:3]
