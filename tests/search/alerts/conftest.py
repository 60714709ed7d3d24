"""A real mail server on a real socket, which keeps what it takes and refuses what it is told to."""

from __future__ import annotations

import email
import email.policy
import time
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from django.core.cache import cache
from django.utils import timezone, translation

from deploy.local.services import free_port
from jobs.feeds.store import write_outbox
from search.indexing import outbox_drain
from tests.search.conftest import refresh


class Sink:
    """Handler of the server: `mails` in the order of arrival, `raw` as they came; `answers` by recipient, "*"
    for everybody."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.answers: dict[str, str] = {}
        self.slow_s = 0.0

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.answers.get(address, self.answers.get("*", ""))
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        self.raw.append(envelope.content)
        time.sleep(self.slow_s)  # the mail is taken, the sender does not know it yet
        return "250 taken"

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["To"] == address]


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    handler = Sink()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield handler
    controller.stop()


@pytest.fixture(autouse=True)
def _fresh(settings):
    """Counters of a test are its own, and its language is not what a page of another one chose."""
    translation.activate(settings.LANGUAGE_CODE)
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def appear(index):
    """Call it with vacancies to have them indexed, as of now, for the first time."""

    def show(*vacancies) -> None:
        write_outbox([vacancy.pk for vacancy in vacancies], timezone.now())
        outbox_drain()
        refresh()

    return show


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return part.get_content()


def html_of(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part is not None
    return part.get_content()
