"""Limits by address and account, and whose address a request comes from."""

from __future__ import annotations

import time

import pytest
import redis
import time_machine
from allauth.mfa.models import Authenticator
from django.test import RequestFactory
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts import throttling
from accounts.clients import client_address, client_network
from tests.accounts.conftest import forget_counters, sign_in, text_of
from tests.factories import UserFactory

HERE, PROXY, OTHER = "203.0.113.7", "10.0.0.1", "198.51.100.9"


def request_from(forwarded=None, remote=PROXY):
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, PROXY),
        (0, HERE, PROXY),
        (1, HERE, HERE),
        (1, f"{OTHER}, {HERE}", HERE),
        (2, f"{HERE}, {PROXY}", HERE),
        (2, f"{OTHER}, {HERE}, {PROXY}", HERE),
        (2, HERE, PROXY),
        (1, "", PROXY),
        (1, "unknown", PROXY),
        (1, f"{HERE}:4711", HERE),
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "::ffff:203.0.113.7", HERE),
    ],
)
def test_only_what_our_own_proxies_add_is_believed(settings, proxies, forwarded, address):
    settings.PROXIES_IN_FRONT = proxies
    assert client_address(request_from(forwarded)) == address


@given(st.text(max_size=60).filter(lambda text: "\n" not in text and "\r" not in text))
def test_nothing_that_is_forwarded_breaks_or_is_taken_at_its_word(forwarded):
    from django.test import override_settings

    with override_settings(PROXIES_IN_FRONT=1):
        assert client_network(request_from(f"{forwarded}, {HERE}")) == HERE
        assert client_network(request_from(forwarded))


def test_one_customer_s_ipv6_addresses_count_as_one(settings):
    settings.PROXIES_IN_FRONT = 1
    near, also, far = "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"
    assert client_network(request_from(near)) == client_network(request_from(also))
    assert client_network(request_from(near)) != client_network(request_from(far))


@pytest.fixture
def search_limits(settings):
    """Two searches a minute from an address, one by an account; counted from nought, within one minute."""
    settings.SEARCHES_A_MINUTE_FROM_AN_ADDRESS = 2
    settings.SEARCHES_A_MINUTE_BY_AN_ACCOUNT = 1
    settings.PROXIES_IN_FRONT = 1
    forget_counters()
    with time_machine.travel(int(time.time()) // 60 * 60 + 20, tick=False):
        yield
    forget_counters()


def asked(client, path="/vacancies/", address=HERE):
    return client.get(
        path, {"education": "zz"} if path.startswith("/api") else {}, headers={"X-Forwarded-For": address}
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("national_site", "search_limits")
def test_who_searches_too_often_is_asked_to_wait_in_words(client):
    assert [asked(client).status_code for _time in range(3)] == [200, 200, 429]
    response = asked(client)
    assert 0 < int(response.headers["Retry-After"]) <= 60
    assert "请求过于频繁" in text_of(response)
    assert asked(client, address=OTHER).status_code == 200


@pytest.mark.django_db
@pytest.mark.usefixtures("national_site", "search_limits")
def test_the_api_counts_with_the_pages_and_says_so_as_a_problem(client):
    asked(client), asked(client)
    response = asked(client, "/api/v1/vacancies")
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 60
    assert response.json()["status"] == 429
    assert response.json()["detail"]


@pytest.mark.django_db
@pytest.mark.usefixtures("national_site", "search_limits")
def test_type_ahead_has_a_limit_of_its_own(client, settings):
    settings.SUGGESTIONS_A_MINUTE_FROM_AN_ADDRESS = 3
    path = "/api/v1/suggestions"
    codes = [asked(client, path).status_code for _time in range(4)]
    assert codes[:3] == [codes[0]] * 3
    assert codes[0] != 429
    assert codes[3] == 429
    assert asked(client, path, address=OTHER).status_code == codes[0]
    assert asked(client).status_code == 200


@pytest.mark.django_db
@pytest.mark.usefixtures("national_site", "search_limits")
def test_an_account_counts_wherever_it_is(client):
    client.force_login(UserFactory())
    assert [asked(client, address=address).status_code for address in (HERE, OTHER)] == [200, 429]


@pytest.mark.django_db
@pytest.mark.usefixtures("national_site", "search_limits")
def test_without_the_counters_everybody_may_search_and_nobody_waits(client, monkeypatch, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    away = throttling._counters.__wrapped__()
    assert away.get_retry().get_retries() == 0
    with monkeypatch.context() as patch:
        patch.setattr(throttling, "_counters", lambda: away)
        assert [asked(client).status_code for _time in range(4)] == [200] * 4


@pytest.mark.usefixtures("search_limits")
def test_a_search_costs_the_counters_one_round_trip(monkeypatch):
    trips = []
    real = redis.client.Pipeline.execute
    request = request_from(HERE)
    request.session = {"_auth_user_id": "1"}
    with monkeypatch.context() as patch:
        patch.setattr(redis.client.Pipeline, "execute", lambda self: trips.append(1) or real(self))
        patch.setattr(redis.Redis, "execute_command", lambda *_arguments: trips.append(1))
        assert throttling.search_allowed(request)
    assert trips == [1]


@pytest.mark.django_db
@pytest.mark.usefixtures("national_site", "limits")
def test_five_wrong_passwords_close_an_account_for_a_while_from_everywhere(client, settings):
    settings.PROXIES_IN_FRONT = 1
    user, other = UserFactory(), UserFactory()
    for number in range(5):
        client.post(
            reverse("sign_in"),
            {"login": user.email, "password": "wrong"},
            headers={"X-Forwarded-For": f"203.0.113.{number}", "Host": f"city{number}.localhost"},
        )
    response = sign_in(client, user)
    assert response.status_code == 200
    assert "尝试次数过多" in text_of(response)
    assert sign_in(client, other).status_code == 302


@pytest.mark.django_db
@pytest.mark.usefixtures("national_site", "limits")
def test_an_address_that_is_not_known_is_closed_just_as_well(client):
    for _time in range(5):
        client.post(reverse("sign_in"), {"login": "nobody@example.org", "password": "wrong"})
    response = client.post(reverse("sign_in"), {"login": "nobody@example.org", "password": "wrong"})
    assert "尝试次数过多" in text_of(response)


@pytest.mark.django_db
@pytest.mark.usefixtures("national_site", "limits")
@pytest.mark.parametrize(
    ("name", "data", "most"),
    [
        ("account_signup", {"email": "a@example.org", "password1": "12"}, 30),
        ("account_reset_password", {"email": "a@example.org"}, 3),
    ],
)
def test_signing_up_and_resetting_have_an_end(client, name, data, most):
    codes = [client.post(reverse(name), data).status_code for _time in range(most + 1)]
    assert 429 not in codes[:-1]
    assert codes[-1] == 429


@pytest.mark.django_db
@pytest.mark.usefixtures("national_site", "limits")
def test_codes_cannot_be_tried_out(client):
    user = UserFactory()
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.RECOVERY_CODES, data={"migrated_codes": []}
    )
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": sealed_secret()})
    sign_in(client, user)
    for number in range(5):
        client.post(reverse("mfa_authenticate"), {"code": f"{number:06}"})
    assert "尝试次数过多" in text_of(client.post(reverse("mfa_authenticate"), {"code": "999999"}))


def sealed_secret():
    from accounts.encryption import encrypt

    return encrypt("JBSWY3DPEHPK3PXP")
