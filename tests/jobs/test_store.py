"""What the import asks of PostgreSQL."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection

from jobs.feeds.store import known_by_hash, known_by_id, statistics_keep_up
from jobs.models import Vacancy
from tests.factories import EmployerFactory, VacancyFactory
from tests.jobs.factories import CityFeedFactory

pytestmark = pytest.mark.django_db


def asked(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def rows_that_the_planner_knows_of(table: str = "jobs_vacancy") -> int:
    return asked(f"SELECT reltuples FROM pg_class WHERE oid = '{table}'::regclass")


def rows_read() -> int:
    """Vacancies that this transaction has read so far, by an index or without."""
    return asked(
        "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'jobs_vacancy'"
    )


def analyze() -> None:
    """What was counted for a test before is not taken back with its rows."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE jobs_vacancy, jobs_vacancyspell, jobs_employer")


def sent_by(feed, number: int) -> list[Vacancy]:
    """Vacancies that a feed has sent."""
    rows = VacancyFactory.build_batch(number, employer=EmployerFactory(), feed=feed)
    for vacancy in rows:
        vacancy.raw_hash = uuid.uuid4()
        vacancy.external_id = vacancy.raw_hash.hex
    return Vacancy.objects.bulk_create(rows)


def test_tables_that_outgrew_their_statistics_are_counted_again():
    analyze()
    assert rows_that_the_planner_knows_of() == 0
    Vacancy.objects.bulk_create(VacancyFactory.build_batch(400, employer=EmployerFactory()))
    statistics_keep_up()
    assert rows_that_the_planner_knows_of() == 400
    assert rows_that_the_planner_knows_of("jobs_vacancyspell") == 400
    assert rows_that_the_planner_knows_of("jobs_employer") == 1

    Vacancy.objects.bulk_create(VacancyFactory.build_batch(10, employer=EmployerFactory()))
    statistics_keep_up()
    assert rows_that_the_planner_knows_of() == 400


def test_of_a_feed_that_the_statistics_do_not_know_only_what_is_asked_for_is_read():
    old, new = CityFeedFactory(), CityFeedFactory()
    sent_by(old, 1_000)
    analyze()
    vacancies = sent_by(new, 300)

    before = rows_read()
    by_hash = known_by_hash(new, [vacancy.raw_hash.bytes for vacancy in vacancies])
    by_id = known_by_id(new, [vacancy.external_id for vacancy in vacancies])
    assert [len(by_hash), len(by_id)] == [300, 300]
    assert rows_read() - before == 600


def test_what_another_feed_sent_is_not_known():
    old, new = CityFeedFactory(), CityFeedFactory()
    (vacancy,) = sent_by(old, 1)
    assert not known_by_hash(new, [vacancy.raw_hash.bytes])
    assert not known_by_id(new, [vacancy.external_id])
    assert known_by_hash(old, [vacancy.raw_hash.bytes])
