"""Statistical reports: their figures are references, and they come out with their release."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError

from city_sites.models import BulletinIndexPage, CityHomePage, ReportIndexPage, ReportPage, needs_two
from city_sites.services import city_provision
from portal.services import national_site_ensure
from stats_publishing.quoting import Reader, Reference, references_in
from stats_publishing.services.releases import release_move
from tests.stats_publishing.figures import WUHAN, publisher, release_of, version_of

CHINA = dt.timezone(dt.timedelta(hours=8))
T = dt.datetime(2026, 10, 20, 9, 30, tzinfo=CHINA)
THE_DAY_BEFORE = T - dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)
HOST = {"host": "wuhan.localhost"}
D = "supply-demand-sex"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def opened(file_database):
    with time_machine.travel(THE_DAY_BEFORE, tick=False), file_database():
        national_site_ensure()
        city_provision(region=WUHAN)


@pytest.fixture
def clock(opened):
    with time_machine.travel(THE_DAY_BEFORE, tick=False) as traveller:
        cache.clear()
        yield traveller


def report_of(release, **changes) -> ReportPage:
    """A public page of a release, approved in the CMS before it."""
    index = ReportIndexPage.objects.child_of(CityHomePage.objects.get(region=WUHAN)).get()
    cell = {"dataset": D, "key": "合计", "measure": "ratio"}
    page = ReportPage(
        title="武汉市三季度供求分析", slug="2026q3", release=release,
        headline=f"男性需求 {{{{{D}|男|demand}}}} 人，求人倍率 {{{{{D}|男|ratio}}}}。",
        key_figures=[("figure", cell | {"change": "ratio_qoq", "label": ""})],
        body=[
            ("text", {"heading": "总体", "text": f"女性求职 {{{{{D}|女|seekers}}}} 人。\n\n<b>第二段</b>"}),
            ("pair", {"heading": "按性别", "caption": "", "dataset": D, "measure": "", "columns": []}),
            ("series", cell | {"heading": "历次", "caption": "", "regions": ["440300"]}),
            ("map", cell | {"heading": "各城市", "level": "city"}),
        ],
        quality="<p>覆盖全部区。</p>", contact="统计处", **changes,
    )  # fmt: skip
    return index.add_child(instance=page)


def test_a_report_comes_out_with_its_release_and_nowhere_before(client, clock):
    release = release_of(version_of(demand=1213), at=T)
    page = report_of(release)
    path = page.get_url_parts()[2]
    addresses = [
        "/statistics/", "/sitemap-pages.xml", "/api/cms/pages/?limit=20",
        f"/api/cms/pages/?search={page.title}",
        "/api/cms/pages/?type=city_sites.ReportPage&fields=*", f"/releases/{release.pk}/",
    ]  # fmt: skip
    clock.move_to(T - SECOND)
    for address in (path, f"/api/cms/pages/{page.pk}/", f"/api/cms/pages/find/?html_path={path}"):
        response = client.get(address, headers=HOST)
        assert response.status_code == 404, address
        assert {"no-store", "no-cache"} & set(response.headers["Cache-Control"].split(", ")), address
    for address in addresses:
        response = client.get(address, headers=HOST)
        assert response.status_code == 200, address
        told = response.content.decode()
        assert not [word for word in ("武汉市三季度供求分析", "2026q3", "1213", "1,213") if word in told], (
            address
        )
    assert "武汉市三季度供求分析" not in client.get("/statistics/").content.decode()

    clock.move_to(T + SECOND)
    shown = client.get(path, headers=HOST).content.decode()
    assert "男性需求 <a" in shown
    assert ">1,213</a> 人" in shown
    for address in (*addresses, "/statistics/"):
        assert page.slug in client.get(address, headers=HOST).content.decode(), address
    assert client.get(f"/api/cms/pages/{page.pk}/", headers=HOST).status_code == 200


def test_a_moved_release_takes_its_report_with_it(client, clock):
    release = release_of(version_of(), at=T)
    path = report_of(release).get_url_parts()[2]
    release_move(release=release, to=T + dt.timedelta(days=1), reason="补报", by=publisher())
    clock.move_to(T + SECOND)
    assert client.get(path, headers=HOST).status_code == 404
    clock.move_to(T + dt.timedelta(days=1))
    assert client.get(path, headers=HOST).status_code == 200


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_report_shows_pictures_tables_and_hides_what_is_confidential(client, clock, language):
    release = release_of(version_of(), at=T)
    path = report_of(release).get_url_parts()[2]
    clock.move_to(T)
    shown = client.get(path, {"lang": language}, headers=HOST).content.decode()
    assert shown.count('role="img"') >= 2
    assert '女性求职 <a class="quote-figure"' in shown
    assert ">*</a> 人" in shown
    assert "&lt;b&gt;第二段" in shown
    assert "CC BY 4.0" in shown


def test_a_report_in_english_begins_with_the_english_title_of_its_release(client, clock):
    path = report_of(release_of(version_of(), at=T)).get_url_parts()[2]
    clock.move_to(T)
    english, chinese = (
        client.get(path, {"lang": language}, headers=HOST).content.decode() for language in ("en", "zh-hans")
    )
    assert "<h1>Supply and demand, Q3</h1>" in english
    assert "<title>Supply and demand, Q3 - " in english
    assert '<p class="release-facts" lang="zh-CN">武汉市三季度供求分析</p>' in english
    assert '<h1 lang="zh-CN">武汉市三季度供求分析</h1>' in chinese
    assert "Supply and demand, Q3" not in chinese


def test_figures_follow_a_correction(client, clock):
    release = release_of(version_of(demand=1200), at=T)
    path = report_of(release).get_url_parts()[2]
    clock.move_to(T + dt.timedelta(days=1))
    release_of(
        version_of(demand=1300, reason="汉阳区补报"),
        at=T + dt.timedelta(days=2),
        corrects=release,
        notice="更正",
    )
    assert ">1,200</a>" in client.get(path, headers=HOST).content.decode()
    clock.move_to(T + dt.timedelta(days=2))
    shown = client.get(path, headers=HOST).content.decode()
    assert ">1,300</a>" in shown
    assert "汉阳区补报" in shown


def test_a_figure_that_is_not_there_is_refused_in_words(clock):
    release = release_of(version_of(), at=T)
    page = report_of(release)
    page.headline = "{{no-such|男|demand}} {{supply-demand-sex|老|demand}}"
    with pytest.raises(ValidationError, match=r"no-such\|男\|demand"):
        page.full_clean()


def test_who_prepares_reads_figures_before_and_nobody_else(clock):
    release = release_of(version_of(), at=T)
    cell = Reference(D, ("男",), "demand")
    assert Reader(release, is_preview=True).quoted(cell).text == "1,200"
    assert Reader(release).quoted(cell) is None
    assert Reader(release).text("{{supply-demand-sex|男|demand}} 人") == "– 人"


def test_a_report_needs_two_people(clock):
    assert needs_two(report_of(release_of(version_of(), at=T)))


def test_references_name_other_regions_and_periods():
    (found,) = references_in("{{ supply-demand-sex@000000@2026Q2 | 男 | ratio }}")
    assert found == Reference("supply-demand-sex", ("男",), "ratio", "000000", "2026Q2")


def test_an_editor_writes_a_report_of_a_release_of_the_own_region(client, clock):
    own, other = (
        release_of(version_of(), at=T),
        release_of(version_of(region="440300"), at=T, region="440300"),
    )
    national = publisher("000000")
    client.force_login(national)
    index = ReportIndexPage.objects.child_of(CityHomePage.objects.get(region=WUHAN)).get()
    form = client.get(f"/cms/pages/add/city_sites/reportpage/{index.pk}/")
    assert form.status_code == 200
    offered = form.context["form"].fields["release"].queryset
    assert own in offered
    assert other not in offered


def test_an_editor_begins_a_new_bulletin(client, clock):
    """A page that has no place in the tree yet has no site whose headless client it could be shown in."""
    client.force_login(publisher("000000"))
    index = BulletinIndexPage.objects.child_of(CityHomePage.objects.get(region=WUHAN)).get()
    assert client.get(f"/cms/pages/add/city_sites/bulletinpage/{index.pk}/").status_code == 200
