"""What needs somebody today: counted where they hold a right, and by what is below them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.duties import duties
from accounts.enums import NATION, Role
from accounts.services import role_grant
from city_sites.models import BulletinIndexPage, CityHomePage
from city_sites.services import city_provision
from jobs.enums import ReportKind, RunState, VacancyState, VerificationState
from jobs.services.reports import report_file
from tests.city_sites.factories import FeedRunFactory
from tests.city_sites.pages import national_home
from tests.factories import EmployerFactory, UserFactory, VacancyFactory
from tests.jobs.factories import CityFeedFactory

pytestmark = pytest.mark.django_db
WUHAN, YICHANG, SHENZHEN = "420100", "420500", "440300"


@pytest.fixture(autouse=True)
def _national_site():
    national_home()


@pytest.fixture
def work():
    """Something of every kind in 武汉, one thing each in 宜昌 and 深圳."""
    feed = CityFeedFactory(region=WUHAN)
    FeedRunFactory(feed=feed, state=RunState.HELD)
    FeedRunFactory(feed=feed, state=RunState.FAILED)
    FeedRunFactory(feed=feed, rows_done=10, count_refused=3)
    FeedRunFactory(feed=feed, rows_done=10, count_refused=2, unmapped={"education": {"高小": 3}})
    VacancyFactory(employer=EmployerFactory(region=WUHAN, verification=VerificationState.UNVERIFIED))
    VacancyFactory(region="420106", state=VacancyState.IN_REVIEW)
    report = report_file(vacancy=VacancyFactory(region="420106"), kind=ReportKind.FEE)
    report.due_at = timezone.now() - dt.timedelta(hours=1)
    report.save()
    VacancyFactory(region="420502", state=VacancyState.IN_REVIEW)
    VacancyFactory(region="440305", state=VacancyState.IN_REVIEW)


def today(client, role=None, held="", **query):
    if role:
        user = UserFactory()
        role_grant(user=user, role=role, region=held, by=None)
        client.force_login(user)
    return client.get(reverse("workspace"), query).context["today"]


def numbers(found) -> dict[str, int]:
    return {tile.duty.name: tile.cell.number for tile in found.tiles}


def test_a_city_sees_what_waits_in_it_and_every_number_leads_to_the_rows_that_it_counts(client, work):
    found = today(client, Role.CITY_FEEDS, WUHAN)
    assert numbers(found) == {
        "papers": 0, "employers": 1, "in_review": 1, "reports": 1, "overdue": 1, "held_runs": 1,
        "failed_runs": 1, "odd_runs": 1, "unmapped": 1,
    }  # fmt: skip
    assert found.lines == []
    for tile in found.tiles:
        assert bool(tile.cell.address) == bool(tile.cell.number)
        if tile.cell.address:
            rows = client.get(tile.cell.address).context["page"].rows
            assert len(rows) == tile.cell.number, tile.duty.name


def test_a_province_sees_its_cities_and_links_only_what_it_may_open(client, work):
    found = today(client, Role.PROVINCE_SUPERVISOR, "420000")
    assert numbers(found)["in_review"] == 2
    assert [(line.region.code, line.total) for line in found.lines] == [(WUHAN, 8), (YICHANG, 1)]
    assert found.quiet == 15
    assert {cell.address for line in found.lines for cell in line.cells} == {""}


def test_the_nation_sees_the_provinces_and_looks_into_each(client, work):
    found = today(client, Role.NATIONAL_MANAGER, NATION)
    assert [(line.region.code, line.inside) for line in found.lines] == [
        ("420000", "420000"),
        ("440000", "440000"),
    ]
    inside = today(client, region="420000")
    assert [(line.region.code, line.inside) for line in inside.lines] == [(WUHAN, ""), (YICHANG, "")]
    cell = next(
        c for d, c in zip(inside.columns, inside.lines[1].cells, strict=True) if d.name == "in_review"
    )
    listed = client.get(cell.address).context["page"].rows
    assert [row.region for row in listed] == ["420502"]


def test_another_region_than_one_s_own_shows_nothing(client, work):
    found = today(client, Role.CITY_FEEDS, WUHAN)
    elsewhere = today(client, region=SHENZHEN)
    assert numbers(found)["in_review"] == 1
    assert numbers(elsewhere) == {}


def test_a_publisher_sees_pages_that_wait_for_a_word(client):
    city_provision(region=WUHAN)
    page = BulletinIndexPage.objects.descendant_of(CityHomePage.objects.get()).get()
    page.save_revision()
    page.get_workflow().start(page, UserFactory())
    assert numbers(today(client, Role.CITY_PUBLISHER, WUHAN))["approvals"] == 1
    assert numbers(today(client, Role.CITY_PUBLISHER, SHENZHEN))["approvals"] == 0


def test_who_has_no_duty_is_told_so(client):
    user = UserFactory()
    role_grant(user=user, role=Role.WINDOW_CLERK, region=WUHAN, by=None)
    client.force_login(user)
    response = client.get(reverse("workspace"))
    assert response.context["today"].tiles == []
    assert response.status_code == 200


def test_the_page_of_the_nation_takes_few_queries(client, work, django_assert_max_num_queries):
    user = UserFactory()
    role_grant(user=user, role=Role.NATIONAL_MANAGER, region=NATION, by=None)
    client.force_login(user)
    client.get(reverse("workspace"))
    with django_assert_max_num_queries(9 + len(duties())):
        client.get(reverse("workspace"))
