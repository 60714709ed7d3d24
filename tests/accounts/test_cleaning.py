"""Accounts that nobody confirmed, and numbers of people erased long ago, go by themselves."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.cleaning import accounts_clean
from accounts.enums import Role
from accounts.models import AuditEntry, Erasure, User
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
    assert accounts_clean().unconfirmed == 1
    assert left(people) == set(people) - {"forgotten"}
    assert accounts_clean().unconfirmed == 0


def test_a_dry_run_counts_and_removes_nothing(people):
    assert accounts_clean(dry_run=True).unconfirmed == 1
    assert left(people) == set(people)


def test_the_command_says_what_it_does(people):
    for options, words in (({"dry_run": True}, "would go: 1 unconfirmed"), ({}, "gone: 1 unconfirmed")):
        out = io.StringIO()
        call_command("accounts_clean", stdout=out, **options)
        assert out.getvalue().startswith(words)


def test_an_account_that_is_being_erased_is_left_to_the_erasure():
    user = UserFactory(confirmed=False, date_joined=OLD)
    Erasure.objects.create(user=user, language="en", due_at=timezone.now())
    assert accounts_clean().unconfirmed == 0


def test_the_number_of_an_erased_person_goes_after_three_years_and_the_trail_stays():
    user = UserFactory()
    entry = audit(actor=user, act="did", subject=user)
    finished = timezone.now() - dt.timedelta(days=3 * 365 + 1)
    Erasure.objects.create(user=user, language="en", due_at=finished, finished_at=finished)
    assert accounts_clean().pseudonyms == 1
    assert not User.objects.filter(pk=user.pk).exists()
    assert AuditEntry.objects.get(pk=entry.pk).actor_id == user.pk
    assert AuditEntry.objects.select_related("actor").get(pk=entry.pk).actor is None
