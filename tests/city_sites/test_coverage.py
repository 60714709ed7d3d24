"""Coverage: presence as it was on any day, against targets; the public page, and the desk of the nation."""

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
from city_sites.enums import TargetScope
from city_sites.models import CoverageTarget, PilotCity, PresenceChange
from city_sites.services import city_link, city_provision, city_retire, city_unlink, mainland_cities
from city_sites.services.coverage import (
    end_of,
    pilots_set,
    present_at,
    target_save,
    targets_progress,
    wanted_of,
)
from portal.services import national_site_ensure
from tests.city_sites.test_workspace import signed_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
WUHAN, HUANGSHI, SHENZHEN = "420100", "420200", "440300"
ALL = [WUHAN, HUANGSHI, SHENZHEN]


@pytest.fixture(autouse=True)
def no_targets():
    CoverageTarget.objects.all().delete()


def change(region, state, day):
    PresenceChange.objects.create(region=region, state=state, at=end_of(day) - dt.timedelta(hours=1))


def target(due_on, scope=TargetScope.ALL, **wanted):
    return CoverageTarget.objects.create(name="目标", due_on=due_on, scope=scope, **wanted)


def test_every_change_of_presence_is_kept_once():
    city_provision(region=WUHAN)
    city_provision(region=WUHAN)
    city_link(region=HUANGSHI, link="https://a.example.org")
    city_link(region=HUANGSHI, link="https://b.example.org")
    city_retire(region=WUHAN)
    city_unlink(region=HUANGSHI)
    kept = PresenceChange.objects.values_list("region", "state")
    assert list(kept) == [
        (WUHAN, "hosted"), (HUANGSHI, "linked"), (WUHAN, "none"), (HUANGSHI, "none"),
    ]  # fmt: skip
    assert present_at(timezone.now()) == set()


def test_presence_is_told_as_it_was_on_a_day_and_not_as_it_is_now():
    march, may, july = dt.date(2026, 3, 31), dt.date(2026, 5, 31), dt.date(2026, 7, 31)
    change(WUHAN, "hosted", march)
    change(HUANGSHI, "linked", may)
    change(WUHAN, "none", july)
    asked = [march - dt.timedelta(days=1), march, may, july]
    assert [len(present_at(end_of(day))) for day in asked] == [0, 1, 2, 1]


def test_targets_are_judged_on_their_day_and_today():
    change(WUHAN, "hosted", dt.date(2026, 1, 10))
    change(HUANGSHI, "linked", dt.date(2026, 6, 10))
    PilotCity.objects.create(region=WUHAN)
    target(dt.date(2026, 2, 1), TargetScope.PILOTS, percent=100)
    target(dt.date(2026, 3, 1), number=2)
    target(dt.date(2026, 7, 1), number=3)
    target(dt.date(2030, 1, 1), percent=50)
    target(dt.date(2030, 2, 1), percent=95)
    seen = [
        (one.among, one.wanted, one.then, one.now, one.is_met, one.lacking)
        for one in targets_progress(cities=ALL, today=dt.date(2026, 8, 1))
    ]
    assert seen == [
        (1, 1, 1, 1, True, 0),
        (3, 2, 1, 2, False, 0),
        (3, 3, 2, 2, False, 1),
        (3, 2, None, 2, True, 0),
        (3, 3, None, 2, None, 1),
    ]


def test_a_target_of_today_is_still_open():
    target(dt.date(2026, 8, 1), number=1)
    assert targets_progress(cities=ALL, today=dt.date(2026, 8, 1))[0].then is None


@given(st.integers(1, 100), st.integers(0, 400))
def test_a_share_is_rounded_up_to_whole_cities(percent, among):
    wanted = wanted_of(None, percent, among)
    assert 100 * (wanted - 1) < percent * among <= 100 * wanted or (wanted == 0 and among == 0)


def test_a_target_is_a_number_or_a_share_and_never_both():
    by = UserFactory()
    for wanted in ({}, {"number": 3, "percent": 50}):
        with pytest.raises(ValidationError, match="两者"):
            target_save(
                target=CoverageTarget(name="x", due_on=dt.date(2026, 1, 1), scope="all", **wanted), by=by
            )


def test_pilots_are_set_as_ticked_and_strangers_refused():
    by = UserFactory()
    assert pilots_set(regions=[WUHAN, HUANGSHI], known=ALL, by=by) == (2, 0)
    assert pilots_set(regions=[WUHAN, SHENZHEN], known=ALL, by=by) == (1, 1)
    assert pilots_set(regions=[WUHAN, SHENZHEN], known=ALL, by=by) == (0, 0)
    assert AuditEntry.objects.filter(act="pilots_set").count() == 2
    with pytest.raises(ValidationError):
        pilots_set(regions=["420106"], known=ALL, by=by)
    assert set(PilotCity.objects.values_list("region", flat=True)) == {WUHAN, SHENZHEN}


def test_the_public_page_shows_map_targets_and_a_row_for_every_province(
    client, django_assert_max_num_queries
):
    national_site_ensure()
    city_provision(region=WUHAN)
    city_link(region=HUANGSHI, link="https://huangshi.example.org")
    target(dt.date(2030, 1, 1), percent=100)
    client.get(reverse("coverage"))
    with django_assert_max_num_queries(16):
        page = client.get(reverse("coverage")).content.decode()
    assert 'class="map-5"' in page
    assert "<title>武汉 已在本站开通</title>" in page
    assert "<title>黄石 已链接</title>" in page
    assert f"还差 {len(mainland_cities()) - 2} 个城市" in page
    assert page.count('href="/provinces/') >= 31


def test_the_nation_sets_targets_and_pilots_and_others_do_not(client):
    national_site_ensure()
    one = target(dt.date(2030, 1, 1), percent=100)
    pages = [
        reverse("workspace_coverage"), reverse("workspace_pilots"), reverse("workspace_target_add"),
        reverse("workspace_target", args=[one.pk]), reverse("workspace_target_remove", args=[one.pk]),
    ]  # fmt: skip
    signed_in(client, Role.PROVINCE_SUPERVISOR, "420000")
    assert {client.get(page).status_code for page in pages} == {404}
    signed_in(client, Role.NATIONAL_MANAGER, NATION)
    assert {client.get(page).status_code for page in pages} == {200}
    wanted = {"name": "全部城市", "due_on": "2031-01-01", "scope": "all", "number": "", "percent": "95"}
    assert client.post(pages[2], wanted).status_code == 302
    refused = client.post(pages[2], wanted | {"number": "3"})
    assert refused.status_code == 422
    assert "两者" in refused.content.decode()
    assert client.post(pages[1], {"pilot": [WUHAN]}).status_code == 302
    assert client.post(pages[1], {"pilot": ["999999"]}).status_code == 422
    assert client.post(pages[4]).status_code == 302
    assert CoverageTarget.objects.get().percent == 95
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"coverage_target_save", "coverage_target_remove", "pilots_set"} <= acts
