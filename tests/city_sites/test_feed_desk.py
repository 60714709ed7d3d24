"""The desk of a feed: what a mapping makes of the last file, a test run that changes nothing, its health."""

from __future__ import annotations

import csv
import io
import json

import orjson
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.enums import Role
from accounts.services import role_grant
from city_sites.workspace.health import HEIGHT, WIDTH, health_chart
from jobs.enums import RunState, RunTrigger
from jobs.feeds.preview import suggestions, with_word
from jobs.models import Employer, FeedReceipt, FeedRun, FeedTrial, OutboxEntry, Vacancy
from jobs.services.feeds import feed_run_create, feed_run_execute
from jobs.services.trials import feed_trial_execute, feed_trial_start
from standards import lists
from tests.city_sites.factories import FeedRunFactory
from tests.city_sites.pages import national_home
from tests.factories import UserFactory
from tests.jobs.factories import CityFeedFactory, row, rows

WUHAN = "420100"


def file_of(lines) -> ContentFile:
    return ContentFile(b"\n".join(map(orjson.dumps, lines)), name="vacancies.ndjson")


@pytest.fixture
def feed(db):
    national_home()
    return CityFeedFactory(region=WUHAN, slug="wuhan", vouches_for_employers=False)


@pytest.fixture
def manager(client):
    user = UserFactory()
    role_grant(user=user, role=Role.CITY_FEEDS, region=WUHAN, by=None)
    client.force_login(user)
    return user


def sent(feed, lines, *, execute=False) -> FeedRun:
    run = feed_run_create(
        feed=feed,
        file=file_of(lines),
        file_name="岗位.ndjson",
        by=None,
        trigger=RunTrigger.UPLOAD,
        enqueue=False,
    )
    if execute:
        feed_run_execute(run_id=run.pk)
    return run


def address(feed):
    return reverse("workspace_feed_profile", args=[feed.slug])


def test_their_columns_stand_beside_what_the_contract_has_of_them(client, feed, manager):
    sent(feed, [row(1, education="高小", note="备注"), row(2, title="限女性保洁")])
    context = client.get(address(feed)).context
    first = context["preview"].rows[0]
    assert ("education", "高小") in first.columns
    fields = {value.name: value for value in first.fields}
    assert fields["pay"].means == "6000–8000"
    assert fields["education"].is_unknown
    assert context["preview"].unused == ["note"]
    assert context["preview"].rows[1].refused == ["limits_sex"]
    assert [one.word for one in context["preview"].unknown] == ["高小"]


def test_the_preview_follows_what_is_written_and_saves_nothing(client, feed, manager):
    sent(feed, [row(1, education="高小")])
    mapping = with_word(feed.profile.mapping, name="education", word="高小", code="80")
    answer = client.post(
        address(feed), {"mapping": json.dumps(mapping), "look": "1"}, headers={"HX-Request": "true"}
    )
    assert answer.context["preview"].unknown == []
    assert b"<h1" not in answer.content
    feed.profile.refresh_from_db()
    assert feed.profile.mapping != mapping


def test_a_suggestion_that_is_taken_stands_in_the_mapping(client, feed, manager):
    sent(feed, [row(1, education="高小")])
    body = {"mapping": json.dumps(feed.profile.mapping), "word": "education\t高小\t80"}
    answer = client.post(address(feed), body)
    assert answer.context["preview"].unknown == []
    assert json.loads(answer.context["form"]["mapping"].value())["fields"]["education"]["values"] == {
        "高小": "80"
    }


@pytest.mark.parametrize("mapping", ["{", "[]", '{"fields": {}}'])
def test_what_is_not_valid_yet_is_told_beside_the_mapping(client, feed, manager, mapping):
    sent(feed, rows(1))
    answer = client.post(address(feed), {"mapping": mapping, "look": "1"})
    assert answer.context["preview"] is None


def test_without_a_file_the_page_says_what_to_do(client, feed, manager):
    assert client.get(address(feed)).context["has_file"] is False


def state_of_everything():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Vacancy, Employer, OutboxEntry, FeedRun, FeedReceipt)
    ]


