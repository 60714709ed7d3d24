"""When vacancies are first to be found: stamped by the indexer, read by alerts."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from jobs.models import Vacancy


def mark_shown(ids: list[int], *, at: dt.datetime) -> None:
    """Note `at` for those of the vacancies that are public and were never noted before.

    Call it in the transaction that writes them to the index, before their rows are read: where that fails,
    the notes are undone with it.
    """
    public, parameters = Vacancy.objects.public().values("id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO search_shownvacancy (vacancy_id, at)"  # noqa: S608  no text from outside
            f" SELECT public.id, %s FROM ({public}) AS public WHERE public.id = ANY(%s::bigint[])"
            f" AND NOT EXISTS (SELECT FROM search_shownvacancy WHERE vacancy_id = public.id)"
            f" ORDER BY public.id ON CONFLICT DO NOTHING",
            [at, *parameters, ids],
        )
