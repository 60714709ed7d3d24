"""`kill -9` at any moment: the run goes on, and the end is that of an undisturbed import."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection

from jobs.enums import RunState, RunTrigger
from jobs.models import FeedReceipt, FeedRun, OutboxEntry, Vacancy
from jobs.services import feed_run_create, feed_run_execute, feed_runs_resume, feed_runs_unattended
from tests.jobs.conftest import ndjson
from tests.jobs.factories import CityFeedFactory, row

ROOT = Path(__file__).resolve().parents[2]
ROWS = 24_000
PATIENCE = 120.0

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(scope="module")
def content() -> bytes:
    """Good rows with some refused, repeated and doubled ones among them."""
    sent = []
    for number in range(1, ROWS + 1):
        changes: dict = {}
        if number % 97 == 0:
            changes = {"title": None}
        elif number % 101 == 0:
            changes = {"id": f"WH-{number - 1:06d}"}
        elif number % 103 == 0:
            changes = {"title": f"装配钳工{number - 1}号线", "address": f"产业园{number - 1}号"}
            changes["employer_name"] = f"武汉测试机械{(number - 1) % 5}有限公司"
        sent.append(row(number, **changes))
    return ndjson(sent)


def environment() -> dict[str, str]:
    """That of a process which works on the test database."""
    database = settings.DATABASES["default"]
    url = (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
        f"/{connection.settings_dict['NAME']}"
    )
    return os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PRIVATE_MEDIA_ROOT": str(FeedRun._meta.get_field("file").storage.location),
    }


def started(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", *arguments],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL to the process and all that it started."""
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    for member in family:
        os.kill(member.pid, signal.SIGKILL)
    process.wait()


def wait_until(condition, what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.02)


def picture(feed, run) -> dict:
    """All that an import leaves behind, without the numbers that differ between feeds."""
    run.refresh_from_db()
    vacancies = Vacancy.objects.filter(feed=feed).order_by("external_id")
    receipts = FeedReceipt.objects.filter(run=run).order_by("row")
    leads = vacancies.exclude(duplicate_of=None)
    return {
        "run": (
            run.state, run.rows_done, run.count_new, run.count_changed, run.count_unchanged,
            run.count_refused, run.reason_counts,
        ),
        "vacancies": list(vacancies.values_list("external_id", "content_hash", "state")),
        "duplicates": list(leads.values_list("external_id", "duplicate_of__external_id")),
        "receipts": list(receipts.values_list("row", "external_id", "outcome", "reasons")),
        "outbox": sorted(
            Vacancy.objects.filter(feed=feed, pk__in=OutboxEntry.objects.values("key")).values_list(
                "external_id", flat=True
            )
        ),
    }  # fmt: skip


def arrive(feed, content):
    return feed_run_create(
        feed=feed, file=ContentFile(content, "feed.ndjson"), trigger=RunTrigger.UPLOAD, enqueue=False
    )


@pytest.fixture
def undisturbed(content):
    """The picture of an import that nobody killed; what it left behind is cleared away."""
    feed = CityFeedFactory(slug="undisturbed", region="420100")
    run = arrive(feed, content)
    feed_run_execute(run_id=run.pk)
    expected = picture(feed, run)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE jobs_feedreceipt, jobs_outboxentry, jobs_vacancy CASCADE")
    return expected


def half_done(run) -> bool:
    run.refresh_from_db()
    assert run.state != RunState.DONE, "the import was over before it could be killed"
    return run.rows_done > 0


def test_an_import_killed_again_and_again_ends_like_an_undisturbed_one(content, undisturbed):
    feed = CityFeedFactory(slug="killed", region="420100")
    run = arrive(feed, content)
    script = (
        "import django; django.setup(); from jobs.services import feed_run_execute;"
        "feed_run_execute(run_id=%d)"
    )
    done = 0
    for _ in range(2):
        process = started("-c", script % run.pk)
        wait_until(lambda before=done: half_done(run) and run.rows_done > before, "rows of the import")
        kill(process)
        run.refresh_from_db()
        done = run.rows_done
        assert run.state == RunState.RUNNING
        assert 0 < done < ROWS
    wait_until(lambda: run in feed_runs_unattended(), "PostgreSQL to let go of the dead worker's lock")
    assert feed_run_execute(run_id=run.pk)
    assert picture(feed, run) == undisturbed


def worker() -> subprocess.Popen[bytes]:
    return started(
        "-m", "celery", "-A", "portal", "worker", "--pool", "prefork", "--concurrency", "1", "-Q", "default"
    )


def test_a_killed_worker_loses_nothing_and_another_goes_on(content, undisturbed):
    feed = CityFeedFactory(slug="killed", region="420100")
    run = arrive(feed, content)
    assert feed_runs_resume() == 1
    first = worker()
    wait_until(lambda: half_done(run), "the worker to begin")
    kill(first)
    run.refresh_from_db()
    assert (run.state, 0 < run.rows_done < ROWS) == (RunState.RUNNING, True)
    wait_until(lambda: run in feed_runs_unattended(), "PostgreSQL to let go of the dead worker's lock")
    assert feed_runs_resume() == 1
    second = worker()
    try:
        wait_until(
            lambda: FeedRun.objects.get(pk=run.pk).state == RunState.DONE, "the second worker to finish"
        )
    finally:
        kill(second)
    assert picture(feed, run) == undisturbed
