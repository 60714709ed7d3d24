"""Health for the load balancer and for people."""

import pytest


def test_live_needs_no_service(client):
    assert client.get("/health/live").json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready_names_each_service(client):
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "services": {"database": True, "cache": True, "search": True},
        "audit_trail": {"state": "unchecked"},
    }


@pytest.mark.django_db
def test_a_dead_search_cluster_is_told_but_takes_nobody_out(client, settings, monkeypatch):
    from elasticsearch import Elasticsearch

    from search import client as search_client

    monkeypatch.setattr(search_client, "client", lambda: Elasticsearch("http://127.0.0.1:9", max_retries=0))
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["services"]["search"] is False
