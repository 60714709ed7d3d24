"""The release calendar: who confirms, what may move, what the clock alone decides."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from accounts.models import AuditEntry
from stats_publishing.enums import RELEASE_MOVES, ReleaseState
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.methods.workdays import DaysOfRest
from stats_publishing.models import DatasetVersion, Release, ReleaseRule
from stats_publishing.services.calendar import calendar_fill, release_time, rule_save
from stats_publishing.services.datasets import NotPossible, datasets_approve
from stats_publishing.services.early import early_reader_add, early_reader_end, may_look_early
from stats_publishing.services.releases import (
    release_cancel,
    release_confirm,
    release_fill,
    release_move,
    release_take_out,
    releases_follow,
    seconds_to_keep,
)
from tests.factories import UserFactory
from tests.stats_publishing.figures import NATION, WUHAN, publisher, release_of, version_of

CHINA = dt.timezone(dt.timedelta(hours=8))
T = dt.datetime(2026, 10, 20, 9, 30, tzinfo=CHINA)
SECOND = dt.timedelta(seconds=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    """A day before the release; `move_to` goes on."""
    with time_machine.travel(T - dt.timedelta(days=1), tick=False) as traveller:
        yield traveller


def test_who_prepares_does_not_confirm(clock):
    release = release_of(version_of(), at=T, confirmed=False)
    with pytest.raises(NotPossible):
        release_confirm(release=release, by=release.prepared_by)
    assert release_confirm(release=release, by=publisher()).state == ReleaseState.CONFIRMED
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(confirmed_by=release.prepared_by)


def test_the_clock_decides_and_not_the_worker(clock):
    version = version_of()
    release = release_of(version, at=T)
    clock.move_to(T - SECOND)
    assert not release.is_out()
    assert not DatasetVersion.objects.released().exists()
    clock.move_to(T)
    assert release.is_out()
    assert DatasetVersion.objects.released().get() == version
    assert release.state == ReleaseState.CONFIRMED


def test_the_state_follows_once_and_goes_on_after_a_restart(clock):
    first, second = release_of(version_of(), at=T), release_of(version_of(region=NATION), at=T, region=NATION)
    clock.move_to(T - SECOND)
    assert releases_follow(now=timezone.now()) == 0
    clock.move_to(T + dt.timedelta(hours=3))
    assert releases_follow(now=timezone.now()) == 2
    assert releases_follow(now=timezone.now()) == 0
    assert {one.state for one in Release.objects.all()} == {ReleaseState.PUBLISHED}
    assert AuditEntry.objects.filter(act="release_publish").count() == 2
    assert first.pk != second.pk


def test_a_provisional_release_never_comes_out(clock):
    release = release_of(version_of(), at=T, confirmed=False)
    clock.move_to(T + SECOND)
    assert not release.is_out()
    with pytest.raises(NotPossible):
        release_confirm(release=release, by=publisher())


def test_what_is_approved_too_late_waits_for_another_date(clock):
    version = version_of(approved=False)
    release = release_of(version, at=T)
    clock.move_to(T + SECOND)
    every = DatasetVersion.objects.filter(pk=version.pk)
    datasets_approve(versions=every, by=UserFactory(), at=timezone.now())
    assert not release.is_out()
    assert release.is_late()
    assert releases_follow(now=timezone.now()) == 0
    moved = release_move(release=release, to=T + dt.timedelta(days=1), reason="复核", by=publisher())
    clock.move_to(T + dt.timedelta(days=1))
    assert moved.is_out()


def test_a_confirmed_date_moves_with_a_reason_only_and_the_old_one_stays(clock):
    release = release_of(version_of(), at=T)
    later = T + dt.timedelta(days=2)
    with pytest.raises(NotPossible):
        release_move(release=release, to=later, reason=" ", by=publisher())
    release_move(release=release, to=later, reason="两个区补报", by=publisher())
    change = release.date_changes.get()
    assert (change.was, change.becomes, change.was_confirmed) == (T, later, True)


def test_what_is_out_is_neither_moved_nor_cancelled_nor_changed(clock):
    version = version_of()
    release = release_of(version, at=T)
    clock.move_to(T)
    for act in (
        lambda: release_move(release=release, to=T + SECOND, reason="x", by=publisher()),
        lambda: release_cancel(release=release, reason="x", by=publisher()),
        lambda: release_take_out(release=release, version=version, by=publisher()),
        lambda: release_fill(release=release, versions=[version_of(period="2026Q2")], by=publisher()),
    ):
        with pytest.raises(NotPossible):
            act()


def test_a_cancelled_release_says_why_and_gives_its_tables_back(clock):
    version = version_of()
    release = release_of(version, at=T)
    with pytest.raises(NotPossible):
        release_cancel(release=release, reason="", by=publisher())
    release_cancel(release=release, reason="调查推迟", by=publisher())
    other = release_of(version, at=T + dt.timedelta(days=1))
    clock.move_to(T + dt.timedelta(days=1))
    assert not release.is_out()
    assert other.is_out()


def test_a_table_is_in_one_release_and_in_its_region(clock):
    version = version_of()
    release_of(version, at=T)
    other = release_of(at=T)
    with pytest.raises(NotPossible):
        release_fill(release=other, versions=[version], by=publisher())
    with pytest.raises(NotPossible):
        release_fill(release=other, versions=[version_of(region="440300")], by=publisher())


def test_every_state_says_where_it_goes_and_published_goes_nowhere():
    assert set(RELEASE_MOVES) == set(ReleaseState)
    assert not RELEASE_MOVES[ReleaseState.PUBLISHED]


def test_a_rule_fills_twelve_months_once_and_never_touches_what_is_there(clock):
    rule = ReleaseRule(
        title_zh="{region}{period}职业供求状况分析", title_en="{region}, {period}: supply and demand",
        subject="supply_demand", region=NATION, period_kind=PeriodKind.QUARTER, days_after=20,
    )  # fmt: skip
    assert rule_save(rule=rule, by=publisher(NATION), now=timezone.now()) == 5
    first = Release.objects.earliest("release_at")
    assert (first.period, first.release_at) == ("2026Q3", T)
    assert first.title_zh == "全国2026年第三季度职业供求状况分析"
    assert first.title_en == "the whole country, Q3 2026: supply and demand"
    release_move(release=first, to=T + dt.timedelta(days=1), reason="", by=publisher(NATION))
    assert calendar_fill(now=timezone.now()) == 0
    clock.move_to(T + dt.timedelta(days=95))
    assert calendar_fill(now=timezone.now()) == 1
    assert Release.objects.filter(period="2026Q3").count() == 1


@given(st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)), st.sampled_from(PeriodKind), st.integers(1, 90))
def test_a_release_is_after_its_period_and_on_a_weekday(day, kind, days):
    period = Period.of(day, kind)
    at = release_time(period, days, dt.time(9, 30), DaysOfRest()).astimezone(CHINA)
    assert at.date() >= period.end
    assert at.weekday() < 5
    assert at.time() == dt.time(9, 30)


def test_who_is_on_the_list_looks_in_its_hours_only(clock):
    reader = UserFactory(email="minister@portal.example")
    release = release_of(version_of(), at=T)
    early = early_reader_add(
        release=release, mail="minister@portal.example", office="部长", reason="新闻发布", by=publisher()
    )
    before, within = T - dt.timedelta(hours=25), T - dt.timedelta(hours=23)
    assert not may_look_early(person=reader, release=release, now=before)
    assert may_look_early(person=reader, release=release, now=within)
    assert not may_look_early(person=UserFactory(), release=release, now=within)
    early_reader_end(reader=early, by=publisher())
    assert not may_look_early(person=reader, release=release, now=within)


def test_each_early_look_is_on_record(client, clock):
    reader = UserFactory(email="minister@portal.example")
    release = release_of(version_of(), at=T)
    early_reader_add(
        release=release, mail="minister@portal.example", office="部长", reason="新闻发布", by=publisher()
    )
    address = f"/releases/{release.pk}/early/"
    assert client.get(address).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
    client.force_login(reader)
    response = client.get(address)
    assert "1,200" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert release.looks.get().person == reader
    public = client.get(f"/releases/{release.pk}/").content.decode()
    assert "部长" in public
    assert "minister@" not in public


def test_the_calendar_tells_dates_states_and_reasons(client, clock):
    release = release_of(version_of(), at=T)
    release_move(release=release, to=T + dt.timedelta(days=1), reason="两个区补报", by=publisher())
    page = client.get("/releases/").content.decode()
    assert "三季度供求分析" in page
    assert "2026-10-21" in page
    assert "两个区补报" in client.get(f"/releases/{release.pk}/").content.decode()
    (event,) = Calendar.from_ical(client.get("/releases/calendar.ics").content).walk("VEVENT")
    assert event["DTSTART"].dt == T + dt.timedelta(days=1)
    assert str(event["STATUS"]) == "CONFIRMED"
    (row,) = client.get("/api/v1/releases").json()
    assert (row["state"], row["is_out"]) == ("confirmed", False)


def test_the_calendar_is_paged_without_gaps(client, clock):
    for number in range(45):
        release_of(at=T + dt.timedelta(hours=number // 3), title=f"第{number}期", confirmed=False)
    first = client.get("/releases/")
    second = client.get("/releases/", {"after": first.context["more"]})
    assert len({row.pk for row in (*first.context["rows"], *second.context["rows"])}) == 45


@pytest.mark.parametrize(("before", "seconds"), [(dt.timedelta(hours=2), 300), (90 * SECOND, 90)])
def test_nobody_keeps_an_answer_past_the_next_release(client, clock, before, seconds):
    release_of(version_of(), at=T)
    clock.move_to(T - before)
    assert seconds_to_keep(timezone.now()) == seconds
    assert f"max-age={seconds}" in client.get("/releases/").headers["Cache-Control"]


def test_the_desk_prepares_fills_confirms_and_moves(client, clock):
    one, other, version = publisher(), publisher(), version_of()
    client.force_login(one)
    response = client.post(
        "/workspace/releases/add/",
        {
            "title_zh": "武汉市三季度分析", "title_en": "Wuhan, Q3", "subject": "supply_demand",
            "region": WUHAN, "period": "2026Q3", "release_at": "2026-10-20T09:30",
        },
    )  # fmt: skip
    release = Release.objects.get()
    assert response.headers["Location"] == f"/workspace/releases/{release.pk}/"
    assert release.release_at == T
    here = response.headers["Location"]
    assert client.post(here, {"act": "fill", "version": version.pk}).status_code == 302
    assert client.post(here, {"act": "confirm"}).status_code == 422
    client.force_login(other)
    assert client.post(here, {"act": "confirm"}).status_code == 302
    move = {"act": "move", "move-to": "2026-10-22T09:30", "move-reason": "补报"}
    assert client.post(here, move).status_code == 302
    release.refresh_from_db()
    assert (release.state, release.release_at) == ("confirmed", T + dt.timedelta(days=2))
    assert "补报" in client.get(here).content.decode()


def test_a_release_of_another_city_is_not_there(client, clock):
    release = release_of(version_of(region="440300"), at=T, region="440300")
    client.force_login(publisher())
    assert client.get(f"/workspace/releases/{release.pk}/").status_code == 404
    assert client.post(f"/workspace/releases/{release.pk}/", {"act": "confirm"}).status_code == 404
    assert "三季度供求分析" not in client.get("/workspace/releases/").content.decode()
