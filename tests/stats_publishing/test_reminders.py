"""Regions are reminded of their returns: once a day, one mail a person, nobody who has handed in."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from accounts.enums import Role
from accounts.services import role_grant
from stats_publishing.models import Return, ReturnReminder
from stats_publishing.services.reminders import reminder_of, returns_remind, returns_remind_due
from tests.factories import UserFactory
from tests.stats_publishing.returns import SHENZHEN, WUHAN, opened, small_form, submitted

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 4, 6)  # the 5th is a Sunday


@pytest.fixture
def statistician(tasks_at_once):
    person = UserFactory(email="tongji@wuhan.example")
    role_grant(user=person, role=Role.CITY_STATISTICIAN, region=WUHAN, by=None)
    return person


@pytest.fixture
def march(statistician):
    form = small_form(first="2026-02")
    return [opened(WUHAN, period, form) for period in ("2026-02", "2026-03")]


def at(day: dt.date, hour: int = 9) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


@pytest.mark.parametrize(("days", "mails"), [(-3, 1), (-2, 0), (-1, 1), (1, 1), (2, 0), (3, 1)])
def test_the_portal_reminds_around_the_due_date(march, days, mails, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        returns_remind_due(at=at(DUE + dt.timedelta(days=days)))
    assert len(mail.outbox) == mails


def test_one_mail_speaks_of_all_returns_of_a_person(march, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        returns_remind(returns=Return.objects.all(), by=None, at=at(DUE))
    (sent,) = mail.outbox
    assert sent.to == ["tongji@wuhan.example"]
    assert "2026-02" in sent.body
    assert "2026-03" in sent.body
    assert "2026-04-06" in sent.body


def test_nobody_is_reminded_twice_a_day(march, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for hour in (9, 10):
            returns_remind(returns=Return.objects.all(), by=None, at=at(DUE, hour))
    assert len(mail.outbox) == 1
    assert ReturnReminder.objects.count() == 2
    again = reminder_of(Return.objects.all(), on=DUE)
    assert (again.returns, again.people, again.told_today) == ((), 0, 2)


def test_who_has_handed_in_is_left_in_peace(march):
    submitted(march[1])
    assert reminder_of(Return.objects.all(), on=DUE).returns == (march[0],)


def test_a_region_without_a_statistician_is_named(march):
    opened(SHENZHEN, "2026-03", march[0].form)
    found = reminder_of(Return.objects.filter(period="2026-03"), on=DUE)
    assert (found.people, found.unmanned) == (1, (SHENZHEN,))
