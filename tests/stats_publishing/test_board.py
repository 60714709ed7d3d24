"""The submission board: how each city stands in each period, and how punctual each province is."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from stats_publishing.methods.periods import Period
from stats_publishing.methods.timeliness import Timeliness
from stats_publishing.models import Return
from stats_publishing.services.board import board
from stats_publishing.services.return_moves import return_exclude, return_send_back
from stats_publishing.services.timeliness import published_board, timeliness_publish, timeliness_withdraw
from tests.factories import UserFactory
from tests.stats_publishing.returns import WUHAN, opened, small_form, submitted

pytestmark = pytest.mark.django_db
YICHANG, SHENZHEN = "420500", "440300"
TODAY = dt.date(2026, 4, 20)


def at(month: int, day: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime(2026, month, day, 16))


@pytest.fixture
def form():
    """武汉 in time and then late; 宜昌 sent back and missing; 深圳 excluded."""
    form = small_form(first="2026-02")
    submitted(opened(WUHAN, "2026-02", form), at=at(3, 5))
    submitted(opened(WUHAN, "2026-03", form), at=at(4, 9), start=(11, 4))
    sent = submitted(opened(YICHANG, "2026-02", form), at=at(3, 2))
    return_send_back(of=sent, note="口径不一致", by=UserFactory(), at=at(3, 6))
    opened(YICHANG, "2026-03", form)
    out = opened(SHENZHEN, "2026-03", form)
    return_exclude(of=out, reason="系统切换", by=UserFactory(), at=at(4, 1))
    return form


def made(form, **wanted):
    return board(form=form, returns=Return.objects.all(), until=Period.read("2026-03"), on=TODAY, **wanted)


def test_every_city_stands_as_it_handed_in(form):
    shown = made(form)
    stand = {
        (line.name, cell.period): (cell.state, cell.late_days)
        for group in shown.groups
        for line in group.lines
        for cell in line.cells
        if cell
    }
    assert stand == {
        ("武汉", "2026-02"): (Timeliness.IN_TIME, 0),
        ("武汉", "2026-03"): (Timeliness.LATE, 3),
        ("宜昌", "2026-02"): (Timeliness.SENT_BACK, 0),
        ("宜昌", "2026-03"): (Timeliness.MISSING, 14),
        ("深圳", "2026-02"): (Timeliness.MISSING, 46),
        ("深圳", "2026-03"): (Timeliness.EXCLUDED, 0),
    }


def test_a_province_is_as_punctual_as_its_cities_together(form):
    hubei, guangdong = made(form).groups
    assert (hubei.name, hubei.by_period[1].share, hubei.all_periods.due) == ("湖北", 50.0, 4)
    assert guangdong.by_period[0].share is None
    assert made(form).by_period[1].due == 3


def test_the_board_is_narrowed_by_province_state_and_name(form):
    assert [group.name for group in made(form, province="440000").groups] == ["广东"]
    assert [line.name for group in made(form, state="late").groups for line in group.lines] == ["武汉"]
    assert [line.name for group in made(form, wanted="宜").groups for line in group.lines] == ["宜昌"]


def test_the_board_of_the_country_takes_one_query(form, django_assert_num_queries):
    with django_assert_num_queries(1):
        made(form)


def test_what_is_published_begins_with_its_period_and_ends_when_withdrawn(form):
    ministry = UserFactory()
    published = timeliness_publish(form=form, since=Period.read("2026-03"), by=ministry, at=at(4, 19))
    shown = published_board(published, on=TODAY)
    assert shown.by_period[0].due == 2
    assert len(shown.by_period) == 1
    timeliness_withdraw(form=form, by=ministry)
    assert not type(published).objects.exists()
