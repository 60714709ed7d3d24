"""Once a year the level above confirms what staff hold, or takes it back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from accounts.enums import NATION, Role
from accounts.models import AuditEntry, RegionalRole
from accounts.services import role_grant
from accounts.staff_review import asked_of, due, reminders_send, roles_confirm
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("national_site")]


def held(role, region, *, days):
    """A right that was given so many days ago."""
    made = role_grant(user=UserFactory(), role=role, region=region, by=None)
    RegionalRole.objects.filter(pk=made.pk).update(granted_at=timezone.now() - dt.timedelta(days=days))
    made.refresh_from_db()
    return made


@pytest.fixture
def rights():
    return {
        "nation": held(Role.NATIONAL_MANAGER, NATION, days=900),
        "hubei": held(Role.PROVINCE_SUPERVISOR, "420000", days=400),
        "old": held(Role.CITY_EDITOR, "420100", days=366),
        "soon": held(Role.CITY_FEEDS, "420100", days=350),
        "new": held(Role.CITY_EDITOR, "420500", days=10),
        "unsupervised": held(Role.CITY_EDITOR, "440300", days=400),
    }


def names(rights, found):
    return {name for name, right in rights.items() if right in set(found)}


def test_each_level_is_asked_for_what_is_right_below_it(rights):
    """The nation for cities only where no supervisor is."""
    province, nation = rights["hubei"].user, rights["nation"].user
    assert names(rights, asked_of(province)) == {"old", "soon", "new"}
    assert names(rights, asked_of(nation)) == {"hubei", "unsupervised"}
    assert names(rights, due(asked_of(province))) == {"old"}
    assert names(rights, due(asked_of(province), ahead=True)) == {"old", "soon"}


def test_confirming_puts_a_right_off_for_a_year_and_leaves_others_alone(rights):
    province = rights["hubei"].user
    keys = [rights[name].pk for name in ("old", "unsupervised", "hubei")]
    assert roles_confirm(roles=keys, by=province) == 1
    assert not due(asked_of(province)).exists()
    rights["old"].refresh_from_db()
    assert rights["old"].confirmed_by == province
    assert due(asked_of(rights["nation"].user)).count() == 2
    assert AuditEntry.objects.get(act="role_confirm").detail["role"] == "city_editor"


def test_a_mail_reminds_who_has_something_to_review(rights):
    assert reminders_send() == 2
    told = {message.to[0]: message.body for message in mail.outbox}
    assert set(told) == {rights["hubei"].user.email, rights["nation"].user.email}
    assert "/workspace/people/review/" in told[rights["hubei"].user.email]
    roles_confirm(roles=[rights["old"].pk, rights["soon"].pk], by=rights["hubei"].user)
    assert reminders_send() == 1
