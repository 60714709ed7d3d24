"""`kill -9` in the middle of a batch: nobody gets a mail twice, and all but the one in hand get theirs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from search.alerts.enums import DeliveryState
from search.models import AlertDelivery
from tests.factories import VacancyFactory
from tests.search.alerts.factories import AlertDeliveryFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[3]
MAILS = 24
PATIENCE_S = 60
SCRIPT = """
import django; django.setup()
from django.conf import settings
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", %d
from search.alerts.sending import alerts_deliver
print(alerts_deliver(most=1000))
"""


@pytest.fixture
def worker(sink):
    """Call it for a process that sends what waits, as a worker does."""
    database = settings.DATABASES["default"]
    url = (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
        f"/{connection.settings_dict['NAME']}"
    )
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    port = settings.EMAIL_PORT
    started = []

    def start() -> subprocess.Popen[bytes]:
        started.append(
            subprocess.Popen(
                [sys.executable, "-W", "ignore", "-c", SCRIPT % port],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.DEVNULL,
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_until(condition, what: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.01)


def states() -> Counter[str]:
    return Counter(AlertDelivery.objects.values_list("state", flat=True))


def message_ids(sink) -> Counter[str]:
    return Counter(mail["Message-ID"] for mail in sink.mails)


def test_a_worker_killed_between_mails_sends_nothing_twice_and_loses_at_most_the_mail_in_hand(sink, worker):
    vacancy = VacancyFactory()
    for _ in range(MAILS):
        AlertDeliveryFactory(vacancies=[vacancy.pk])
    sink.slow_s = 0.2  # killed after the server took a mail, before the worker could write that down
    for goal in (3, 9):
        process = worker()
        wait_until(lambda wanted=goal: len(sink.mails) >= wanted, "mails")
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert states()[DeliveryState.PREPARED] > 0
    sink.slow_s = 0.0
    assert worker().wait(PATIENCE_S) == 0

    after = states()
    assert after[DeliveryState.PREPARED] == 0
    assert after[DeliveryState.SENDING] <= 2  # one for each kill
    assert set(message_ids(sink).values()) == {1}
    missed = MAILS - len(sink.mails)
    assert missed <= after[DeliveryState.SENDING]

    assert worker().wait(PATIENCE_S) == 0
    assert len(sink.mails) == MAILS - missed


def test_several_workers_at_once_send_each_mail_once(sink, worker):
    vacancy = VacancyFactory()
    for _ in range(MAILS):
        AlertDeliveryFactory(vacancies=[vacancy.pk])
    processes = [worker() for _ in range(3)]
    assert [process.wait(PATIENCE_S) for process in processes] == [0, 0, 0]
    assert len(message_ids(sink)) == len(sink.mails) == MAILS
    assert states() == {DeliveryState.SENT: MAILS}
