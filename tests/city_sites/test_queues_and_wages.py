"""Queues at outlets, which grow old, and minimum wages, which are dated and doubted."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.enums import NATION, Role
from accounts.models import AuditEntry
from city_sites.models import Outlet, OutletQueue
from city_sites.services.queues import queue_tell
from jobs.feeds.importer import minimum_wages
from jobs.models import MinimumWage
from jobs.services.wages import wage_before, wage_doubts, wage_set, wage_take_back
from tests.city_sites.pages import home_of, national_home
from tests.city_sites.test_workspace import signed_in
from tests.factories import UserFactory

WUHAN, SHENZHEN = "420100", "440300"
TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def outlet(db):
    national_home()
    return Outlet.objects.create(region="420106", name="武昌所", address="中南路1号", lon=114.3, lat=30.5)


def test_a_queue_is_shown_with_its_time_and_disappears_when_it_is_old(client, outlet):
    by = UserFactory()
    queue_tell(outlet=outlet, waiting=7, ticket="A035", by=by)
    page = client.get(reverse("outlets")).content.decode()
    assert "7 人等候" in page
    assert "A035" in page
    OutletQueue.objects.update(told_at=timezone.now() - dt.timedelta(minutes=31))
    assert "A035" not in client.get(reverse("outlets")).content.decode()


def test_the_list_asks_for_all_queues_at_once(client, outlet, django_assert_max_num_queries):
    for number in range(5):
        other = Outlet.objects.create(region="420106", name=f"所{number}", address="路")
        queue_tell(outlet=other, waiting=number, ticket="", by=UserFactory())
    client.get(reverse("outlets"))
    with django_assert_max_num_queries(10):
        client.get(reverse("outlets"))


def test_clerks_tell_the_queues_of_their_own_region_only(client, outlet):
    address = reverse("workspace_queue", args=[outlet.pk])
    signed_in(client, Role.WINDOW_CLERK, WUHAN)
    assert client.post(address, {"waiting": "3", "ticket": "B1"}).status_code == 302
    assert OutletQueue.objects.get().waiting == 3
    client.post(address, {"waiting": "1000", "ticket": ""})
    assert OutletQueue.objects.get().waiting == 3
    assert "武昌所" in client.get(reverse("workspace_queues")).content.decode()
    client.post(address, {"hide": "1"})
    assert not OutletQueue.objects.exists()
    signed_in(client, Role.WINDOW_CLERK, SHENZHEN)
    assert client.post(address, {"waiting": "3"}).status_code == 404
    assert "武昌所" not in client.get(reverse("workspace_queues")).content.decode()
    signed_in(client, Role.CITY_EDITOR, WUHAN)
    assert client.get(reverse("workspace_queues")).status_code == 404


def test_the_home_page_of_a_city_shows_its_outlets_on_a_map_with_their_queues(client, outlet):
    home_of(WUHAN)
    queue_tell(outlet=outlet, waiting=0, ticket="", by=UserFactory())
    page = client.get("/", headers={"host": "wuhan.localhost"}).content.decode()
    assert 'class="outlet-map"' in page
    assert "无人等候" in page


@given(st.integers(1, 10_000), st.none() | st.integers(1, 10_000))
def test_a_wage_that_stays_or_rises_a_little_within_the_usual_is_not_doubted(monthly, before):
    doubts = wage_doubts(monthly, before)
    usual = 1_000 <= monthly <= 4_000
    steady = before is None or before <= monthly <= before * 1.3
    assert (doubts == []) == (usual and steady)


@pytest.mark.django_db
def test_a_district_takes_its_own_wage_then_its_province_s():
    by = UserFactory()
    wage_set(region="420000", valid_from=TODAY, monthly=1_800, by=by)
    wage_set(region=WUHAN, valid_from=TODAY + dt.timedelta(9), monthly=2_210, by=by)
    assert wage_before(region=WUHAN, day=TODAY) is None
    assert wage_before(region=WUHAN, day=TODAY + dt.timedelta(1)) == 1_800
    assert wage_before(region=WUHAN, day=TODAY + dt.timedelta(10)) == 2_210


@pytest.mark.django_db
def test_what_holds_is_mended_but_never_taken_back_and_the_trail_keeps_what_it_was():
    by = UserFactory()
    row = wage_set(region=WUHAN, valid_from=TODAY, monthly=2_210, by=by)
    assert wage_set(region=WUHAN, valid_from=TODAY, monthly=2_200, by=by).pk == row.pk
    assert minimum_wages(TODAY)[WUHAN] == 2_200
    assert AuditEntry.objects.filter(act="minimum_wage_set").last().detail["was"] == 2_210
    with pytest.raises(ValidationError, match="已经生效"):
        wage_take_back(wage=row, by=by, today=TODAY)
    wage_take_back(wage=row, by=by, today=TODAY - dt.timedelta(1))
    assert not MinimumWage.objects.exists()


@pytest.mark.django_db
def test_a_doubtful_wage_is_kept_only_when_it_is_ticked(client):
    national_home()
    home_of(WUHAN)
    address = reverse("workspace_wages", args=[WUHAN])
    said = {"valid_from": "2026-06-01", "region": WUHAN, "monthly": "221"}
    signed_in(client, Role.CITY_PUBLISHER, WUHAN)
    page = client.post(address, said)
    assert page.status_code == 422
    assert "通常在" in page.content.decode()
    assert client.post(address, said | {"is_right": "on"}).status_code == 302
    assert MinimumWage.objects.get().monthly == 221
    assert client.post(address, said | {"region": SHENZHEN}).status_code == 422
    ahead = MinimumWage.objects.create(
        region="420106", valid_from=timezone.localdate() + dt.timedelta(9), monthly=2_300
    )
    other = MinimumWage.objects.create(region=SHENZHEN, valid_from=ahead.valid_from, monthly=2_400)
    assert client.post(reverse("workspace_wage_remove", args=[WUHAN, other.pk])).status_code == 404
    assert client.post(reverse("workspace_wage_remove", args=[WUHAN, ahead.pk])).status_code == 302
    assert not MinimumWage.objects.filter(pk=ahead.pk).exists()


@pytest.mark.django_db
def test_editors_see_the_wages_of_their_city_and_change_none(client):
    national_home()
    home_of(WUHAN)
    address = reverse("workspace_wages", args=[WUHAN])
    signed_in(client, Role.CITY_EDITOR, WUHAN)
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 404
    signed_in(client, Role.CITY_PUBLISHER, SHENZHEN)
    assert client.get(address).status_code == 404
    signed_in(client, Role.NATIONAL_MANAGER, NATION)
    assert client.get(address).status_code == 200
