"""Moves of vacancies, expiry, arrival of files, keys, tasks."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import AuditEntry
from jobs.enums import ALLOWED_MOVES, CloseReason, RunState, RunTrigger, VacancyState
from jobs.models import FeedRun, OutboxEntry, Vacancy
from jobs.services import (
    InvalidTransition,
    feed_run_create,
    feed_run_decide,
    feed_runs_resume,
    feeds_due,
    push_key_issue,
    push_key_matches,
    vacancies_expire,
    vacancy_move,
)
from jobs.services.locks import feed_lock
from tests.factories import UserFactory, VacancyFactory
from tests.jobs.factories import CityFeedFactory, rows

pytestmark = pytest.mark.django_db
STATES = list(VacancyState)


def moved(before: VacancyState, after: VacancyState) -> Vacancy:
    reasons = {"close_reason": CloseReason.FILLED} if before == VacancyState.CLOSED else {}
    vacancy = VacancyFactory(state=before, **reasons)
    reason = CloseReason.CANCELLED if after == VacancyState.CLOSED else None
    return vacancy_move(vacancy=vacancy, to=after, by=None, reason=reason)


@pytest.mark.parametrize("before", STATES)
def test_a_vacancy_makes_the_allowed_moves_and_no_other(before):
    for after in STATES:
        if after in ALLOWED_MOVES[before]:
            assert moved(before, after).state == after
        else:
            with pytest.raises(InvalidTransition):
                moved(before, after)


def test_a_closing_has_a_reason_and_no_other_move_has_one():
    with pytest.raises(InvalidTransition):
        vacancy_move(vacancy=VacancyFactory(), to=VacancyState.CLOSED, by=None)
    with pytest.raises(InvalidTransition):
        vacancy_move(vacancy=VacancyFactory(), to=VacancyState.PAUSED, by=None, reason=CloseReason.FILLED)


def test_a_move_writes_an_audit_line_and_an_outbox_row():
    person, vacancy = UserFactory(), VacancyFactory()
    vacancy_move(vacancy=vacancy, to=VacancyState.PAUSED, by=person)
    line = AuditEntry.objects.get(act="vacancy_move")
    assert (line.actor, line.detail["before"], line.detail["after"]) == (person, "open", "paused")
    assert OutboxEntry.objects.get().key == vacancy.pk


def test_vacancies_past_their_last_day_are_closed():
    today = timezone.localdate()
    kept = [VacancyFactory(expires_on=today), VacancyFactory(expires_on=None)]
    gone = [VacancyFactory(expires_on=today - dt.timedelta(1), state=state) for state in ("open", "paused")]
    assert vacancies_expire() == 2
    assert vacancies_expire() == 0
    closed = Vacancy.objects.filter(state="closed", close_reason="expired")
    assert set(closed) == set(gone)
    assert set(Vacancy.objects.filter(state="open")) == set(kept)
    assert set(OutboxEntry.objects.values_list("key", flat=True)) == {vacancy.pk for vacancy in gone}


def test_a_file_is_kept_private_under_a_name_of_ours(feed):
    person = UserFactory()
    run = feed_run_create(
        feed=feed, file=ContentFile(b"{}", "../../etc/岗位.NDJSON"), trigger=RunTrigger.UPLOAD, by=person
    )
    assert run.file.name == f"feeds/{feed.slug}/{run.public_id}.ndjson"
    assert (run.file_name, run.file_size, run.state) == ("岗位.NDJSON", 2, RunState.QUEUED)
    assert run.checksum == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert AuditEntry.objects.get(act="feed_run_create").actor == person


def test_a_file_that_is_too_large_or_empty_is_not_kept(feed, settings):
    settings.FEED_MAX_BYTES = 10
    for content, code in ((b"x" * 11, "file_too_large"), (b"", "file_empty")):
        with pytest.raises(ValidationError) as caught:
            feed_run_create(feed=feed, file=ContentFile(content, "x"), trigger=RunTrigger.UPLOAD)
        assert caught.value.code == code
    assert not FeedRun.objects.exists()


def test_an_arrival_is_queued_when_its_transaction_is_over(
    feed, django_capture_on_commit_callbacks, monkeypatch
):
    queued = []
    monkeypatch.setattr("jobs.tasks.feed_run_execute.delay", queued.append)
    with django_capture_on_commit_callbacks(execute=True):
        run = feed_run_create(feed=feed, file=ContentFile(b"{}", "x"), trigger=RunTrigger.UPLOAD)
        assert queued == []
    assert queued == [run.pk]


def test_only_a_held_run_is_decided(send):
    with pytest.raises(ValidationError):
        feed_run_decide(run=send(rows(1)), close_missing=True, by=None)


def test_a_decision_is_audited(send):
    send(rows(10))
    person = UserFactory()
    feed_run_decide(run=send(rows(2)), close_missing=True, by=person)
    line = AuditEntry.objects.get(act="feed_run_decide")
    assert line.actor == person
    assert line.detail == {"reason": "small_feed", "close_missing": True, "closed": 8}


def test_a_key_is_shown_once_and_a_new_one_replaces_it(feed):
    first = push_key_issue(feed=feed, by=None)
    assert push_key_matches(feed=feed, key=first)
    assert first not in feed.push_key_hash
    second = push_key_issue(feed=feed, by=None)
    assert not push_key_matches(feed=feed, key=first)
    assert push_key_matches(feed=feed, key=second)
    assert not push_key_matches(feed=feed, key="")
    assert not push_key_matches(feed=None, key=second)
    assert not push_key_matches(feed=CityFeedFactory(), key="\0")


def test_runs_that_nobody_works_on_are_queued_again(feed, monkeypatch):
    queued = []
    monkeypatch.setattr("jobs.tasks.feed_run_execute.delay", queued.append)
    states = [(RunTrigger.UPLOAD, "queued"), (RunTrigger.PULL, "running"), (RunTrigger.PUSH, "running")]
    made = [
        feed_run_create(feed=feed, file=ContentFile(b"{}", "x"), trigger=trigger, enqueue=False)
        for trigger, _ in states
    ]
    for run, (_, state) in zip(made, states, strict=True):
        FeedRun.objects.filter(pk=run.pk).update(state=state)
    with feed_lock(feed.pk) as ours:
        assert ours
        assert feed_runs_resume() == 0
    assert feed_runs_resume() == 3
    assert queued == [made[0].pk, made[1].pk]
    made[2].refresh_from_db()
    assert (made[2].state, made[2].error) == (RunState.FAILED, "interrupted")


def test_feeds_are_due_by_their_schedule_and_only_once():
    now = timezone.now()
    due = [
        CityFeedFactory(pull_url="https://x.example/a", pull_every_minutes=10),
        CityFeedFactory(
            pull_url="https://x.example/a", pull_every_minutes=10, pulled_at=now - dt.timedelta(minutes=11)
        ),
    ]
    CityFeedFactory(
        pull_url="https://x.example/a", pull_every_minutes=10, pulled_at=now - dt.timedelta(minutes=9)
    )
    CityFeedFactory(pull_url="https://x.example/a")
    CityFeedFactory(pull_every_minutes=10)
    CityFeedFactory(pull_url="https://x.example/a", pull_every_minutes=10, is_active=False)
    assert feeds_due() == [feed.pk for feed in due]
    assert feeds_due() == []


def test_contacts_are_masked_once_a_vacancy_is_closed_and_the_record_is_kept():
    contacts = {
        "contact_name": "陈师傅",
        "contact_phone": "027-88881234",
        "contact_email": "hr@firm.example",
    }
    vacancy = VacancyFactory(**contacts)
    assert vacancy.contacts == ("陈师傅", "027-88881234", "hr@firm.example")
    closed = vacancy_move(vacancy=vacancy, to=VacancyState.CLOSED, by=None, reason=CloseReason.FILLED)
    assert closed.contacts == ("陈**", "027-******34", "h*@firm.example")
    assert closed.contact_phone == "027-88881234"
    assert VacancyFactory(closed=True).contacts == ("", "", "")
