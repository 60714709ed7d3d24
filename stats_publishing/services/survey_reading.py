"""Reads the file of a survey, chunk by chunk, into private Parquet files, and checks all rows at the end.

Every chunk is a file and one transaction that counts it: work that was killed goes on with the next one.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import polars as pl
from django.conf import settings
from django.db import transaction

from accounts.encryption import derived_key
from jobs.feeds.importer import minimum_wages
from jobs.feeds.readers import RawRow, ReadOptions, in_chunks, open_source
from jobs.feeds.reasons import RunError
from standards.regions import city_of, province_of
from stats_publishing.methods.wage_checks import wage_findings
from stats_publishing.methods.wage_columns import recognised
from stats_publishing.methods.wage_survey import SCHEMA, Reading, read_rows
from stats_publishing.models import WageFinding, WageSurvey
from stats_publishing.services import survey_files
from stats_publishing.wage_enums import UNIT_CHECKS, Check

CHUNK_ROWS: Final = 25_000
MOST_ROWS: Final = 1_000_000
SAMPLES: Final = 8
_FORMATS: Final = frozenset({"csv", "xlsx"})
_LARGEST_UNPACKED: Final = 2 * 1024**3
_FINDING: Final = {"row": pl.Int64, "check": pl.String, "figure": pl.Float64, "expected": pl.Float64}


def survey_key() -> bytes:
    """What employers' pseudonyms are made under: the same employer is the same in every survey."""
    return derived_key(settings.SECRET_KEY, b"stats_publishing.wage-survey")


def file_read(survey: WageSurvey) -> None:
    """Read the rows of the survey's file that are not read yet, and join them.

    Raises:
        RunError: the file cannot be read to its end, has no rows or too many, or lacks a column.
    """
    try:
        file = survey.file.open("rb")
    except FileNotFoundError:
        raise RunError("file_missing") from None
    with file:
        source = open_source(file.file, ReadOptions().for_people(largest_unpacked=_LARGEST_UNPACKED))
        if source.format not in _FORMATS:
            raise RunError("format_unknown")
        reading: Reading | None = None
        for number, chunk in enumerate(in_chunks(source.rows, CHUNK_ROWS)):
            if chunk[-1].number > MOST_ROWS:
                raise RunError("rows_too_many", most=MOST_ROWS)
            reading = reading or _reading(survey, chunk)
            if number >= survey.parts:
                position = 0 if file.file.closed else file.file.tell()
                _keep_part(survey, number, read_chunk(chunk, reading), position)
    if not survey.parts:
        raise RunError("file_empty")


def _reading(survey: WageSurvey, rows: list[RawRow]) -> Reading:
    headings = next((list(row.values) for row in rows if row.values), [])
    columns = recognised(headings)
    if columns.missing:
        raise RunError("columns_missing", missing=list(columns.missing), found=headings[:60])
    survey.columns = {"of": dict(columns.of), "pay_unit": columns.pay_unit, "unread": list(columns.unread)}
    return Reading(columns, survey.region, survey_key())


def read_chunk(rows: list[RawRow], reading: Reading) -> pl.DataFrame:
    """The rows of a chunk; one that cannot be read has no pay and says so."""
    whole = [row for row in rows if not row.error]
    headings = list(dict.fromkeys([*reading.columns.of.values(), *reading.columns.unread]))
    sent = pl.DataFrame(
        {
            "_row": pl.Series([row.number for row in whole], dtype=pl.Int64),
            **{name: pl.Series([_text(row.values.get(name)) for row in whole]) for name in headings},
        },
        schema_overrides=dict.fromkeys(headings, pl.String),
    )
    broken = [
        {"row": row.number, "region": reading.region, "unread": ["row"], "months": 12, "weight": 1.0}
        for row in rows
        if row.error
    ]
    frames = [read_rows(sent, reading), pl.DataFrame(broken, schema=dict(SCHEMA))]
    return pl.concat(frames).sort("row")


def _text(value: Any) -> str:
    """A cell; a formula is nothing that could be read."""
    text = str(value or "").replace("\0", "")[:200]
    return "" if text.startswith("=") else text


@transaction.atomic
def _keep_part(survey: WageSurvey, number: int, rows: pl.DataFrame, position: int) -> None:
    survey_files.keep(survey, survey_files.part_name(number), rows)
    survey.parts, survey.bytes_read = number + 1, position
    survey.rows += len(rows)
    survey.save(update_fields=["parts", "bytes_read", "rows", "columns"])


def rows_join(survey: WageSurvey) -> pl.DataFrame:
    """All rows of a survey, kept as one file."""
    names = [survey_files.part_name(number) for number in range(survey.parts)]
    rows = pl.concat([survey_files.kept(survey, name) for name in names])
    survey_files.keep(survey, survey_files.ROWS, rows)
    return rows


def rows_check(survey: WageSurvey, rows: pl.DataFrame) -> None:
    """Check all rows, keep what is found as a file and what it comes to in the database."""
    found = findings_of(rows, minimum_wage=minimum_wages_of(survey.year, rows))
    survey_files.keep(survey, survey_files.FINDINGS, found)
    by_check = found.group_by("check", maintain_order=True).agg(
        pl.len().alias("rows"), pl.struct("row", "figure", "expected").head(SAMPLES).alias("samples")
    )
    made = [
        WageFinding(
            survey=survey,
            check_code=check,
            rows=count,
            samples=[[one["row"], one["figure"], one["expected"]] for one in samples],
        )
        for check, count, samples in by_check.iter_rows()
    ]
    survey.findings.all().delete()
    WageFinding.objects.bulk_create(made)


def findings_of(rows: pl.DataFrame, *, minimum_wage: dict[str, int]) -> pl.DataFrame:
    """All findings: of `wage_checks`, and of words that no list knows.

    Pay in a wrong unit is not held against the minimum wage as well.
    """
    whole = rows.filter(~pl.col("unread").list.contains("row"))
    found = wage_findings(whole, minimum_wage=minimum_wage, identity=["person"])
    units = found.filter(pl.col("check").is_in(UNIT_CHECKS))["row"]
    found = found.filter((pl.col("check") != Check.BELOW_MINIMUM) | ~pl.col("row").is_in(units.implode()))
    unread = (
        rows.select("row", "pay", pl.col("unread"))
        .explode("unread", empty_as_null=False)
        .drop_nulls("unread")
        .filter(pl.col("unread") != "title")
        .select(
            "row",
            check=pl.when(pl.col("unread") == "row")
            .then(pl.lit(Check.UNREADABLE.value))
            .otherwise(pl.lit("unknown_") + pl.col("unread")),
            figure="pay",
            expected=pl.lit(None, pl.Float64),
        )
    )
    return pl.concat([found, unread.cast(_FINDING)]).sort("row", "check")  # type: ignore[arg-type]


def minimum_wages_of(year: int, rows: pl.DataFrame) -> dict[str, int]:
    """Region → the lowest minimum wage of the year in yuan a month, the province's where it states none."""
    known = minimum_wages(dt.date(year, 1, 1))
    found = {}
    for code in rows["region"].unique().to_list():
        city, province = city_of(code), province_of(code)
        for unit in (code, city and city.code, province and province.code):
            if unit and unit in known:
                found[code] = known[unit]
                break
    return found
