"""The level above invites staff: one address, one right, one region; taken once, taken back at once."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import NATION, Role
from accounts.models import AuditEntry, RegionalRole, StaffInvitation, User
from accounts.permissions import held_regions
from accounts.retention import retention_run
from accounts.services import role_grant
from accounts.staff import may_give, role_take_back, roles_below
from accounts.staff_invitations import (
    AlreadyHeld,
    InvitationOver,
    MayNotGive,
    NotInvited,
    TooMany,
    invitation_accept,
    invitation_of_token,
    invitation_resend,
    invitation_send,
    invitation_take_back,
)
from tests.accounts.conftest import PASSWORD, path_in_mail, sign_in, text_of
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("national_site")]
HUBEI, WUHAN, SHENZHEN, BEIJING = "420000", "420100", "440300", "110000"


def staff(role, region, **fields):
    user = UserFactory(**fields)
    role_grant(user=user, role=role, region=region, by=None)
    return user


@pytest.fixture
def nation():
    return staff(Role.NATIONAL_MANAGER, NATION)


@pytest.fixture
def province():
    return staff(Role.PROVINCE_SUPERVISOR, HUBEI)


@pytest.fixture
def invite(django_capture_on_commit_callbacks):
    """Send an invitation as a service does; the path of the link in its mail."""

    def send(by, email="new@example.org", role=Role.CITY_EDITOR, region=WUHAN):
        with django_capture_on_commit_callbacks(execute=True):
            invitation_send(email=email, role=role, region=region, by=by)
        return path_in_mail()

    return send


def of(path):
    return invitation_of_token(path.rstrip("/").split("/")[-1])


def test_a_level_gives_what_is_below_it_within_its_region_and_nothing_else(nation, province):
    city = staff(Role.CITY_PUBLISHER, WUHAN)
    asked = [
        (Role.CITY_EDITOR, WUHAN),
        (Role.WINDOW_CLERK, "429004"),
        (Role.CITY_EDITOR, SHENZHEN),
        (Role.CITY_EDITOR, BEIJING),
        (Role.PROVINCE_SUPERVISOR, HUBEI),
        (Role.PROVINCE_SUPERVISOR, BEIJING),
        (Role.NATIONAL_MANAGER, NATION),
        (Role.CITY_EDITOR, HUBEI),
        (Role.PROVINCE_SUPERVISOR, WUHAN),
        (Role.CITY_EDITOR, "no"),
    ]
    given = {
        name: [one for one in asked if may_give(user, *one)]
        for name, user in [("nation", nation), ("province", province), ("city", city)]
    }
    assert given == {"nation": asked[:6], "province": asked[:2], "city": []}


def test_the_list_of_a_level_holds_what_is_below_it(nation, province):
    editor, elsewhere = staff(Role.CITY_EDITOR, WUHAN), staff(Role.CITY_FEEDS, SHENZHEN)
    second = staff(Role.PROVINCE_SUPERVISOR, HUBEI)
    assert {held.user for held in roles_below(province)} == {editor}
    assert {held.user for held in roles_below(nation)} == {editor, elsewhere, province, second}
    assert not roles_below(editor).exists()


def test_who_has_no_account_makes_one_by_the_link_and_holds_the_right(client, province, invite):
    path = invite(province)
    assert mail.outbox[-1].to == ["new@example.org"]
    assert "湖北省武汉市" in mail.outbox[-1].body
    page = text_of(client.get(path))
    assert "湖北省武汉市" in page
    assert client.post(path, {"name": "", "password1": "short"}).status_code == 422
    assert not User.objects.filter(email="new@example.org").exists()
    made = client.post(path, {"name": "李然", "password1": PASSWORD})
    assert made.headers["Location"] == f"{reverse('sign_in')}?next=/workspace/"
    user = User.objects.get(email="new@example.org")
    held = RegionalRole.objects.get(user=user)
    assert (user.name, held.role, held.region, held.granted_by) == ("李然", "city_editor", WUHAN, province)
    assert AuditEntry.objects.get(act="role_grant", subject=f"accounts.regionalrole:{held.pk}").right == HUBEI
    assert sign_in(client, user).status_code == 302
    assert client.get("/workspace/").status_code == 200


def test_who_has_an_account_signs_in_and_accepts(client, province, invite):
    user = UserFactory(email="new@example.org")
    path = invite(province)
    assert f"{reverse('sign_in')}?next={path}" in text_of(client.get(path))
    assert client.post(path, {"name": "x", "password1": PASSWORD}).status_code == 200
    assert not RegionalRole.objects.filter(user=user).exists()
    client.force_login(user)
    assert client.post(path).headers["Location"] == reverse("workspace")
    assert RegionalRole.objects.get(user=user).region == WUHAN


def test_the_link_works_once_for_its_address_alone_and_for_a_week(client, province, invite):
    path = invite(province)
    stranger = UserFactory()
    client.force_login(stranger)
    assert "以另一个邮箱登录" in text_of(client.get(path))
    client.post(path)
    assert not RegionalRole.objects.filter(user=stranger).exists()
    with pytest.raises(NotInvited):
        invitation_accept(invitation=of(path), by=stranger)
    late = timezone.now() + dt.timedelta(days=8)
    with time_machine.travel(late, tick=False):
        assert Client().get(path).status_code == 410
    invited = UserFactory(email="new@example.org")
    invitation_accept(invitation=of(path), by=invited)
    with pytest.raises(InvitationOver):
        invitation_accept(invitation=of(path), by=invited)
    assert Client().get(path).status_code == 410
    assert Client().get("/invited/forged/").status_code == 404


def test_the_token_is_nowhere_in_the_database(province, invite):
    token = invite(province).rstrip("/").split("/")[-1]
    stored = StaffInvitation.objects.values().get()
    assert token not in str(stored)
    assert all(token not in str(entry.detail) for entry in AuditEntry.objects.all())


def test_sent_again_the_old_link_ends_and_taken_back_the_new_one(
    province, invite, django_capture_on_commit_callbacks
):
    first = invite(province)
    second = invite(province)
    assert of(first) is None
    found = of(second)
    with django_capture_on_commit_callbacks(execute=True):
        invitation_resend(invitation=found, by=province)
    assert of(second) is None
    assert StaffInvitation.objects.count() == 1
    third = path_in_mail()
    invitation_take_back(invitation=found, by=province)
    assert Client().get(third).status_code == 410
    with pytest.raises(InvitationOver):
        invitation_resend(invitation=found, by=province)


def test_an_invitation_of_who_lost_the_right_to_send_it_gives_nothing(nation, province, invite):
    path = invite(province)
    role_take_back(held=province.regional_roles.get(), reason="调离", by=nation)
    assert Client().get(path).status_code == 410
    with pytest.raises(InvitationOver):
        invitation_accept(invitation=of(path), by=UserFactory(email="new@example.org"))


def test_nobody_invites_beyond_their_right_twice_or_without_end(nation, province, invite, settings):
    with pytest.raises(MayNotGive):
        invite(province, region=SHENZHEN)
    with pytest.raises(MayNotGive):
        invite(province, role=Role.PROVINCE_SUPERVISOR, region=HUBEI)
    holder = staff(Role.CITY_EDITOR, WUHAN)
    with pytest.raises(AlreadyHeld):
        invite(province, email=holder.email.upper())
    settings.STAFF_INVITATIONS_A_DAY = 2
    invite(province, email="a@example.org")
    invite(province, email="b@example.org")
    with pytest.raises(TooMany):
        invite(province, email="c@example.org")
    invite(nation, email="c@example.org")


def test_who_leaves_gets_no_page_from_the_next_request_on(
    nation, province, django_capture_on_commit_callbacks
):
    leaving, staying = staff(Role.CITY_FEEDS, WUHAN), staff(Role.CITY_FEEDS, WUHAN)
    role_grant(user=staying, role=Role.CITY_EDITOR, region=WUHAN, by=None)
    clients = {user: Client() for user in (leaving, staying)}
    for user, client in clients.items():
        sign_in(client, user)
        assert client.get("/workspace/feeds/").status_code == 200
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        for user in clients:
            held = user.regional_roles.get(role=Role.CITY_FEEDS)
            role_take_back(held=held, reason="离职", by=province)
    assert clients[leaving].get("/workspace/").headers["Location"].startswith(reverse("sign_in"))
    assert clients[staying].get("/workspace/verifications/").status_code == 200
    assert WUHAN not in held_regions(staying, "verify_employers")
    assert {message.to[0] for message in mail.outbox} == {leaving.email, staying.email}
    assert set(AuditEntry.objects.filter(act="role_revoke").values_list("detail__reason", flat=True)) == {
        "离职"
    }


def test_an_invitation_that_is_over_is_forgotten_after_some_weeks(province, invite):
    path = invite(province)
    invitation_take_back(invitation=of(path), by=province)
    invite(province, email="waits@example.org")
    assert retention_run(now=timezone.now() + dt.timedelta(days=31))["invitations of staff"] == 1
    assert StaffInvitation.objects.get().email == "waits@example.org"
