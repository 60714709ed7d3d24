"""Regional permission: who may do what where."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.enums import NATION, Action, Role
from accounts.models import AuditEntry
from accounts.permissions import held_regions, may, visible
from accounts.services import role_grant
from jobs.models import Vacancy
from tests.factories import UserFactory, VacancyFactory

pytestmark = pytest.mark.django_db

WUHAN, JIANGXIA, YICHANG, GUANGZHOU = "420100", "420115", "420500", "440100"


def test_a_city_role_reaches_its_districts_and_no_other_city():
    person = UserFactory()
    role_grant(user=person, role=Role.CITY_FEEDS, region=WUHAN, by=None)
    assert may(person, Action.MANAGE_FEEDS, WUHAN)
    assert may(person, Action.MANAGE_FEEDS, JIANGXIA)
    assert not may(person, Action.MANAGE_FEEDS, YICHANG)


def test_a_province_supervisor_sees_its_cities_and_manages_none():
    person = UserFactory()
    role_grant(user=person, role=Role.PROVINCE_SUPERVISOR, region="420000", by=None)
    assert may(person, Action.VIEW_FEEDS, YICHANG)
    assert not may(person, Action.MANAGE_FEEDS, YICHANG)
    assert not may(person, Action.VIEW_FEEDS, GUANGZHOU)


def test_a_national_manager_reaches_everywhere():
    person = UserFactory()
    role_grant(user=person, role=Role.NATIONAL_MANAGER, region=NATION, by=None)
    assert all(may(person, Action.VIEW_FEEDS, region) for region in (WUHAN, GUANGZHOU, NATION))


def test_a_city_directly_under_its_province_reaches_only_itself():
    person = UserFactory()
    role_grant(user=person, role=Role.CITY_FEEDS, region="429004", by=None)
    assert may(person, Action.MANAGE_FEEDS, "429004")
    assert not may(person, Action.MANAGE_FEEDS, "429005")


def test_a_revoked_role_and_an_inactive_person_hold_nothing(django_user_model):
    person = UserFactory()
    held = role_grant(user=person, role=Role.CITY_FEEDS, region=WUHAN, by=None)
    django_user_model.objects.filter(pk=person.pk).update(is_active=False)
    person.refresh_from_db()
    assert held_regions(person, Action.MANAGE_FEEDS) == []
    django_user_model.objects.filter(pk=person.pk).update(is_active=True)
    person.refresh_from_db()
    held.revoked_at = held.granted_at
    held.save()
    assert held_regions(person, Action.MANAGE_FEEDS) == []
    assert held_regions(AnonymousUser(), Action.MANAGE_FEEDS) == []


def test_what_is_visible_is_exactly_what_lies_in_the_held_regions():
    here, elsewhere = VacancyFactory(region=JIANGXIA), VacancyFactory(region=GUANGZHOU)
    person = UserFactory()
    assert not visible(Vacancy.objects.all(), person, Action.VIEW_FEEDS).exists()
    role_grant(user=person, role=Role.CITY_FEEDS, region=WUHAN, by=None)
    assert list(visible(Vacancy.objects.all(), person, Action.VIEW_FEEDS)) == [here]
    assert elsewhere not in visible(Vacancy.objects.all(), person, Action.VIEW_FEEDS)


def test_granting_twice_holds_once_and_is_audited_once():
    person = UserFactory()
    first = role_grant(user=person, role=Role.CITY_FEEDS, region=WUHAN, by=None)
    assert role_grant(user=person, role=Role.CITY_FEEDS, region=WUHAN, by=None) == first
    assert AuditEntry.objects.filter(act="role_grant").count() == 1


def test_a_role_in_no_region_reaches_nowhere():
    user = UserFactory()
    role_grant(user=user, role=Role.CITY_FEEDS, region="", by=None)
    assert held_regions(user, Action.MANAGE_FEEDS) == []
    assert not may(user, Action.MANAGE_FEEDS, "420100")