@pytest.mark.django_db
def test_a_test_run_reads_and_judges_the_whole_file_and_changes_nothing(feed):
    sent(feed, [*rows(5), row(9)], execute=True)
    run = sent(feed, [*rows(3), row(4, pay="9千-1万"), row(20), row(21, title="限女性保洁"), row(20)])
    before = state_of_everything()
    trial = feed_trial_start(feed=feed, run=run, mapping=feed.profile.mapping, by=UserFactory())
    trial = feed_trial_execute(trial_id=trial.pk)
    assert state_of_everything() == before
    assert trial.state == RunState.DONE
    assert trial.outcomes == {"unchanged": 3, "changed": 1, "new": 1, "refused": 2}
    assert (trial.rows_done, trial.would_close) == (7, 2)
    with trial.receipts.open("rb") as kept:
        table = list(csv.reader(io.StringIO(kept.read().decode("utf-8-sig"))))
    assert len(table) == 8
    assert "limits_sex" in table[6][3]


@pytest.mark.django_db
def test_what_a_test_run_says_is_what_the_run_then_does(feed):
    sent(feed, rows(4), execute=True)
    run = sent(feed, [row(1), row(2, pay="9千-1万"), row(8), row(9, title="")])
    trial = feed_trial_start(feed=feed, run=run, mapping=feed.profile.mapping, by=UserFactory())
    trial = feed_trial_execute(trial_id=trial.pk)
    feed_run_execute(run_id=run.pk)
    run.refresh_from_db()
    done = {
        "new": run.count_new,
        "changed": run.count_changed,
        "unchanged": run.count_unchanged,
        "refused": run.count_refused,
    }
    assert {name: number for name, number in done.items() if number} == trial.outcomes
    assert run.reason_counts == trial.reason_counts


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_ends_the_test_run_with_the_reason(feed):
    run = feed_run_create(
        feed=feed,
        file=ContentFile(b'{"a": ', name="x.json"),
        file_name="x.json",
        by=None,
        trigger=RunTrigger.UPLOAD,
        enqueue=False,
    )
    trial = feed_trial_start(feed=feed, run=run, mapping=feed.profile.mapping, by=UserFactory())
    trial = feed_trial_execute(trial_id=trial.pk)
    assert trial.state == RunState.FAILED
    assert trial.error


def test_the_page_of_a_test_run_and_its_receipts_are_for_who_manages_the_feed(client, feed, manager):
    run = sent(feed, rows(2))
    body = {"mapping": json.dumps(feed.profile.mapping), "try": "1"}
    answer = client.post(address(feed), body)
    trial = FeedTrial.objects.get()
    feed_trial_execute(trial_id=trial.pk)
    location = answer.headers["Location"]
    page = client.get(location)
    assert [rows for code, _, rows in page.context["outcomes"] if code == "new"] == [2]
    file = reverse("workspace_feed_trial_receipts", args=[feed.slug, trial.public_id])
    assert len(b"".join(client.get(file).streaming_content).splitlines()) == 3
    other = UserFactory()
    role_grant(user=other, role=Role.CITY_EDITOR, region=WUHAN, by=None)
    client.force_login(other)
    assert client.get(file).status_code == client.get(location).status_code == 404
    assert run.rows_done == 0


def test_suggestions_are_entries_of_the_field_s_own_list():
    assert all(lists.education(code) for code, _ in suggestions("education", "大学专科生"))
    assert ("80", "小学") in suggestions("education", "高小")
    assert suggestions("employment_type", "qqq") == []
    assert suggestions("title", "电工") == []


@given(st.lists(st.tuples(st.integers(0, 5_000_000), st.floats(0, 1)), max_size=40))
def test_every_bar_stays_inside_the_chart(sizes):
    runs = [
        FeedRun(state=RunState.DONE, rows_done=size, count_refused=int(size * share)) for size, share in sizes
    ]
    chart = health_chart(runs)
    for bar in chart.bars:
        assert 0 <= bar.refused_y <= bar.accepted_y <= chart.base < HEIGHT
        assert bar.x + bar.width <= WIDTH + 0.01
    assert [bar.run for bar in chart.bars] == runs[::-1]


@pytest.mark.django_db
def test_the_page_of_a_feed_draws_its_runs(client, feed, manager):
    FeedRunFactory(feed=feed, rows_done=10, count_refused=3)
    FeedRunFactory(feed=feed, state=RunState.FAILED)
    page = client.get(reverse("workspace_feed", args=[feed.slug]))
    assert [bar.is_failed for bar in page.context["health"].bars] == [False, True]
    assert b"health-accepted" in page.content
