"""The demonstration, as `make run` shows it; done again, it goes on where it was stopped."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from portal.demo import provision
from portal.demo.accounts import ACCOUNTS, account_ensure
from portal.demo.cities import demo_cities
from portal.demo.conversations import conversations_ensure
from portal.demo.desks import (
    bulletins_at_work_ensure,
    moderation_ensure,
    practice_ensure,
    staff_ensure,
)
from portal.demo.recruiting import CITY, recruiting_ensure
from portal.demo.returns import returns_ensure
from portal.demo.seekers import seekers_ensure
from portal.demo.shapes import SHAPES
from portal.demo.statistics import statistics_ensure
from portal.demo.wages import wages_ensure
from portal.services import national_site_ensure


class Command(BaseCommand):
    help = (
        "Demonstration cities with bulletins, feeds on their way through the import, linked cities, accounts."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--city", action="append", default=[], metavar="CODE", help="only these cities")
        parser.add_argument("--rows", type=int, help="vacancies of each city, instead of its own number")

    def handle(self, *_: Any, city: list[str], rows: int | None, **__: Any) -> None:
        try:
            provision.refuse_real_installation()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        cities = demo_cities()
        if unknown := sorted(set(city) - set(cities)):
            raise CommandError(f"No demonstration city: {', '.join(unknown)}; there are {', '.join(cities)}.")
        today = timezone.localdate()
        national_site_ensure()
        provision.national_bulletins_ensure(today=today)
        provision.minimum_wages_ensure()
        sent = sum(self._city(code, rows) for code in city or cities)
        seekers = sum(seekers_ensure(city=cities[code], today=today) for code in city or cities)
        if CITY in (city or cities):
            recruiting_ensure(today=today)
            conversations_ensure(today=today)
        linked = provision.linked_ensure()
        people = {account.mail: account_ensure(account) for account in ACCOUNTS}
        self._desks(list(city or cities), people, today)
        publisher = people["wuhan.publisher"]
        statistics_ensure(
            cities=list(city or cities), by=people["national"], editor=publisher, now=timezone.now()
        )
        wages_ensure(cities=city or cities, maker=people["national"], approver=publisher, today=today)
        self.stdout.write(
            f"Demonstration: {len(city or cities)} cities open here, {linked} linked; "
            f"{sent} feeds sent to the importer, {seekers} new job seekers, {len(ACCOUNTS)} accounts."
        )

    def _desks(self, cities: list[str], people: dict[str, User], today: dt.date) -> None:
        """What staff find to do."""
        if CITY in cities:
            moderation_ensure(by=people["wuhan.feeds"], today=today)
            staff_ensure(by=people["hubei"])
            bulletins_at_work_ensure(editor=people["wuhan.editor"], publisher=people["wuhan.publisher"])
            practice_ensure(by=people["national"])
        returns_ensure(
            cities=cities,
            filler=people["wuhan.figures"],
            reviewers={"420000": people["hubei"]},
            ministry=people["national"],
            now=timezone.now(),
        )

    def _city(self, code: str, rows: int | None) -> bool:
        """Whether the city's feed was sent."""
        city, today = demo_cities()[code], timezone.localdate()
        site = provision.city_ensure(city=city, today=today)
        feed = provision.feed_ensure(city=city)
        if not provision.feed_is_due(feed=feed):
            return False
        provision.feed_send(city=city, feed=feed, today=today, rows=rows)
        self.stdout.write(f"  {site.name}: {rows or city.rows} vacancies as {SHAPES[city.shape].description}")
        return True
