"""Accounts that nobody confirmed, and numbers of people erased long ago, go by themselves."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts import trail
from accounts.enums import Role
from accounts.models import AuditEntry, Erasure, User
from accounts.retention import retention_run
from accounts.services import audit, role_grant
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
OLD = timezone.now() - dt.timedelta(days=31)


@pytest.fixture
def people():
    made = {
        "forgotten": UserFactory(confirmed=False, date_joined=OLD),
        "fresh": UserFactory(confirmed=False),
        "confirmed": UserFactory(date_joined=OLD),
        "signed in": UserFactory(confirmed=False, date_joined=OLD, last_login=timezone.now()),
        "staff": UserFactory(confirmed=False, date_joined=OLD),
        "superuser": UserFactory(confirmed=False, date_joined=OLD, is_superuser=True),
    }
    role_grant(user=made["staff"], role=Role.CITY_FEEDS, region="420100", by=None)
    return made


def left(people):
    return {name for name, user in people.items() if User.objects.filter(pk=user.pk).exists()}


def test_only_accounts_that_nobody_confirmed_or_used_go_after_thirty_days(people):
    assert retention_run()["unconfirmed accounts"] == 1
    assert left(people) == set(people) - {"forgotten"}
    assert retention_run()["unconfirmed accounts"] == 0


def test_a_dry_run_counts_and_removes_nothing(people):
    assert retention_run(dry_run=True)["unconfirmed accounts"] == 1
    assert left(people) == set(people)


def test_the_command_says_what_it_does(people):
    for options, words in (({"dry_run": True}, "1 due: unconfirmed"), ({}, "1 done: unconfirmed")):
        out = io.StringIO()
        call_command("retention", stdout=out, **options)
        assert words in out.getvalue()


def test_more_than_a_batch_goes_in_one_run(monkeypatch):
    monkeypatch.setattr("accounts.retention.AT_ONCE", 2)
    UserFactory.create_batch(5, confirmed=False, date_joined=OLD)
    assert retention_run()["unconfirmed accounts"] == 5


def test_an_account_that_is_being_erased_is_left_to_the_erasure():
    user = UserFactory(confirmed=False, date_joined=OLD)
    Erasure.objects.create(user=user, language="en", due_at=timezone.now())
    assert retention_run()["unconfirmed accounts"] == 0


def test_the_number_of_an_erased_person_goes_after_three_years_and_the_trail_stays():
    user = UserFactory()
    entry = audit(actor=user, act="did", subject=user)
    finished = timezone.now() - dt.timedelta(days=3 * 365 + 1)
    Erasure.objects.create(user=user, language="en", due_at=finished, finished_at=finished)
    assert retention_run()["numbers of erased people"] == 1
    assert not User.objects.filter(pk=user.pk).exists()
    assert AuditEntry.objects.get(pk=entry.pk).actor_id == user.pk
    assert AuditEntry.objects.select_related("actor").get(pk=entry.pk).actor is None


def test_lines_of_the_audit_trail_go_after_three_years_and_the_rest_is_whole():
    user = UserFactory()
    for _ in range(3):
        audit(actor=user, act="did", subject=user)
    trail.lines_link()
    later = timezone.now() + dt.timedelta(days=3 * 365 + 2)
    assert retention_run()["lines of the audit trail"] == 0
    assert retention_run(now=later, dry_run=True)["lines of the audit trail"] == 2
    assert retention_run(now=later)["lines of the audit trail"] == 2
    assert trail.trail_check().broken == ""
