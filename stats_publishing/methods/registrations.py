"""Counts of a quarter from registrations as they were: carried over, new and valid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl


def registration_counts(
    registrations: pl.DataFrame, *, start: dt.date, end: dt.date, keys: Sequence[str]
) -> pl.DataFrame:
    """上期结转 (carried), 本期新增 (new) and their sum 本期有效数 (valid) of a period, by keys.

    Carried over is what was registered before the period and still valid when it began; new is what was
    registered in it. Only dates decide, so that the same question asked later gives the same answer.
    Source: forms of the quarterly analysis, 劳社部发〔2002〕22号.

    Args:
        registrations: keys; registered_on; ended_on (null: still valid; the first day that it no longer is);
            people (a vacancy's headcount, 1 for a person).
        start: first day of the period.
        end: first day after it.
    Raises:
        ValueError: the period is empty.
    """
    if start >= end:
        raise ValueError(f"the period from {start} to {end} has no day")
    registered, ended = pl.col("registered_on"), pl.col("ended_on")
    carried = (registered < start) & (ended.is_null() | (ended > start))
    new = registered.is_between(start, end, closed="left")
    people = pl.col("people")
    return (
        registrations.filter(carried | new)
        .group_by(*keys)
        .agg(carried=people.filter(carried).sum(), new=people.filter(new).sum())
        .with_columns(valid=pl.col("carried") + pl.col("new"))
        .sort(*keys)
    )
