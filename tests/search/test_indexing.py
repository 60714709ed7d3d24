"""The index follows the database: by the outbox, by the rebuild, through failures."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from jobs.enums import CloseReason, VacancyState, VerificationState
from jobs.models import Employer, OutboxEntry, OutboxTopic, Vacancy
from search import indexing
from search.bulk import bulk_write, index_operations
from search.client import INDEX_ERRORS, client, generations, live_index, read_alias, write_targets
from search.indexing import (
    NoIndex,
    RebuildRefused,
    RebuildRunning,
    index_ensure,
    index_rebuild,
    next_version,
    outbox_drain,
)
from search.kinds import PERSON_KIND, VACANCY_KIND, IndexKind
from search.status import index_status
from tests.factories import VacancyFactory
from tests.search.conftest import find, refresh

pytestmark = pytest.mark.usefixtures("small_dictionary")
NOBODY_LISTENS = "http://127.0.0.1:9"


def changed(*vacancies: Vacancy) -> None:
    OutboxEntry.objects.bulk_create(
        OutboxEntry(topic=OutboxTopic.VACANCY, key=vacancy.pk) for vacancy in vacancies
    )


def titles() -> set[str]:
    refresh()
    return {hit.title for hit in find("page_size=100").hits}


def close(vacancy: Vacancy) -> None:
    Vacancy.objects.filter(pk=vacancy.pk).update(state=VacancyState.CLOSED, close_reason=CloseReason.FILLED)


@pytest.mark.django_db
def test_the_outbox_brings_changes_to_the_index_and_is_empty_then(index):
    kept, gone = VacancyFactory(title="甲"), VacancyFactory(title="乙")
    changed(kept, gone)
    outbox_drain()
    assert titles() == {"甲", "乙"}
    Vacancy.objects.filter(pk=kept.pk).update(title="丙")
    close(gone)
    changed(kept, gone)
    done = outbox_drain()
    assert (done.entries, done.written, done.deleted) == (2, 1, 1)
    assert titles() == {"丙"}
    assert not OutboxEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"state": VacancyState.PAUSED},
        {"expires_on": dt.date(2020, 1, 1)},
        {"employer": None},
    ],
)
def test_whatever_makes_a_vacancy_not_public_takes_it_out(index, change):
    vacancy = VacancyFactory()
    changed(vacancy)
    outbox_drain()
    Vacancy.objects.filter(pk=vacancy.pk).update(**change)
    changed(vacancy)
    outbox_drain()
    assert titles() == set()


@pytest.mark.django_db
def test_a_vacancy_of_an_employer_that_is_not_verified_is_never_written(index):
    vacancy = VacancyFactory()
    Employer.objects.update(verification=VerificationState.UNVERIFIED)
    changed(vacancy)
    assert outbox_drain().written == 0


@pytest.mark.django_db
def test_many_changes_of_a_vacancy_are_one_write(index):
    vacancy = VacancyFactory()
    changed(*[vacancy] * 7)
    done = outbox_drain()
    assert (done.entries, done.written) == (7, 1)


@pytest.mark.django_db
def test_a_batch_is_read_by_a_number_of_queries_that_does_not_grow(index, django_assert_num_queries):
    changed(*VacancyFactory.create_batch(30))
    index_ensure(PERSON_KIND)
    with django_assert_num_queries(5 + 2 + 2 * 3):
        outbox_drain()  # entries, version, first shown, rows, delete; a savepoint; two empty batches


@pytest.mark.django_db
def test_while_the_index_is_away_the_entries_wait(index, settings):
    here = settings.ELASTICSEARCH_URL
    vacancy = VacancyFactory()
    changed(vacancy)
    settings.ELASTICSEARCH_URL = NOBODY_LISTENS
    with pytest.raises(INDEX_ERRORS):
        outbox_drain()
    assert OutboxEntry.objects.count() == 1
    settings.ELASTICSEARCH_URL = here
    assert outbox_drain().written == 1
    assert titles() == {vacancy.title}


@pytest.mark.django_db
def test_entries_wait_while_no_index_takes_writes(index, monkeypatch):
    changed(VacancyFactory())
    monkeypatch.setattr(indexing, "write_targets", lambda kind: [])
    with pytest.raises(NoIndex):
        outbox_drain()
    assert OutboxEntry.objects.count() == 1


@pytest.mark.django_db
def test_entries_wait_when_a_write_is_not_acknowledged(index, monkeypatch):
    changed(VacancyFactory())
    monkeypatch.setattr(indexing, "write_targets", lambda kind: [f"{read_alias()}-write-of-a-removed-index"])
    with pytest.raises(INDEX_ERRORS):
        outbox_drain()
    assert OutboxEntry.objects.count() == 1
    assert generations() == [index]


@pytest.mark.django_db
def test_an_older_read_never_overwrites_a_newer_one(index):
    vacancy = VacancyFactory(title="新")
    older = next_version()
    changed(vacancy)
    outbox_drain()
    (target,) = write_targets()
    line = b'{"id":%d,"title":"\xe6\x97\xa7","published_at":"2026-01-01T00:00:00Z"}' % vacancy.pk
    bulk_write([list(index_operations({vacancy.pk: line}, target=target, version=older))])
    assert titles() == {"新"}


@pytest.mark.django_db
def test_an_older_read_does_not_bring_back_what_was_deleted(index):
    vacancy = VacancyFactory()
    older = next_version()
    close(vacancy)
    changed(vacancy)
    outbox_drain()
    (target,) = write_targets()
    line = b'{"id":%d,"title":"x","published_at":"2026-01-01T00:00:00Z"}' % vacancy.pk
    bulk_write([list(index_operations({vacancy.pk: line}, target=target, version=older))])
    assert titles() == set()


@pytest.mark.django_db
def test_a_document_that_the_index_refuses_does_not_hold_up_the_others(index, monkeypatch):
    good, bad = VacancyFactory(title="好"), VacancyFactory(title="坏")
    changed(bad, good)
    prepare = VACANCY_KIND.document
    monkeypatch.setattr(
        VACANCY_KIND,
        "document",
        lambda row: prepare(row) | ({"surprise": 1} if row.title == "坏" else {}),
    )
    outbox_drain()
    assert titles() == {"好"}
    (difference,) = index_status().differences
    assert difference.missing == [bad.pk]


@pytest.mark.django_db
def test_the_first_drain_builds_the_index(db):
    VacancyFactory(title="没有发件箱记录")
    changed(VacancyFactory(title="有发件箱记录"))
    outbox_drain()
    assert titles() == {"没有发件箱记录", "有发件箱记录"}


@pytest.mark.django_db
def test_a_rebuild_replaces_the_index_and_removes_the_old_one(index):
    VacancyFactory(title="甲")
    done = index_rebuild()
    assert (done.documents, done.expected) == (1, 1)
    assert live_index() == done.index != index
    assert generations() == [done.index]
    assert titles() == {"甲"}


@pytest.mark.django_db
def test_searches_go_on_and_changes_are_kept_during_a_rebuild(index, monkeypatch):
    early, closed, late = (VacancyFactory(title=title) for title in ("早", "关", "晚"))
    changed(early, closed, late)
    outbox_drain()
    assert titles() == {"早", "关", "晚"}
    finish = indexing.settle_index

    def meanwhile(new: str) -> int:
        """The new index holds all; before it goes live the world moves on."""
        Vacancy.objects.filter(pk=early.pk).update(title="早，已改")
        close(closed)
        changed(early, closed, VacancyFactory(title="新来"))
        assert outbox_drain().entries == 3
        assert titles() == {"早，已改", "晚", "新来"}
        assert live_index() == index
        return finish(new)

    monkeypatch.setattr(indexing, "settle_index", meanwhile)
    index_rebuild()
    assert live_index() != index
    assert titles() == {"早，已改", "晚", "新来"}
    assert index_status().agrees


@pytest.mark.django_db
def test_a_rebuild_under_four_fifths_of_the_expected_does_not_go_live(index, monkeypatch):
    vacancies = VacancyFactory.create_batch(10)
    changed(*vacancies)
    outbox_drain()
    lost = {vacancy.pk for vacancy in vacancies[:3]}
    read = VACANCY_KIND.rows
    monkeypatch.setattr(
        VACANCY_KIND,
        "rows",
        lambda vacancies: (row for row in read(vacancies) if row.id not in lost),
    )
    with pytest.raises(RebuildRefused, match="7 of 10"):
        index_rebuild()
    assert generations() == [index]
    refresh()
    assert find().total == 10
    lost.pop()
    assert index_rebuild().documents == 8


@pytest.mark.django_db
def test_a_rebuild_removes_what_a_killed_one_left_behind(index, monkeypatch):
    def killed(target: str, kind: IndexKind) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(indexing, "_fill", killed)
    with pytest.raises(KeyboardInterrupt):
        index_rebuild()
    assert len(generations()) == 2
    assert live_index() == index
    monkeypatch.undo()
    done = index_rebuild()
    assert generations() == [done.index]


@pytest.mark.django_db(transaction=True)
def test_two_rebuilds_at_once_are_one_too_many(settings):
    parameters = connection.get_connection_params()
    keys = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{key: parameters[key] for key in keys}, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [indexing.REBUILD_LOCK])
        with pytest.raises(RebuildRunning):
            index_rebuild()
        other.execute("SELECT pg_advisory_unlock(%s)", [indexing.REBUILD_LOCK])
    index_rebuild()


@pytest.mark.django_db(transaction=True)
def test_several_workers_drain_at_once_and_share_the_work(monkeypatch):
    index_rebuild()
    monkeypatch.setattr(indexing, "ENTRIES_A_BATCH", 50)
    vacancies = VacancyFactory.create_batch(200)
    changed(*vacancies)
    Vacancy.objects.filter(pk__in=[vacancy.pk for vacancy in vacancies[:100]]).update(title="改过")
    changed(*vacancies[:100], *vacancies[150:])

    def drain() -> int:
        try:
            return outbox_drain().entries
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as workers:
        entries = [done.result() for done in [workers.submit(drain) for _ in range(3)]]
    assert sum(entries) == 350
    refresh()
    assert index_status().agrees
    assert not OutboxEntry.objects.exists()


@pytest.mark.django_db
def test_shards_and_replicas_are_settings(settings):
    settings.ELASTICSEARCH_SHARDS = 2
    settings.ELASTICSEARCH_REPLICAS = 0
    name = index_rebuild().index
    found = client().indices.get_settings(index=name)[name]["settings"]["index"]
    assert (found["number_of_shards"], found["number_of_replicas"]) == ("2", "0")


@pytest.mark.django_db
def test_status_names_what_is_missing_too_many_and_stale_by_city(index):
    wuhan = VacancyFactory.create_batch(3, region="420115")
    dongguan = VacancyFactory(region="441900")
    changed(*wuhan, dongguan)
    outbox_drain()
    refresh()
    assert index_status().agrees

    missing = VacancyFactory(region="420100")
    close(wuhan[0])
    Vacancy.objects.filter(pk=wuhan[1].pk).update(title="改过")
    status = index_status()
    (difference,) = status.differences
    assert difference.city == "420100"
    assert difference.missing == [missing.pk]
    assert difference.surplus == [wuhan[0].pk]
    assert difference.stale == [wuhan[1].pk]
    assert (status.database, status.indexed, status.waiting) == (4, 4, 0)


@pytest.mark.django_db
def test_status_compares_vacancies_without_a_city_too(index):
    vacancy = VacancyFactory(region="")
    (difference,) = index_status().differences
    assert (difference.city, difference.missing) == ("-", [vacancy.pk])


@pytest.mark.django_db
def test_a_vacancy_that_expired_at_midnight_is_no_difference(index):
    vacancy = VacancyFactory(expires_on=timezone.localdate())
    changed(vacancy)
    outbox_drain()
    refresh()
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with mock.patch("django.utils.timezone.localdate", return_value=tomorrow):
        status = index_status()
    assert (status.database, status.indexed, status.agrees) == (0, 0, True)
