"""Push: rows in with the feed's key, a receipt for each out; everything not permitted does not exist."""

from __future__ import annotations

import json

import pytest
from django.core.cache import cache

from jobs.enums import CloseReason, FeedKind, RunState, RunTrigger
from jobs.models import FeedRun, Vacancy
from jobs.services import feed_push, push_key_issue
from jobs.services.push import PushStarted
from tests.jobs.conftest import ndjson
from tests.jobs.factories import CityFeedFactory, row, rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def key(feed):
    return push_key_issue(feed=feed, by=None)


@pytest.fixture
def push(client, feed, key):
    def post(data, *, query="", key=key, slug=feed.slug, **headers):
        body = data if isinstance(data, bytes) else ndjson(data)
        return client.post(
            f"/api/v1/feeds/{slug}/vacancies{query}",
            body,
            content_type="application/x-ndjson",
            headers={"Authorization": f"Bearer {key}"} | headers,
        )

    return post


def lines(response) -> list[dict]:
    assert response.status_code == 200
    return [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]


def test_each_row_is_answered_by_a_receipt_and_the_end_by_a_summary(push):
    answered = lines(push([row(1), row(2, title=None), row(3)], **{"Accept-Language": "en"}))
    assert [(line["row"], line["id"], line["outcome"]) for line in answered[:3]] == [
        (1, "WH-000001", "new"), (2, "WH-000002", "refused"), (3, "WH-000003", "new"),
    ]  # fmt: skip
    assert answered[1]["reasons"][0]["code"] == "title_missing"
    assert answered[1]["reasons"][0]["words"]
    summary = answered[3]["summary"]
    assert (summary["state"], summary["new"], summary["refused"]) == ("done", 2, 1)
    run = FeedRun.objects.get()
    assert (run.trigger, run.state, run.kind) == (RunTrigger.PUSH, RunState.DONE, FeedKind.INCREMENTAL)
    assert Vacancy.objects.public().count() == 2


def test_receipts_come_in_chinese_by_default_and_in_english_when_asked(push):
    chinese = lines(push([row(1, title=None)]))[0]["reasons"][0]["words"]
    english = lines(push([row(1, title=None)], query="?lang=en"))[0]["reasons"][0]["words"]
    assert (chinese, english) == ("缺少职位名称。", "The title is missing.")


def test_a_push_closes_only_what_it_names(push, states):
    lines(push(rows(4)))
    answered = lines(push([{"id": "WH-000003", "state": "closed"}]))
    assert answered[0]["outcome"] == "closed"
    assert states()["WH-000003"] == ("closed", CloseReason.CLOSED_BY_FEED)
    assert sum(state == "open" for state, _ in states().values()) == 3


def test_a_full_push_closes_what_is_missing_under_the_rules_for_full_feeds(push, states):
    lines(push(rows(10), query="?full=true"))
    assert lines(push(rows(9), query="?full=true"))[-1]["summary"]["missing_closed"] == 1
    assert lines(push(rows(3), query="?full=true"))[-1]["summary"]["state"] == "held"
    assert sum(state == "open" for state, _ in states().values()) == 9


def test_pushing_twice_changes_nothing(push):
    lines(push(rows(3)))
    assert [line["outcome"] for line in lines(push(rows(3)))[:3]] == ["unchanged"] * 3


@pytest.mark.parametrize(
    "change",
    [{"key": "wrong"}, {"key": ""}, {"slug": "nobody"}, {"Authorization": "Basic x"}, {"Authorization": ""}],
)
def test_what_is_not_permitted_does_not_exist(push, change):
    assert push(rows(1), **change).status_code == 404
    assert not FeedRun.objects.exists()


def test_a_feed_without_a_key_and_an_inactive_one_do_not_exist(push, feed, key):
    CityFeedFactory(slug="keyless")
    assert push(rows(1), slug="keyless", key="").status_code == 404
    feed.is_active = False
    feed.save()
    assert push(rows(1)).status_code == 404


def test_the_key_of_one_feed_opens_no_other(push, key):
    CityFeedFactory(slug="other")
    assert push(rows(1), slug="other").status_code == 404


def test_an_empty_push_fails_and_says_so(push):
    summary = lines(push(b""))[-1]["summary"]
    assert (summary["state"], summary["error"]) == ("failed", "file_empty")
    assert summary["error_words"]


def test_a_line_of_a_push_that_ends_in_mid_row_is_reported_and_the_rest_is_in(push):
    answered = lines(push(ndjson(rows(2)) + b'{"id": "WH'))
    assert answered[-1]["summary"]["error"] == "truncated"
    assert Vacancy.objects.count() == 2


class BrokenBody:
    """A sender that is gone after some lines."""

    def __init__(self, data: bytes) -> None:
        self._lines = data.splitlines(keepends=True)

    def readline(self, _size: int = -1) -> bytes:
        if not self._lines:
            raise OSError("connection reset")
        return self._lines.pop(0)


def test_a_push_that_breaks_off_keeps_what_it_receipted_and_can_be_sent_again(feed):
    receipts = feed_push(feed=feed, body=BrokenBody(ndjson(rows(700))), full=True)
    assert isinstance(next(receipts), PushStarted)
    assert len(list(receipts)) == 700
    run = FeedRun.objects.get()
    assert (run.state, run.error, run.rows_done) == (RunState.FAILED, "interrupted", 700)
    again = feed_push(feed=feed, body=BrokenBody(b""), full=False)
    assert isinstance(next(again), PushStarted)
    again.close()


def test_a_reader_that_goes_away_gives_the_feed_back(feed):
    receipts = feed_push(feed=feed, body=BrokenBody(ndjson(rows(3))), full=False)
    next(receipts)
    receipts.close()
    assert FeedRun.objects.get().error == "interrupted"
    assert isinstance(next(feed_push(feed=feed, body=BrokenBody(ndjson(rows(1))), full=False)), PushStarted)


def test_a_push_beyond_the_size_that_is_accepted_ends_there(push, settings):
    settings.FEED_MAX_BYTES = 2_000
    summary = lines(push(rows(50)))[-1]["summary"]
    assert (summary["state"], summary["error"]) == ("failed", "file_too_large")


def test_the_key_shows_the_state_of_a_run_and_pages_through_its_receipts(client, push, feed, key):
    run = lines(push([*rows(4), row(5, title=None)]))[-1]["summary"]["run"]
    headers = {"Authorization": f"Bearer {key}"}
    state = client.get(f"/api/v1/feeds/{feed.slug}/runs/{run}", headers=headers).json()
    assert (state["rows"], state["new"], state["refused"]) == (5, 4, 1)
    address = f"/api/v1/feeds/{feed.slug}/runs/{run}/receipts"
    first = client.get(address + "?limit=3", headers=headers).json()
    assert [receipt["row"] for receipt in first["receipts"]] == [1, 2, 3]
    last = client.get(f"{address}?limit=3&after={first['next_after']}", headers=headers).json()
    assert ([receipt["row"] for receipt in last["receipts"]], last["next_after"]) == ([4, 5], None)
    refused = client.get(address + "?outcome=refused", headers=headers).json()
    assert [receipt["id"] for receipt in refused["receipts"]] == ["WH-000005"]
    assert client.get(address).status_code == 404
    other = CityFeedFactory(slug="other")
    other_key = {"Authorization": f"Bearer {push_key_issue(feed=other, by=None)}"}
    assert client.get(f"/api/v1/feeds/other/runs/{run}", headers=other_key).status_code == 404
