"""The demonstration's records, each made where it is missing: done again, nothing changes."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files import File
from django.utils import timezone

from accounts.enums import NATION
from city_sites.models import BulletinIndexPage, BulletinPage, CityHomePage, CitySite
from city_sites.models.site import DEFAULT_ACCENT
from city_sites.services import city_link, city_provision
from city_sites.slugs import city_slugs
from jobs.enums import RunState, RunTrigger
from jobs.feeds.profile import canonical_mapping
from jobs.models import CityFeed, FeedProfile, FeedRun, MinimumWage
from jobs.services import feed_run_create
from portal.demo.bulletins import DemoBulletin, city_bulletins, national_bulletins, service_phone
from portal.demo.cities import DemoCity
from portal.demo.city_pages import city_pages_ensure
from portal.demo.employers import ROADS, workplaces
from portal.demo.feeds import write_city_feed
from portal.demo.shapes import SHAPES, Shape
from portal.demo.trades import DATA
from portal.models import NationalHomePage
from standards import regions

LINKED: Final = (
    *("330100", "330200", "340100", "350200", "370100", "370200", "430100"),
    *("500000", "120000", "530100", "520100", "450100", "230100"),
)
"""Cities shown as linked, with addresses at example.org."""
ACCENTS: Final = ("#b4232a", "#1f6f5c", "#8a4b08", "#5b3a8c", "#0e6a8a", "#a0325a")
NEW_FEED_AFTER: Final = dt.timedelta(days=7)
"""A city's feed is sent again after so long, so that the demonstration stays of this week."""


def refuse_real_installation() -> None:
    """The demonstration's accounts have a known password: they never go where cookies must be secure.

    Raises:
        ImproperlyConfigured: this is a real installation.
    """
    if settings.SESSION_COOKIE_SECURE:
        raise ImproperlyConfigured(
            "The demonstration has accounts with a known password: it does not go into a real installation. "
            "Start with DEMO=0."
        )


def minimum_wages_ensure() -> None:
    """Invented minimum wages, so that the rule has something to compare with; real ones are left alone."""
    with (DATA / "minimum_wages.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not MinimumWage.objects.filter(region=row["region"]).exists():
                MinimumWage.objects.create(**row)


def city_ensure(*, city: DemoCity, today: dt.date) -> CitySite:
    """A demonstration city's site with its particulars, bulletins and pages."""
    site = city_provision(region=city.code, is_demo=True)
    if site.is_demo and not site.contact_phone:
        district = workplaces(city.code)[0].name
        number = int(city.code[:4])
        site.contact_phone = service_phone(city)
        site.address = f"{district}{ROADS[number % len(ROADS)]}路{number % 90 + 1}号"
        site.opening_hours = "周一至周五 9:00–17:00，法定节假日休息"
        site.accent = ACCENTS[number % len(ACCENTS)] if site.accent == DEFAULT_ACCENT else site.accent
        site.save(update_fields=["contact_phone", "address", "opening_hours", "accent"])
    home = CityHomePage.objects.get(region=city.code)
    index = BulletinIndexPage.objects.child_of(home).get()
    if not BulletinPage.objects.child_of(index).exists():
        _publish(index, city.code, city_bulletins(city=city, today=today))
    city_pages_ensure(city=city, today=today)
    return site


def national_bulletins_ensure(*, today: dt.date) -> None:
    """Bulletins of the national site, where it has none."""
    home = NationalHomePage.objects.get()
    index = BulletinIndexPage.objects.child_of(home).get()
    if not BulletinPage.objects.child_of(index).exists():
        _publish(index, NATION, national_bulletins(today=today))


def _publish(index: BulletinIndexPage, region: str, bulletins: list[DemoBulletin]) -> None:
    for bulletin in bulletins:
        page = index.add_child(
            instance=BulletinPage(
                title=bulletin.title,
                slug=bulletin.key,
                region=region,
                date=bulletin.date,
                summary=bulletin.summary,
                body=bulletin.body,
            )
        )
        page.save_revision().publish()


def linked_ensure() -> int:
    """Cities with a site elsewhere, as the directory shows them; how many."""
    for code in LINKED:
        city_link(region=code, link=f"https://{city_slugs()[code]}.example.org/", is_demo=True)
    return len(LINKED)


def feed_ensure(*, city: DemoCity) -> CityFeed:
    """The city's feed with the profile of its shape; both stay as staff edited them."""
    shape = SHAPES[city.shape]
    unit = regions.region(city.code)
    assert unit is not None
    feed, _created = CityFeed.objects.get_or_create(
        slug=f"demo-{city_slugs()[city.code]}",
        defaults={
            "region": city.code,
            "name": f"{unit.name}公共就业岗位库（演示）",
            "profile": _profile(shape),
            "vouches_for_employers": city.vouches,
            "is_demo": True,
        },
    )
    return feed


def _profile(shape: Shape) -> FeedProfile:
    profile, _created = FeedProfile.objects.get_or_create(
        name=shape.profile,
        defaults={"description": shape.description, "mapping": shape.mapping or canonical_mapping()},
    )
    return profile


def feed_is_due(*, feed: CityFeed) -> bool:
    """Whether the feed was never sent, failed, or was sent more than a week ago."""
    newest = FeedRun.objects.filter(feed=feed).order_by("-pk").first()
    if newest is None or newest.state == RunState.FAILED:
        return True
    return newest.is_finished and newest.created_at < timezone.now() - NEW_FEED_AFTER


def feed_send(*, city: DemoCity, feed: CityFeed, today: dt.date, rows: int | None = None) -> FeedRun:
    """Write the city's feed and send it in like any other: a worker imports it."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_city_feed(city=city, today=today, folder=Path(folder), rows=rows)
        with path.open("rb") as file:
            return feed_run_create(feed=feed, file=File(file, path.name), trigger=RunTrigger.COMMAND)
