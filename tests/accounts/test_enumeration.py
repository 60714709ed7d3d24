"""Nobody learns from an answer, a mail that does not come, or a clock, whether an address has an account."""

from __future__ import annotations

import re
import statistics
import time

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import PASSWORD
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("national_site")]
KNOWN, UNKNOWN = "known.person@example.org", "nobody.there@example.org"
SECRETS = re.compile(r'(name="csrfmiddlewaretoken" value="|nonce="|nonce-)[^"\']+')


@pytest.fixture(autouse=True)
def known():
    return UserFactory(email=KNOWN)


def answers(name, **data):
    """Everything that is answered to a form, the pages it leads to included, without what is random."""
    client = Client()
    response = client.post(reverse(name), data, follow=True)
    address = data.get("email") or data.get("login")
    shown = [
        SECRETS.sub(r"\1", text).replace(address, "ADDRESS")
        for text in (response.content.decode(), response.headers.get("Content-Security-Policy", ""))
    ]
    cookies = {cookie: value["max-age"] for cookie, value in client.cookies.items()}
    return response.redirect_chain, response.status_code, shown, cookies


@pytest.mark.parametrize(
    ("name", "field", "more"),
    [
        ("account_signup", "email", {"password1": PASSWORD}),
        ("account_signup", "email", {"password1": "12345"}),
        ("account_reset_password", "email", {}),
        ("sign_in", "login", {"password": "not the password"}),
    ],
    ids=["sign-up", "sign-up with a weak password", "reset", "sign-in"],
)
def test_the_answers_are_the_same_byte_by_byte(name, field, more):
    assert answers(name, **{field: KNOWN}, **more) == answers(name, **{field: UNKNOWN}, **more)


@pytest.mark.parametrize(
    ("name", "more"), [("account_signup", {"password1": PASSWORD}), ("account_reset_password", {})]
)
def test_in_both_cases_one_mail_goes_to_the_address_and_nowhere_else(name, more):
    for address in (KNOWN, UNKNOWN):
        mail.outbox.clear()
        answers(name, email=address, **more)
        assert [message.to for message in mail.outbox] == [[address]]
        assert len(mail.outbox[0].alternatives) == 1


def test_an_account_that_was_never_confirmed_is_not_told_apart_either():
    UserFactory(email="waiting@example.org", confirmed=False)
    for name, more in (("account_signup", {"password1": PASSWORD}), ("account_reset_password", {})):
        assert answers(name, email="waiting@example.org", **more) == answers(name, email=UNKNOWN, **more)


def test_a_new_address_that_another_account_has_is_taken_as_any_other():
    seen = []
    for address in (KNOWN, UNKNOWN):
        client, user = Client(), UserFactory()
        client.force_login(user)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        response = client.post(reverse("account_email"), {"email": address, "action_add": "1"}, follow=True)
        text = SECRETS.sub(r"\1", response.content.decode())
        seen.append((response.redirect_chain, text.replace(address, "ADDRESS").replace(user.email, "OWN")))
    assert seen[0] == seen[1]


def test_a_sign_in_takes_as_long_for_an_address_without_an_account(settings):
    """With the real hasher, whose work is what would tell."""
    from portal.settings import accounts as real

    settings.PASSWORD_HASHERS = real.PASSWORD_HASHERS
    slow = UserFactory(email="slow@example.org")
    assert slow.password.startswith("argon2")

    def seconds(address):
        client = Client()
        began = time.perf_counter()
        client.post(reverse("sign_in"), {"login": address, "password": "not the password"})
        return time.perf_counter() - began

    seconds(UNKNOWN)
    known, unknown = [], []
    for _time in range(7):
        known.append(seconds(slow.email))
        unknown.append(seconds(UNKNOWN))
    assert statistics.median(unknown) > statistics.median(known) / 2
    assert statistics.median(known) > statistics.median(unknown) / 2
