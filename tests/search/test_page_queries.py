"""How many queries each of the ten main public pages takes: exactly as many as `PAGES` says.

Whoever makes a page take more asks first whether it must; who makes it take fewer writes the smaller number.
"""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from city_sites.models import BulletinPage, GuidePage, Outlet
from portal.services import national_site_ensure
from search.indexing import index_rebuild
from stats_publishing.services import market_snapshot_take
from tests.city_sites.pages import SHENZHEN, WUHAN, add, home_of
from tests.factories import VacancyFactory

pytestmark = pytest.mark.django_db
CITY = "wuhan.localhost"
PAGES = {
    "national home": ("localhost", "/", 10),
    "city home": (CITY, "/", 16),
    "results": (CITY, "/vacancies/?q=电工", 1),
    "vacancy": (CITY, "{vacancy}", 4),
    "bulletin list": (CITY, "/bulletins/", 11),
    "bulletin": (CITY, "/bulletins/one/", 11),
    "guides": (CITY, "/guides/", 11),
    "outlets": (CITY, "/outlets/", 4),
    "cities": ("localhost", "/cities/", 3),
    "market data": ("localhost", "/market/", 5),
}


def test_each_page_takes_the_queries_that_stand_here(client, small_dictionary):
    cache.clear()
    national_site_ensure()
    home_of(SHENZHEN)
    home = home_of(WUHAN)
    vacancies = VacancyFactory.create_batch(3, title="物业维修电工")
    for slug in ("one", "two", "three"):
        add(home, BulletinPage, f"公告 {slug}", slug=slug)
        add(home, GuidePage, f"指南 {slug}", slug=slug)
        Outlet.objects.create(region="420106", name=f"{slug} 所", address="中南路 1 号", lon=114.3, lat=30.5)
    market_snapshot_take(at=timezone.now())
    index_rebuild()
    taken = {}
    for name, (host, path, _number) in PAGES.items():
        address = path.format(vacancy=vacancies[0].get_absolute_url())
        client.get(address, headers={"host": host})  # fills the caches
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address, headers={"host": host}).status_code == 200
        taken[name] = len(queries)
    expected = {name: number for name, (_host, _path, number) in PAGES.items()}
    assert taken == expected, "\n".join(
        f"{name}: {taken[name]} queries, {expected[name]} stand here"
        for name in taken
        if taken[name] != expected[name]
    )
