"""What tests of accounts need: the national site, mails that are sent at once, unused limits."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts import throttling
from portal.celery import app
from tests.city_sites.pages import national_home

PASSWORD = "correct horse battery"
LINK = re.compile(r"https?://\S+")


@pytest.fixture
def national_site(db):
    return national_home()


@pytest.fixture(autouse=True)
def _tasks_at_once():
    app.conf.update(task_always_eager=True, task_eager_propagates=True)
    yield
    app.conf.update(task_always_eager=False, task_eager_propagates=False)


@pytest.fixture
def limits(settings):
    """The limits of a real installation, none of them used up."""
    from portal.settings import accounts as real

    settings.ACCOUNT_RATE_LIMITS = real.ACCOUNT_RATE_LIMITS
    settings.MFA_RATE_LIMITS = real.MFA_RATE_LIMITS
    forget_counters()
    yield
    forget_counters()


def forget_counters():
    """Of limits only: the cache holds sessions and the broker's queues as well."""
    counters = throttling._counters()
    for pattern in ("*allauth:rl:*", "*:searches:*"):
        for name in counters.scan_iter(match=pattern, count=1000):
            counters.delete(name)


def sign_in(client, user, *, password=PASSWORD, **data):
    return client.post(reverse("sign_in"), {"login": user.email, "password": password} | data)


def show_again(client, password=PASSWORD):
    """Show once more who one is, as sensitive pages ask for."""
    return client.post(reverse("account_reauthenticate"), {"password": password})


def path_in_mail(message=None):
    """Path of the link of a mail: of the last one that was sent."""
    link = LINK.search((message or mail.outbox[-1]).body)[0]
    return "/" + link.split("/", 3)[3]


def text_of(response):
    return response.content.decode()
