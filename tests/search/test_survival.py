"""Elasticsearch is killed while it is being written to, and nothing is lost."""

from __future__ import annotations

import threading
import time

import pytest

from deploy.local.services import ROOT, elasticsearch, start
from jobs.models import OutboxEntry, OutboxTopic, Vacancy
from search.client import INDEX_ERRORS, client, read_alias
from search.indexing import index_rebuild, outbox_drain
from search.status import index_status
from tests.factories import vacancies_alike

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
VACANCIES = 5_000


@pytest.fixture
def node(settings):
    """Call it for a node of our own on the same data as the one before; it can be killed."""
    running = []

    def run():
        service = elasticsearch(ROOT / "var" / "test-survival")
        running.append(start(service))
        running[-1].wait_until_ready()
        settings.ELASTICSEARCH_URL = service.url
        client().cluster.health(wait_for_status="yellow", timeout="60s")
        return running[-1]

    yield run
    running[-1].kill()


def kill_when_some_are_indexed(node, done: threading.Event) -> None:
    counter = client()
    while not done.is_set():
        counter.indices.refresh(index=read_alias())
        if counter.count(index=read_alias())["count"] > 500:
            node.kill()
            return
        time.sleep(0.02)


def test_kill_9_in_mid_index_loses_nothing(node, monkeypatch):
    monkeypatch.setattr("search.indexing.ENTRIES_A_BATCH", 1000)
    victim = node()
    index_rebuild()
    vacancies_alike(VACANCIES)
    OutboxEntry.objects.bulk_create(
        OutboxEntry(topic=OutboxTopic.VACANCY, key=key)
        for key in Vacancy.objects.values_list("pk", flat=True)
    )

    done = threading.Event()
    killer = threading.Thread(target=kill_when_some_are_indexed, args=(victim, done))
    killer.start()
    with pytest.raises(INDEX_ERRORS):
        outbox_drain()
    done.set()
    killer.join()
    assert 0 < OutboxEntry.objects.count() <= VACANCIES

    node()
    outbox_drain(seconds=600)
    client().indices.refresh(index=read_alias())
    assert client().count(index=read_alias())["count"] == VACANCIES
    status = index_status()
    assert status.agrees
    assert (status.database, status.indexed, status.waiting) == (VACANCIES, VACANCIES, 0)
