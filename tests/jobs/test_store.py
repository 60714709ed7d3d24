"""What the import asks of PostgreSQL."""

from __future__ import annotations

import pytest
from django.db import connection

from jobs.feeds.store import statistics_keep_up
from jobs.models import Vacancy
from tests.factories import EmployerFactory, VacancyFactory

pytestmark = pytest.mark.django_db


def rows_that_the_planner_knows_of() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'jobs_vacancy'::regclass")
        return int(cursor.fetchone()[0])


def test_a_table_that_outgrew_its_statistics_is_counted_again():
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE jobs_vacancy")
    assert rows_that_the_planner_knows_of() == 0
    Vacancy.objects.bulk_create(VacancyFactory.build_batch(400, employer=EmployerFactory()))
    statistics_keep_up()
    assert rows_that_the_planner_knows_of() == 400

    Vacancy.objects.bulk_create(VacancyFactory.build_batch(10, employer=EmployerFactory()))
    statistics_keep_up()
    assert rows_that_the_planner_knows_of() == 400
