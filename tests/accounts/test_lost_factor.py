"""A lost second factor: the level above takes it away, nobody for themselves, and it is told."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.enums import NATION, Role
from accounts.models import AuditEntry
from accounts.second_factors import NoneThere, NotBelow, may_reset, second_factor_reset, staff_below
from accounts.services import role_grant
from tests.accounts.conftest import show_again, sign_in, text_of
from tests.accounts.test_limits import sealed_secret
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
DESKS = {
    "city": (Role.CITY_FEEDS, "420100"),
    "clerk": (Role.WINDOW_CLERK, "420106"),
    "another city": (Role.CITY_FEEDS, "440300"),
    "province": (Role.PROVINCE_SUPERVISOR, "420000"),
    "another province": (Role.PROVINCE_SUPERVISOR, "440000"),
    "nation": (Role.NATIONAL_MANAGER, NATION),
    "other nation": (Role.NATIONAL_MANAGER, NATION),
}


def staff(*desks):
    user = UserFactory()
    for desk in desks:
        role, region = DESKS[desk]
        role_grant(user=user, role=role, region=region, by=None)
    return user


@pytest.fixture
def people():
    return {desk: staff(desk) for desk in DESKS} | {
        "public": UserFactory(),
        "two cities": staff("city", "another city"),
        "city and nation": staff("city", "nation"),
        "superuser": UserFactory(is_superuser=True),
    }


@pytest.mark.parametrize(
    ("by", "whom"),
    [
        ("public", set()),
        ("city", set()),
        ("clerk", set()),
        ("province", {"city", "clerk"}),
        ("another province", {"another city"}),
        ("nation", {*DESKS, "public", "two cities", "city and nation", "superuser"} - {"nation"}),
    ],
)
def test_only_the_level_above_may_and_nobody_for_themselves(people, by, whom):
    assert {name for name, user in people.items() if may_reset(people[by], user)} == whom
    listed = {user.pk for user in staff_below(people[by])}
    assert listed == {people[name].pk for name in whom - {"public", "superuser"}}


def test_factors_go_sessions_end_the_act_is_on_record_and_the_person_is_told(
    people, national_site, django_capture_on_commit_callbacks
):
    city, province = people["city"], people["province"]
    client = Client()
    sign_in(client, city)
    for kind, data in (
        (Authenticator.Type.TOTP, {"secret": sealed_secret()}),
        (Authenticator.Type.RECOVERY_CODES, {"migrated_codes": []}),
    ):
        Authenticator.objects.create(user=city, type=kind, data=data)
    assert UserSession.objects.filter(user=city).exists()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        second_factor_reset(user=city, reason="手机丢失，已视频核对", by=province)
    assert not Authenticator.objects.filter(user=city).exists()
    assert client.get(reverse("account")).status_code == 302
    entry = AuditEntry.objects.get(act="second_factor_reset")
    assert (entry.actor, entry.region, entry.detail["reason"]) == (province, "420100", "手机丢失，已视频核对")
    assert [message.to for message in mail.outbox] == [[city.email]]
    assert "双重验证" in mail.outbox[0].subject
    with pytest.raises(NoneThere):
        second_factor_reset(user=city, reason="again", by=province)


def test_who_is_not_above_changes_nothing(people):
    Authenticator.objects.create(user=people["province"], type="totp", data={"secret": sealed_secret()})
    for by in ("city", "province", "another province"):
        with pytest.raises(NotBelow):
            second_factor_reset(user=people["province"], reason="x", by=people[by])
    assert Authenticator.objects.filter(user=people["province"]).exists()


@pytest.fixture
def desk(client, people, national_site):
    """The province's supervisor, who has just shown again who they are."""
    sign_in(client, people["province"])
    show_again(client)
    return client


def test_at_the_desk_a_reason_is_written_and_the_right_stands_in_the_trail(desk, people):
    Authenticator.objects.create(user=people["city"], type="totp", data={"secret": sealed_secret()})
    page = desk.get(reverse("workspace_people"))
    assert reverse("workspace_second_factor", args=[people["city"].pk]) in text_of(page)
    path = reverse("workspace_second_factor", args=[people["city"].pk])
    assert desk.get(path).status_code == 200
    assert desk.post(path, {"reason": ""}).status_code == 422
    assert desk.post(path, {"reason": "手机丢失"}).status_code == 302
    assert AuditEntry.objects.get(act="second_factor_reset").right == "420000"
    assert not Authenticator.objects.exists()


def test_at_the_desk_others_are_not_there(desk, people):
    for name in ("another city", "public", "province", "nation"):
        assert desk.get(reverse("workspace_second_factor", args=[people[name].pk])).status_code == 404
        answer = desk.post(reverse("workspace_people"), {"words": people[name].email})
        assert answer.status_code == 422
    found = desk.post(reverse("workspace_people"), {"words": people["city"].email.upper()})
    assert str(people["city"]) in text_of(found)


def test_the_nation_finds_a_member_of_the_public_by_the_whole_address(client, people, national_site):
    client.force_login(people["nation"])
    found = client.post(reverse("workspace_people"), {"words": people["public"].email})
    assert found.headers["Location"] == reverse("workspace_second_factor", args=[people["public"].pk])


def test_who_has_not_just_shown_who_they_are_is_asked_to(client, people, national_site):
    client.force_login(people["province"])
    answer = client.get(reverse("workspace_second_factor", args=[people["city"].pk]))
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_the_page_for_the_second_factor_leads_to_what_to_do_without(client, national_site):
    user = UserFactory()
    Authenticator.objects.create(user=user, type="totp", data={"secret": sealed_secret()})
    sign_in(client, user)
    assert reverse("account_lost") in text_of(client.get(reverse("mfa_authenticate")))
    assert client.get(reverse("account_lost")).status_code == 200
