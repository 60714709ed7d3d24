"""Counts of demand and seekers from the history of the portal's own records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import polars as pl
from django.db import connection
from django.utils import timezone

from accounts.practice import TABLE as PRACTICE
from jobs.models import SeekerSpell, VacancySpell
from stats_publishing.methods.own_records import MINOR, grouped
from stats_publishing.methods.periods import Period

_MINOR: Final = "CASE WHEN occupation = '' THEN '' ELSE left(occupation, 7) || '-00' END"


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of the market: its table of spells, whom a row counts, and what it is told apart by."""

    table: str
    subject: str
    people: str
    codes: Mapping[str, str]


SIDES: Final[Mapping[Literal["demand", "seekers"], _Side]] = {
    "demand": _Side(
        table=VacancySpell._meta.db_table,
        subject="vacancy",
        people="headcount",
        codes={
            MINOR: _MINOR,
            "industry": "left(industry, 1)",
            "employer": "employer_type",
            "education": "education",
            "grade": "grade",
        },
    ),
    "seekers": _Side(
        table=SeekerSpell._meta.db_table,
        subject="seeker",
        people="1",
        codes={
            MINOR: _MINOR,
            "seeker": "category",
            "sex": "sex",
            "age": "coalesce(age_from::text, '')",
            "education": "education",
            "grade": "grade",
        },
    ),
}


def counts_sql(side: Literal["demand", "seekers"], *, cities: bool) -> str:
    """Counts of a period by city and each code: upon the parameters start, end (instants) and cities.

    Most vacancies and people have one spell, which is added as it stands. Of several in one period, the one
    that stood when it began is carried over, and what the last one has more than that is new, in the groups
    of the last one: nobody counts twice, whatever changes in between.

    A city that practised at any time of the period is left out, and what began while it did never counts.
    """
    what = SIDES[side]
    codes = ", ".join(f"{sql} AS {kind}" for kind, sql in what.codes.items())
    names = ", ".join(what.codes)
    real = f"""NOT EXISTS (SELECT FROM {PRACTICE} p WHERE city ^@ p.prefix::text AND (
        (p.since < %(end)s AND coalesce(p.until, 'infinity') > %(start)s)
        OR (begins_at >= p.since AND begins_at < coalesce(p.until, 'infinity'))))"""
    stood = f"begins_at < %(end)s AND ends_at > %(start)s AND {real}"
    within = stood + (" AND city = ANY(%(cities)s)" if cities else "")
    single = "number = 1 AND NOT followed"
    people = what.people
    sets = ", ".join(f"(city, {kind})" for kind in what.codes)
    places = " ".join(f"WHEN grouping({kind}) = 0 THEN '{kind}'" for kind in what.codes)
    return f"""
        WITH counted AS (
            SELECT city, {codes},
                CASE WHEN begins_at < %(start)s THEN {people} ELSE 0 END AS carried,
                CASE WHEN begins_at < %(start)s THEN 0 ELSE {people} END AS new
            FROM {what.table} WHERE {single} AND {within}
            UNION ALL
            SELECT city, {names},
                CASE WHEN begins_at < %(start)s THEN people ELSE 0 END,
                CASE WHEN is_last THEN greatest(people - coalesce(carried, 0), 0) ELSE 0 END
            FROM (
                SELECT city, {codes}, begins_at, {people} AS people,
                    max({people}) FILTER (WHERE begins_at < %(start)s) OVER same AS carried,
                    number = max(number) OVER same AS is_last
                FROM {what.table} WHERE NOT ({single}) AND {stood}
                WINDOW same AS (PARTITION BY {what.subject})
            ) AS several {"WHERE city = ANY(%(cities)s)" if cities else ""}
        )
        SELECT city, CASE {places} ELSE '' END AS kind, concat({names}) AS code,
            sum(carried)::bigint AS carried, sum(new)::bigint AS new
        FROM counted GROUP BY GROUPING SETS ((city), {sets}) HAVING sum(carried) + sum(new) > 0
    """  # noqa: S608 - no value is formatted in


def instants(period: Period) -> tuple[dt.datetime, dt.datetime]:
    """When a period begins and when the next one does, in the civil time zone."""
    return (
        timezone.make_aware(dt.datetime.combine(period.start, dt.time())),
        timezone.make_aware(dt.datetime.combine(period.end, dt.time())),
    )


def city_cells(*, period: Period, cities: Sequence[str] | None = None) -> pl.DataFrame:
    """上期结转 (carried) and 本期新增 (new) of a period by city, side, kind and code of the standard.

    From history, as it was: vacancies that anybody could see, by headcount, and registrations of people. The
    same question gives the same answer at any time after the period.

    Args:
        cities: codes; None for all.
    Returns:
        city, side, kind ("" for all), code, carried, new, as `own_records.grouped` takes them.
    """
    start, end = instants(period)
    values: dict[str, Any] = {"start": start, "end": end, "cities": list(cities or ())}
    schema = dict.fromkeys(("city", "kind", "code"), pl.String) | dict.fromkeys(("carried", "new"), pl.Int64)
    parts = []
    with connection.cursor() as cursor:
        for side in SIDES:
            cursor.execute(counts_sql(side, cities=cities is not None), values)
            found = pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")
            parts.append(found.with_columns(side=pl.lit(side)))
    cells = pl.concat(parts).filter(pl.col("city") != "")
    return pl.concat([cells, _majors(cells)], how="diagonal")


def city_counts(*, period: Period, cities: Sequence[str] | None = None) -> pl.DataFrame:
    """The same in the groups of the quarterly tables: city, kind, code and `own_records.COUNTS`.

    A city without a vacancy and without a registration has no rows.
    """
    return grouped(city_cells(period=period, cities=cities))


def _majors(cells: pl.DataFrame) -> pl.DataFrame:
    """Minor groups added up to major ones, by the first figure of their codes."""
    return (
        cells.filter(pl.col("kind") == MINOR)
        .group_by("city", "side", code=pl.col("code").str.slice(0, 1))
        .agg(pl.col("carried", "new").sum())
        .with_columns(kind=pl.lit("occupation"))
    )
