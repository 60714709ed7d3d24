"""Second factors: what they ask, that staff need one, and that secrets lie encrypted."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.fernet import InvalidToken
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import encryption
from accounts.enums import Role
from accounts.services import role_grant, role_revoke
from city_sites.models import CityHomePage
from city_sites.services import city_provision
from tests.accounts.conftest import show_again, sign_in, text_of
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("national_site")]
SECOND_FACTOR = reverse("mfa_index")


def code(secret, step=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def set_up_app(client):
    """Set up an authenticator app as a person does; its secret and the recovery codes."""
    show_again(client)
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    response = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert response.headers["Location"] == reverse("mfa_view_recovery_codes")
    codes = text_of(client.get(response.headers["Location"])).split('class="account-codes">')[1]
    return secret, codes.split("</ul>")[0].replace("<li>", " ").replace("</li>", " ").split()


def staff(role=Role.CITY_FEEDS, region="420100", **fields):
    user = UserFactory(**fields)
    if role:
        role_grant(user=user, role=role, region=region, by=None)
    return user


def test_with_an_app_the_password_alone_opens_nothing(client):
    user = UserFactory()
    client.force_login(user)
    secret, _codes = set_up_app(client)
    client.post(reverse("sign_out"))
    assert sign_in(client, user).headers["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("account")).status_code == 302
    assert "验证码不正确" in text_of(client.post(reverse("mfa_authenticate"), {"code": "000000"}))
    client.post(reverse("mfa_authenticate"), {"code": code(secret, step=1)})
    assert client.get(reverse("account")).status_code == 200


def test_a_code_opens_once(client):
    user = UserFactory()
    client.force_login(user)
    secret, _codes = set_up_app(client)
    used = code(secret, step=1)
    for expected in (302, 200):
        fresh = Client()
        sign_in(fresh, user)
        assert fresh.post(reverse("mfa_authenticate"), {"code": used}).status_code == expected


def test_a_recovery_code_opens_once_in_place_of_the_app(client):
    user = UserFactory()
    client.force_login(user)
    _secret, codes = set_up_app(client)
    assert len(codes) == 10
    for expected in (302, 200):
        fresh = Client()
        sign_in(fresh, user)
        assert fresh.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == expected


def test_setting_one_up_ends_the_sessions_that_began_without_it_and_tells_by_mail(
    client, django_capture_on_commit_callbacks
):
    user = UserFactory()
    other = Client()
    sign_in(other, user)
    sign_in(client, user)
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client)
    assert client.get(reverse("account")).status_code == 200
    assert other.get(reverse("account")).status_code == 302
    assert [message.to for message in mail.outbox] == [[user.email]]


def test_changing_second_factors_asks_again_who_one_is(client):
    client.force_login(UserFactory())
    for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        location = client.get(reverse(name)).headers["Location"]
        assert location.startswith(reverse("account_reauthenticate"))


def test_secrets_lie_encrypted_and_are_read_with_former_keys(client, settings):
    client.force_login(UserFactory())
    secret, codes = set_up_app(client)
    for stored in Authenticator.objects.all():
        assert secret not in str(stored.data)
        assert not any(one in str(stored.data) for one in codes)
    sealed = encryption.encrypt("a secret")
    assert encryption.encrypt("a secret") != sealed
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert encryption.decrypt(sealed) == "a secret"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        encryption.decrypt(sealed)


@pytest.mark.parametrize(
    "who",
    [
        lambda: staff(Role.CITY_FEEDS),
        lambda: staff(Role.NATIONAL_MANAGER, "000000"),
        lambda: staff(None, is_staff=True),
        lambda: staff(None, is_superuser=True),
    ],
    ids=["a role in a city", "a role in the country", "is_staff", "superuser"],
)
def test_staff_without_a_second_factor_are_led_to_set_one_up(client, settings, who):
    settings.STAFF_MFA_REQUIRED = True
    client.force_login(who())
    for path in ("/workspace/", "/workspace/runs/", "/cms/", "/cms/account/", "/workspace/no-such-page/"):
        for response in (client.get(path), client.post(path)):
            assert response.headers["Location"] == SECOND_FACTOR, path
    assert "双重验证" in text_of(client.get(SECOND_FACTOR))


def test_an_editor_of_the_cms_without_a_role_is_staff_as_well(client, settings):
    settings.STAFF_MFA_REQUIRED = True
    city_provision(region="420100")
    editor = UserFactory()
    from django.contrib.auth.models import Group

    assert CityHomePage.objects.exists()
    editor.groups.add(Group.objects.filter(name__startswith="420100").first())
    client.force_login(editor)
    assert client.get("/cms/").headers["Location"] == SECOND_FACTOR


def test_with_a_second_factor_they_go_on(client, settings):
    settings.STAFF_MFA_REQUIRED = True
    client.force_login(staff())
    set_up_app(client)
    assert client.get("/workspace/").status_code == 200


def test_removing_the_second_factor_closes_the_desk(client, settings):
    settings.STAFF_MFA_REQUIRED = True
    client.force_login(staff())
    set_up_app(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get("/workspace/").headers["Location"] == SECOND_FACTOR


def test_everybody_else_needs_none_and_is_not_asked(client, settings):
    settings.STAFF_MFA_REQUIRED = True
    client.force_login(UserFactory())
    assert client.get(reverse("account")).status_code == 200
    assert client.get("/workspace/").status_code == 404
    assert Client().get("/workspace/").headers["Location"].startswith(reverse("sign_in"))


def test_who_loses_the_last_role_is_signed_out_everywhere_at_once(client):
    user = UserFactory()
    held = [
        role_grant(user=user, role=role, region="420100", by=None)
        for role in (Role.CITY_FEEDS, Role.CITY_EDITOR)
    ]
    sign_in(client, user)
    role_revoke(held=held[0], by=None)
    assert client.get(reverse("account")).status_code == 200
    role_revoke(held=held[1], by=None)
    assert client.get(reverse("account")).status_code == 302
    sign_in(client, user)
    role_revoke(held=held[1], by=None)
    assert client.get(reverse("account")).status_code == 200


def test_a_person_ends_one_session_or_all_others_and_nobody_else_s(client):
    user, stranger = UserFactory(), UserFactory()
    devices = [Client() for _number in range(3)]
    for device in devices:
        sign_in(device, user)
    elsewhere = Client()
    sign_in(elsewhere, stranger)
    sign_in(client, user)
    theirs = stranger.usersession_set.get()
    end = reverse("account_sessions_end")
    client.post(end, {"session": str(theirs.pk)})
    assert elsewhere.get(reverse("account")).status_code == 200
    client.post(
        end, {"session": str(user.usersession_set.get(session_key=devices[0].session.session_key).pk)}
    )
    assert [device.get(reverse("account")).status_code for device in devices] == [302, 200, 200]
    client.post(end, {"session": "others"})
    assert [device.get(reverse("account")).status_code for device in devices] == [302, 302, 302]
    assert client.get(reverse("usersessions_list")).status_code == 200
    for nonsense in ("", "x", "9" * 30):
        assert client.post(end, {"session": nonsense}).status_code == 302
