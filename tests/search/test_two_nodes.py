"""Two nodes with a replica: either one may be killed and people go on searching."""

from __future__ import annotations

from collections import Counter

import pytest

from deploy.local.services import ROOT, elasticsearch_cluster, start
from jobs.models import OutboxEntry, OutboxTopic, Vacancy
from search.client import INDEX_ERRORS, client, live_index
from search.indexing import index_rebuild, outbox_drain
from tests.factories import EmployerFactory, VacancyFactory
from tests.search.conftest import find, refresh

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
VACANCIES = 300


@pytest.fixture
def nodes(settings, monkeypatch):
    """Two running nodes of one cluster, known to the portal by both addresses: leader first."""
    monkeypatch.setattr("search.client.WRITE_TIMEOUT_S", 30.0)
    services = elasticsearch_cluster(ROOT / "var" / "test-two-nodes", nodes=2)
    running = [start(service) for service in services]
    settings.ELASTICSEARCH_URL = ",".join(service.url for service in services)
    settings.ELASTICSEARCH_SHARDS, settings.ELASTICSEARCH_REPLICAS = 2, 1
    settings.ELASTICSEARCH_INDEX_SETTINGS = {"unassigned.node_left.delayed_timeout": "0"}
    try:
        for node in running:
            node.wait_until_ready()
        client().cluster.health(wait_for_nodes="2", timeout="60s")
        yield running
    finally:
        for node in running:
            node.kill()


def vacancies_change(number: int) -> None:
    made = Vacancy.objects.bulk_create(VacancyFactory.build_batch(number, employer=EmployerFactory()))
    OutboxEntry.objects.bulk_create(
        OutboxEntry(topic=OutboxTopic.VACANCY, key=vacancy.pk) for vacancy in made
    )


def wait_until_copied() -> None:
    assert not client().cluster.health(wait_for_status="green", timeout="60s")["timed_out"]


def totals_of_ten_searches() -> set[int]:
    """Each call goes to the next node in turn, and to the other one where that is gone."""
    return {find("region=420115&repeats=1").total for _ in range(10)}


def test_with_either_node_killed_searches_go_on_and_no_change_is_lost(nodes):
    leader, other = nodes
    vacancies_change(VACANCIES)
    index_rebuild()
    wait_until_copied()
    shards = client().cat.shards(index=live_index(), format="json", h="node")
    assert Counter(shard["node"] for shard in shards) == {"node-1": 2, "node-2": 2}
    assert totals_of_ten_searches() == {VACANCIES}

    other.kill()
    assert totals_of_ten_searches() == {VACANCIES}
    vacancies_change(10)
    outbox_drain()
    refresh()
    assert totals_of_ten_searches() == {VACANCIES + 10}

    nodes[1] = start(other.service)
    nodes[1].wait_until_ready()
    client().cluster.health(wait_for_nodes="2", timeout="60s")
    wait_until_copied()

    leader.kill()
    assert totals_of_ten_searches() == {VACANCIES + 10}
    vacancies_change(10)
    with pytest.raises(INDEX_ERRORS):
        outbox_drain()
    assert OutboxEntry.objects.count() == 10
