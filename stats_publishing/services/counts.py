"""Counts of demand and seekers from the history of the portal's own records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import polars as pl
from django.db import connection, transaction
from django.utils import timezone

from accounts.practice import TABLE as PRACTICE
from accounts.practice import any_practice
from jobs.models import SeekerSpell, VacancySpell
from stats_publishing.methods.own_records import MINOR, grouped
from stats_publishing.methods.periods import Period

MEMORY: Final = "128MB"
"""`work_mem` of a count. Hash tables of a few hundred thousand groups, whatever the number of people, take
twice that at most (`hash_mem_multiplier`). With less, PostgreSQL sorts everybody for each set of groups."""
_MINOR: Final = "left(occupation, 7)"
_NULL: Final = "~"


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of the market: its table of spells, whom a row counts, and what it is told apart by.

    Args:
        together: kinds that are counted in one set of groups, being few together; each kind is in one set.
    """

    table: str
    subject: str
    people: str
    codes: Mapping[str, str]
    together: Sequence[Sequence[str]]


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
        together=((MINOR,), ("industry", "employer"), ("education", "grade")),
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
        together=((MINOR,), ("seeker", "sex", "age"), ("education", "grade")),
    ),
}


def counts_sql(side: Literal["demand", "seekers"], *, cities: bool, practised: bool) -> str:
    """Counts of a period by city and sets of codes: upon the parameters start, end (instants) and cities.

    Most vacancies and people have one spell, which is added as it stands. Of several in one period, the one
    that stood when it began is carried over, and what the last one has more than that is new, in the groups
    of the last one: nobody counts twice, whatever changes in between.

    Args:
        cities: only those of the parameter.
        practised: some city practises or did. One that practised at any time of the period is left out, and
            what began while it did never counts.
    Returns:
        SQL of rows of one text: city, codes and counts with commas between them, codes of another set "~".
    """
    what = SIDES[side]
    codes = ", ".join(f"{sql} AS {kind}" for kind, sql in what.codes.items())
    names = ", ".join(what.codes)
    texts = ", ".join(f"coalesce({kind}, '{_NULL}')" for kind in what.codes)
    real = f"""AND NOT (city ^@ ANY (ARRAY(SELECT prefix::text FROM {PRACTICE})) AND EXISTS (
        SELECT FROM {PRACTICE} p WHERE city ^@ p.prefix::text AND (
            (p.since < %(end)s AND coalesce(p.until, 'infinity') > %(start)s)
            OR (begins_at >= p.since AND begins_at < coalesce(p.until, 'infinity')))))"""  # noqa: S608 - ours
    stood = f"begins_at < %(end)s AND ends_at > %(start)s {real if practised else ''}"
    here = "city = ANY(%(cities)s)" if cities else "true"
    single = "number = 1 AND NOT followed"
    several = f"NOT ({single}) AND {stood}"
    subjects = f"SELECT {what.subject} FROM {what.table} WHERE {several} AND {here}"  # noqa: S608 - as above
    of_cities = f"AND {what.subject} IN ({subjects})" if cities else ""
    people = what.people
    sets = ", ".join(f"(city, {', '.join(kinds)})" for kinds in what.together)
    return f"""
        WITH counted AS (
            SELECT city, {codes},
                CASE WHEN begins_at < %(start)s THEN {people} ELSE 0 END AS carried,
                CASE WHEN begins_at < %(start)s THEN 0 ELSE {people} END AS new
            FROM {what.table} WHERE {single} AND {stood} AND {here}
            UNION ALL
            SELECT city, {names},
                CASE WHEN begins_at < %(start)s THEN people ELSE 0 END,
                CASE WHEN is_last THEN greatest(people - coalesce(carried, 0), 0) ELSE 0 END
            FROM (
                SELECT city, {codes}, begins_at, {people} AS people,
                    max({people}) FILTER (WHERE begins_at < %(start)s) OVER same AS carried,
                    number = max(number) OVER same AS is_last
                FROM {what.table} WHERE {several} {of_cities}
                WINDOW same AS (PARTITION BY {what.subject})
            ) AS several WHERE {here}
        )
        SELECT concat_ws(',', city, {texts}, sum(carried), sum(new))
        FROM counted GROUP BY GROUPING SETS ({sets}) HAVING sum(carried) + sum(new) > 0
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
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', %s, true)", [MEMORY])
        practised = any_practice()
        parts = []
        for side in SIDES:
            sql = counts_sql(side, cities=cities is not None, practised=practised)
            parts.append(_by_kind(_read(cursor, sql, values, SIDES[side]), side))
    cells = pl.concat(parts).filter(pl.col("city") != "")
    return pl.concat([cells, _majors(cells)], how="diagonal")


def _read(cursor: Any, sql: str, values: Mapping[str, Any], what: _Side) -> pl.DataFrame:
    """The rows of `counts_sql`, fetched as one text: psycopg is slow where there are many."""
    schema = dict.fromkeys(("city", *what.codes), pl.String) | dict.fromkeys(("carried", "new"), pl.Int64)
    cursor.execute(f"SELECT string_agg(line, E'\\n') FROM ({sql}) AS lines (line)", values)  # noqa: S608 - ours
    (text,) = cursor.fetchone()
    return pl.read_csv(
        (text or "").encode(), has_header=False, schema=schema, null_values=_NULL,
        empty_string_is_null=False, raise_if_empty=False,
    )  # fmt: skip


def _by_kind(found: pl.DataFrame, side: Literal["demand", "seekers"]) -> pl.DataFrame:
    """Sets of codes added up by each of their kinds, and to all."""
    people = pl.col("carried", "new").sum()
    sets = SIDES[side].together
    minor = pl.when(pl.col(MINOR) == "").then(pl.col(MINOR)).otherwise(pl.col(MINOR) + "-00")
    found = found.with_columns(minor.alias(MINOR))
    parts = [
        found.drop_nulls(kinds[0]).group_by("city", code=kind).agg(people).with_columns(kind=pl.lit(kind))
        for kinds in sets
        for kind in kinds
    ]
    of_all = found.drop_nulls(sets[0][0]).group_by("city").agg(people)
    parts.append(of_all.with_columns(kind=pl.lit(""), code=pl.lit("")))
    columns = ["city", "kind", "code", "carried", "new"]
    return pl.concat([part.select(columns) for part in parts]).with_columns(side=pl.lit(side))


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
