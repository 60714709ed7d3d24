"""Pages of provinces on the national site."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from city_sites.models import BulletinPage
from city_sites.services import city_link, city_provision, city_retire
from city_sites.services.provinces import tables_of
from city_sites.slugs import province_slugs
from stats_publishing.services import market_snapshot_take
from tests.city_sites.pages import WUHAN, add, home_of, national_home
from tests.factories import VacancyFactory
from tests.stats_publishing.figures import release_of, version_of

pytestmark = pytest.mark.django_db
HUBEI = "/provinces/hubei/"


@pytest.fixture(autouse=True)
def nation():
    national_home()


def test_a_province_shows_what_is_its_own_and_no_more(client, django_assert_max_num_queries):
    bulletin = add(home_of(WUHAN), BulletinPage, "武汉招聘公告")
    city_link(region="420200", link="https://huangshi.example.org")
    add(home_of("440300"), BulletinPage, "深圳招聘公告")
    VacancyFactory(title="武昌电工", region="420106")
    VacancyFactory(title="深圳焊工", region="440305")
    market_snapshot_take(at=timezone.now())
    client.get(HUBEI)
    with django_assert_max_num_queries(25):
        page = client.get(HUBEI).content.decode()
    assert "武昌电工" in page
    assert bulletin.title in page
    assert "https://huangshi.example.org" in page
    assert "深圳" not in page.partition("<main")[2].partition("<footer")[0]
    assert 'aria-labelledby="figures"' in page


def test_a_province_without_anything_says_what_there_is_elsewhere(client):
    page = client.get("/provinces/qinghai/").content.decode()
    assert "还没有城市开通" in page
    assert "还没有岗位" in page
    assert "还没有统计数据" in page


def test_codes_and_hosts_of_cities_lead_to_the_one_address(client):
    city_provision(region=WUHAN)
    for answer in (client.get("/provinces/420000/"), client.get(HUBEI, headers={"host": "wuhan.localhost"})):
        assert answer.status_code == 301
        assert answer.headers["Location"].endswith(HUBEI)
    for unknown in ("nowhere", "420100", "810000", "taiwan"):
        assert client.get(f"/provinces/{unknown}/").status_code == 404


def test_every_province_has_an_address_of_its_own():
    slugs = province_slugs()
    assert len(set(slugs.values())) == len(slugs) == 34
    assert (slugs["140000"], slugs["610000"]) == ("shanxi", "shaanxi")


def test_bulletins_of_a_closed_site_are_left_out(client):
    add(home_of(WUHAN), BulletinPage, "旧公告")
    city_retire(region=WUHAN)
    assert "旧公告" not in client.get(HUBEI).content.decode()


def test_provinces_are_in_the_sitemap_of_the_nation_only(client):
    city_provision(region=WUHAN)
    assert "/provinces/hubei/" in client.get("/sitemap-nation.xml").content.decode()
    assert client.get("/sitemap-nation.xml", headers={"host": "wuhan.localhost"}).status_code == 404


def test_only_published_tables_are_told_of_and_the_newest_of_each(client):
    out = timezone.now().replace(microsecond=0) + dt.timedelta(days=1)
    first, second = version_of(demand=120), version_of(demand=130, reason="更正")
    version_of(demand=140, reason="再更正")
    for version, at in ((first, out), (second, out + dt.timedelta(days=1))):
        release_of(version, at=at)
    assert tables_of("42") == []
    with time_machine.travel(out, tick=False):
        assert [version.number for version in tables_of("42")] == [1]
        assert first.kind.name.zh in client.get(HUBEI).content.decode()
        assert tables_of("44") == []
    with time_machine.travel(out + dt.timedelta(days=1), tick=False):
        assert [version.number for version in tables_of("42")] == [2]
