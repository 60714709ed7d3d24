"""A quarter of all cities out of many registrations, against one bare GROUP BY over the same rows.

Half are times of vacancies, half of people; one in twenty was followed by another. Ours: the counts of all
cities from history, then all tables of cities, provinces and the country with shares, ratios, changes, gaps.
Bare: one GROUP BY a side over the same rows and all their dimensions, with nothing of the rest.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import polars as pl

PERIOD = "2026Q3"
TURNS = 3

_CODES = """
    (%(cities)s::text[])[1 + floor({cities} * random() * random())::int] AS city,
    (%(occupations)s::text[])[1 + floor({occupations} * random())::int] AS occupation,
    ('{{00,20,30,40,60,70}}'::text[])[1 + floor(6 * random())::int] AS education,
    ('{{"",50,40,30,20,10,T3,T2,T1}}'::text[])[1 + floor(9 * random())::int] AS grade,
    timestamptz '2025-10-01' + random() * interval '500 days' AS begins_at, random() AS lasts
"""
_FILL = {
    "jobs_vacancyspell": (
        "vacancy, industry, employer_type, headcount",
        "i, chr(65 + floor(20 * random())::int), ('{110,150,160,170,175,200,300,P}'::text[])"
        "[1 + floor(8 * random())::int], 1 + floor(9 * random())::int",
    ),
    "jobs_seekerspell": (
        "seeker, category, sex, age_from",
        "i, ('{graduate,new_youth,lost_job,other,employed,rural,elsewhere}'::text[])"
        "[1 + floor(7 * random())::int], (1 + floor(2 * random()))::text,"
        " ('{16,25,35,45}'::int[])[1 + floor(4 * random())::int]",
    ),
}


def fill(rows: int) -> None:
    """Registrations of five quarters, in both tables."""
    from django.db import connection

    from standards import occupations, regions

    cities = [city.code for city in regions.cities()]
    codes = [entry.code for entry in occupations.all_occupations() if entry.level == 4]
    drawn = _CODES.format(cities=len(cities), occupations=len(codes))
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        for table, (columns, values) in _FILL.items():
            cursor.execute(
                f"INSERT INTO {table} (number, city, occupation, education, grade, begins_at, ends_at,"
                f" followed, {columns}) SELECT 1, city, occupation, education, grade, begins_at,"
                f" begins_at + interval '1 day' + lasts * interval '150 days', i %% 20 = 0, {values}"
                f" FROM (SELECT i, {drawn} FROM generate_series(1, %(rows)s) AS i) AS drawn",
                {"cities": cities, "occupations": codes, "rows": rows // 2 * 20 // 21},
            )
            names = ", ".join(["city", "occupation", "education", "grade", "followed", columns])
            kept = names.replace("followed", "false")
            cursor.execute(
                f"INSERT INTO {table} ({names}, number, begins_at, ends_at) SELECT {kept}, 2, ends_at,"
                f" ends_at + interval '40 days' FROM {table} WHERE followed"
            )
        cursor.execute("VACUUM ANALYZE jobs_vacancyspell, jobs_seekerspell")


def bare() -> int:
    """The same rows by all their dimensions, with the memory that ours has; gives the number of groups."""
    from django.db import connection, transaction

    from stats_publishing.methods.periods import Period
    from stats_publishing.services.counts import MEMORY, SIDES, instants

    start, end = instants(Period.read(PERIOD))
    groups = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', %s, true)", [MEMORY])
        for side in SIDES.values():
            keys = ", ".join(["city", *side.codes.values()])
            cursor.execute(
                f"SELECT count(*) FROM (SELECT {keys}, sum({side.people}) FROM {side.table}"
                " WHERE begins_at < %s AND ends_at > %s GROUP BY " + keys + ") AS grouped",
                [end, start],
            )
            groups += cursor.fetchone()[0]
    return groups


def ours() -> int:
    """All tables of all areas; gives how many rows they have."""
    from accounts.enums import NATION
    from stats_publishing.methods.analysis import analysed, area_counts, gaps_of, with_changes_of
    from stats_publishing.methods.periods import Period
    from stats_publishing.methods.supply_demand import PUBLISHED
    from stats_publishing.services.counts import city_counts

    counts = city_counts(period=Period.read(PERIOD))
    names = counts["city"].unique()
    members = pl.DataFrame({"city": names})
    areas = pl.concat(
        members.with_columns(area=area)
        for area in (pl.col("city"), pl.col("city").str.slice(0, 2) + "0000", pl.lit(NATION))
    ).unique()
    rows = analysed(area_counts(counts, areas=areas))
    published = rows.select("area", "kind", "code", *PUBLISHED)
    rows = with_changes_of(rows, qoq=published, yoy=published)
    gaps_of(rows)
    return rows.height


def seconds(act: Callable[[], int]) -> tuple[float, int]:
    began = time.perf_counter()
    size = act()
    return time.perf_counter() - began, size


def measure(rows: int) -> dict[str, Any]:
    fill(rows)
    turns = [(seconds(bare), seconds(ours)) for _turn in range(TURNS)]
    return {
        "registrations": rows,
        "vs_group_by": round(statistics.median(our[0] / their[0] for their, our in turns), 2),
        "quarter_s": round(statistics.median(our[0] for _their, our in turns), 2),
        "group_by_s": round(statistics.median(their[0] for their, _our in turns), 2),
        "groups": turns[0][0][1],
        "table_rows": turns[0][1][1],
    }
