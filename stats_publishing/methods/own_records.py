"""From counts by codes of the standards to the groups of the quarterly tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from stats_publishing.methods.groups import KINDS, Group, Kind, groups

COUNTS: Final = ("demand_carried", "demand_new", "seekers_carried", "seekers_new")
MINOR: Final = "minor"
"""Beside the kinds of published tables: occupations by minor group (小类), for gaps and surpluses."""
TOTAL: Final = "_T"
NO_REQUIREMENT: Final = "_N"
OTHER: Final = "_O"
NOT_ASKED: Final[Mapping[Kind, str]] = {
    "industry": "seekers",
    "employer": "seekers",
    "seeker": "demand",
}
"""The side that a table has no column of: people state no industry or type of employer that they want,
vacancies no category of people. Vacancies may not ask for a sex or an age: there they require nothing."""

_NOT_MADE: Final[Mapping[Kind, frozenset[str]]] = {
    "industry": frozenset({"F1994", "S1", "S2", "S3", NO_REQUIREMENT}),
    "employer": frozenset({NO_REQUIREMENT}),
    "grade": frozenset({OTHER}),
    "seeker": frozenset({OTHER, NO_REQUIREMENT}),
}
_EMPLOYERS: Final = {
    **{code: (code, "100", "E") for code in ("110", "120", "130", "140", "150", "160", "170", "190")},
    "100": ("190", "100", "E"),
    **{code: (code, "E") for code in ("175", "200", "300")},
    **{code: (code,) for code in ("P", "A", "S")},
}
_EDUCATION: Final = {
    "10": ("14",), "11": ("14",), "14": ("14",), "20": ("20",), "30": ("30",), "40": ("60", "40"),
    "60": ("60",), "70": ("70",), "80": ("70",),
}  # fmt: skip
_SEEKERS: Final = {"graduate": ("new_youth", "graduate")}


def made(kind: Kind) -> list[Group]:
    """The groups that own records are counted in, in the order of publication; the others come in returns."""
    return [group for group in groups(kind) if group.code not in _NOT_MADE.get(kind, ())]


def groups_of(kind: str, side: str, code: str) -> tuple[str, ...]:
    """Codes of the rows that somebody with a code of the standard is counted in, but for the total.

    What is not stated: of vacancies it is no requirement, as is no wish of a person; an industry or a type of
    employer that is not known is another one; a person whose category, sex, age or education is not known
    stands in the total alone.

    Args:
        kind: a kind of table, or `MINOR`.
        code: section, type of employer, minor group, level of education, grade, `SeekerCategory`, sex, or
            first year of the band of ages; "" is not stated.
    """
    match kind:
        case "minor":
            return (code,) if code else (NO_REQUIREMENT,)
        case "occupation":
            major = f"{code[:1]}-00-00-00"
            unstated = NO_REQUIREMENT if side == "seekers" else "8-00-00-00"
            return (major,) if code[:1] in set("12345678") else (unstated,)
        case "industry":
            return (code,) if len(code) == 1 and "A" <= code <= "T" else (OTHER,)
        case "employer":
            return _EMPLOYERS.get(code, (OTHER,))
        case "education":
            return _EDUCATION.get(code, () if side == "seekers" else (NO_REQUIREMENT,))
        case "grade":
            return (code,) if code else ("00" if side == "seekers" else NO_REQUIREMENT,)
        case "seeker":
            return _SEEKERS.get(code, (code,) if code else ())
        case _:
            return (code,) if code else (() if side == "seekers" else (NO_REQUIREMENT,))


def grouped(cells: pl.DataFrame) -> pl.DataFrame:
    """Counts of each city in the groups of each kind, with totals, one row a group; groups of nobody have 0.

    Source: tables of the quarterly analysis; where what is not stated counts is this portal's rule
    (`groups_of`).

    Args:
        cells: city, side ("demand", "seekers"), kind (of `KINDS`, `MINOR`, or "" for all), code (String),
            carried and new (Int64).
    Returns:
        city, kind, code and `COUNTS`; a side that a kind does not ask is null.
    """
    total = cells.filter(pl.col("kind") == "").drop("kind", "code")
    codes = cells.filter(pl.col("kind") != "").select("kind", "side", "code").unique()
    rows = [
        (kind, side, code, group)
        for kind, side, code in codes.iter_rows()
        for group in groups_of(kind, side, code)
    ]
    schema = ["kind", "side", "code", "group"]
    known = pl.DataFrame(rows, schema=dict.fromkeys(schema, pl.String), orient="row")
    stated = cells.join(known, on=["kind", "side", "code"]).select(
        "city", "kind", "side", "carried", "new", code="group"
    )
    required_by_none = total.filter(pl.col("side") == "demand").select(
        "city", "side", "carried", "new", code=pl.lit(NO_REQUIREMENT)
    )
    kinds = pl.DataFrame({"kind": [*KINDS, MINOR]})
    parts = [
        stated,
        required_by_none.join(kinds.filter(pl.col("kind").is_in(["sex", "age"])), how="cross"),
        total.with_columns(code=pl.lit(TOTAL)).join(kinds, how="cross"),
    ]
    long = pl.concat([part.select("city", "kind", "side", "code", "carried", "new") for part in parts])
    return _wide(long)


def asked(counts: pl.DataFrame) -> pl.DataFrame:
    """Counts without those of a side that a table has no column of: null there, not 0."""
    return counts.with_columns(
        pl.when(pl.col("kind").is_in([kind for kind, side in NOT_ASKED.items() if name.startswith(side)]))
        .then(None)
        .otherwise(pl.col(name))
        .alias(name)
        for name in COUNTS
    )


def _wide(long: pl.DataFrame) -> pl.DataFrame:
    sums = [
        pl.col(which).filter(pl.col("side") == side).sum().alias(f"{side}_{which}")
        for side in ("demand", "seekers")
        for which in ("carried", "new")
    ]
    counted = long.group_by("city", "kind", "code").agg(sums)
    rows = [(kind, group.code, place) for kind in KINDS for place, group in enumerate(made(kind))]
    places = pl.DataFrame(
        rows, schema={"kind": pl.String, "code": pl.String, "place": pl.Int64}, orient="row"
    )
    minor = counted.filter(pl.col("kind") == MINOR).with_columns(place=pl.lit(0, pl.Int64))
    listed = (
        long.select("city")
        .unique()
        .join(places, how="cross")
        .join(counted, on=["city", "kind", "code"], how="left")
        .select(minor.columns)
    )
    order = pl.col("kind").cast(pl.Enum([*KINDS, MINOR]))
    return (
        asked(pl.concat([listed, minor]).with_columns(pl.col(COUNTS).fill_null(0)))
        .sort("city", order, "place", "code")
        .select("city", "kind", "code", *COUNTS)
    )
