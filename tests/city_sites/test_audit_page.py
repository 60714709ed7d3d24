"""The audit trail at the desk: what concerns one's own regions, found by what it says."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.enums import NATION, Role
from accounts.models import User
from accounts.services import audit, role_grant
from tests.city_sites.pages import national_home
from tests.factories import UserFactory, VacancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """`desk(role, region)` signs somebody in, who is given."""
    national_home()

    def signed_in(role=Role.CITY_FEEDS, region="420100"):
        user = UserFactory()
        role_grant(user=user, role=role, region=region, by=None)
        client.force_login(user)
        return user

    return signed_in


@pytest.fixture
def entries():
    people = [UserFactory(name="周敏"), UserFactory(name="李强")]
    here, elsewhere = VacancyFactory(), VacancyFactory(region="440305")
    with time_machine.travel(dt.datetime(2026, 3, 5, 15, 59, tzinfo=dt.UTC), tick=False):
        old = audit(actor=people[0], act="vacancy_move", subject=here, region=here.region, after="closed")
    return {
        "old": old,
        "edit": audit(actor=people[1], act="vacancy_edit", subject=here, region=here.region),
        "elsewhere": audit(actor=people[0], act="vacancy_edit", subject=elsewhere, region=elsewhere.region),
        "nowhere": audit(actor=people[0], act="resume_create", subject=people[0]),
    }


def shown(client, entries, **asked):
    response = client.get(reverse("workspace_audit"), asked)
    assert response.status_code == 200
    rows = {entry.pk for entry in response.context["page"].rows}
    return {name for name, entry in entries.items() if entry.pk in rows}


@pytest.mark.parametrize(
    ("role", "region", "seen"),
    [
        (Role.CITY_FEEDS, "420100", {"old", "edit"}),
        (Role.CITY_FEEDS, "440300", {"elsewhere"}),
        (Role.PROVINCE_SUPERVISOR, "420000", {"old", "edit"}),
        (Role.NATIONAL_MANAGER, NATION, {"old", "edit", "elsewhere", "nowhere"}),
    ],
)
def test_staff_read_what_concerns_their_regions(client, desk, entries, role, region, seen):
    desk(role, region)
    assert shown(client, entries) == seen


@pytest.mark.parametrize("role", [Role.CITY_EDITOR, Role.WINDOW_CLERK])
def test_for_others_there_is_no_trail(client, desk, role):
    desk(role)
    assert client.get(reverse("workspace_audit")).status_code == 404


def test_lines_are_found_by_act_record_person_and_day(client, desk, entries):
    desk()
    old = entries["old"]
    assert shown(client, entries, act="vacancy_move") == {"old"}
    assert shown(client, entries, record=old.subject) == {"old", "edit"}
    assert shown(client, entries, record="jobs.vacancy") == {"old", "edit"}
    assert shown(client, entries, record="jobs.vacan:1") == set()
    assert shown(client, entries, person=old.actor_id) == {"old"}
    assert shown(client, entries, since="2026-03-05", until="2026-03-05") == {"old"}
    assert shown(client, entries, since="2026-03-06") == {"edit"}
    assert shown(client, entries, until="2026-03-04") == set()


@pytest.mark.parametrize(
    "asked",
    [{"record": "'; drop"}, {"person": "周敏"}, {"person": "9" * 30}, {"since": "yesterday"}, {"act": "a b"}],
)
def test_what_cannot_be_understood_is_said_beside_the_field(client, desk, asked):
    desk()
    response = client.get(reverse("workspace_audit"), asked)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(asked)


def test_pages_go_on_behind_the_last_line_while_new_ones_come(client, desk, monkeypatch, entries):
    monkeypatch.setattr("city_sites.workspace.views.audit.A_PAGE", 2)
    desk(Role.NATIONAL_MANAGER, NATION)
    first = client.get(reverse("workspace_audit")).context["page"]
    audit(actor=None, act="later", subject=first.rows[0].actor or UserFactory())
    second = client.get(reverse("workspace_audit"), {"after": first.next_after}).context["page"]
    assert max(entry.pk for entry in second.rows) < min(entry.pk for entry in first.rows)


def test_a_page_costs_as_many_queries_however_many_lines_it_has(
    client, desk, entries, django_assert_max_num_queries
):
    desk(Role.NATIONAL_MANAGER, NATION)
    for _ in range(30):
        audit(actor=UserFactory(), act="did", subject=entries["old"])
    client.get(reverse("workspace_audit"))
    with django_assert_max_num_queries(20):
        client.get(reverse("workspace_audit"))


def test_somebody_whose_account_is_gone_is_a_number(client, desk, entries):
    desk()
    gone = entries["old"].actor_id
    User.objects.filter(pk=gone).delete()
    page = client.get(reverse("workspace_audit"), {"act": "vacancy_move"}).content.decode()
    assert f"#{gone}" in page
    assert "周敏" not in page
    assert timezone.localtime(entries["old"].at).strftime("%Y-%m-%d %H:%M:%S") in page
