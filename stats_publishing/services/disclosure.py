"""The one door (统计保密) through which tables leave that could tell of an employer or a person.

A controlled dataset is frozen only with the clearance that is given here. What is cleared is protected
together with everything that is linked with it: the other tables of the release, the regions above and below,
and all that earlier versions published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import polars as pl
from django.conf import settings
from django.utils.translation import gettext as _

from accounts.enums import NATION
from accounts.permissions import region_prefix
from standards.regions import is_city, province_of
from stats_publishing.clearance import clearance
from stats_publishing.datasets import all_datasets, dataset
from stats_publishing.methods.disclosure import TOTAL, Limits, rounded_to
from stats_publishing.methods.periods import Period
from stats_publishing.methods.suppression import NotProtectable
from stats_publishing.methods.wage_cells import Cell
from stats_publishing.methods.wage_protection import Left, protected_cells
from stats_publishing.methods.wages import AMOUNTS, PERCENTILES
from stats_publishing.models import DatasetVersion, WageSurvey
from stats_publishing.services.datasets import Draft, NotPossible
from stats_publishing.services.seeker_disclosure import protected
from stats_publishing.services.survey_rows import counted_rows
from stats_publishing.tables import SUPPRESSED, Table
from stats_publishing.wage_enums import COUNTED

WAGES: Final = "wage-level-"
_COUNTS: Final = ("employers", "persons")


@dataclass(frozen=True, slots=True)
class WageTables:
    """The wage tables of one region and year, not protected yet.

    Args:
        rows: the employees that they are made of: region (a city), employer, pay, weight, occupation,
            industry, education, grade, size.
        tables: dataset → its dimensions, employers, persons and the measures of `wage_table`.
        tail: ten-thousandths of the high and low level.
        inputs, notes: as in `Draft`.
    """

    region: str
    year: int
    rows: pl.DataFrame
    tables: Mapping[str, pl.DataFrame]
    tail: int
    inputs: Sequence[Mapping[str, Any]]
    notes: Mapping[str, Any]


def limits() -> Limits:
    """What a cell has to meet, as the settings `DISCLOSURE_…` say."""
    return Limits(
        employers=settings.DISCLOSURE_EMPLOYERS,
        persons=settings.DISCLOSURE_PERSONS,
        largest_two=settings.DISCLOSURE_LARGEST_TWO,
        p_percent=settings.DISCLOSURE_P_PERCENT,
        protection=settings.DISCLOSURE_PROTECTION,
    )


def wage_drafts(made: WageTables) -> list[Draft]:
    """The tables as they may leave: cells that must not be known are empty and marked.

    Raises:
        NotPossible: a secret follows from what was published before.
    """
    rows, parts_of, left = _linked_with(made)
    try:
        kept_back = protected_cells(rows, region=made.region, parts_of=parts_of, left=left, limits=limits())
    except NotProtectable:
        raise NotPossible(
            _(
                "With what was published before, a confidential figure could be worked out from these "
                "tables. They cannot leave as they are: ask the national statisticians."
            )
        ) from None
    period = Period.read(str(made.year))
    notes = {
        **made.notes,
        "limits": asdict(limits())
        | {"beyond": settings.DISCLOSURE_BEYOND, "round_persons": settings.DISCLOSURE_ROUND_PERSONS},
    }
    drafts = []
    for code, frame in made.tables.items():
        table, kept = _protected(code, frame, made.region, kept_back, made.tail)
        draft = Draft(
            dataset=code,
            region=made.region,
            period=period,
            table=table,
            inputs=made.inputs,
            notes={**notes, "kept_back": kept, "cells": len(table.rows)},
        )
        drafts.append(_signed(draft))
    return drafts


def seeker_drafts(drafts: Sequence[Draft]) -> list[Draft]:
    """Tables of one quarter as they may leave: counts of few job seekers, and what tells of them, are empty
    and marked. Tables without seekers stay as they are: vacancies are no secret.

    Args:
        drafts: all tables of their regions and quarter that are made now.
    Raises:
        NotPossible: a secret follows from what was published before.
    """
    controlled = [draft for draft in drafts if dataset(draft.dataset).controlled]
    try:
        kept = {(one.dataset, one.region): one for one in protected(controlled)}
    except NotProtectable:
        raise NotPossible(
            _(
                "With what was published before, it could be worked out from these tables how many of a few "
                "people registered. They cannot leave as they are: ask the national statisticians."
            )
        ) from None
    return [_signed(kept.get((draft.dataset, draft.region), draft)) for draft in drafts]


def _signed(draft: Draft) -> Draft:
    if not dataset(draft.dataset).controlled:
        return draft
    signature = clearance(
        dataset=draft.dataset,
        region=draft.region,
        period=draft.period.code,
        checksum=draft.table.checksum(),
    )
    return replace(draft, clearance=signature)


def _protected(
    code: str, frame: pl.DataFrame, region: str, kept_back: Mapping[Cell, str], tail: int
) -> tuple[Table, int]:
    """A table without what is kept back, and how many of its cells that are."""
    dimensions = tuple(all_datasets()[code].dimensions)
    measures = [name for name in all_datasets()[code].measures if name in frame.columns]
    reached = _reached(tail)
    rounded = frame.with_columns(
        rounded_to(pl.col("persons"), base=settings.DISCLOSURE_ROUND_PERSONS).alias("_shown"),
        *(pl.col(name).round(0, mode="half_away_from_zero").cast(pl.Int64) for name in AMOUNTS),
    )
    rows, marks, kept = [], {}, 0
    for at, row in enumerate(rounded.iter_rows(named=True)):
        key = tuple(row[name] for name in dimensions)
        hides_all = cell_of(code, region, key) in kept_back
        kept += hides_all
        values = []
        for name in measures:
            of_few = row["persons"] * reached.get(name.partition("_")[0], 1.0) < settings.DISCLOSURE_BEYOND
            hidden = hides_all or (name not in _COUNTS and of_few)
            if hidden:
                marks[at, name] = SUPPRESSED
            values.append(None if hidden else row["_shown" if name == "persons" else name])
        rows.append((*key, *values))
    return Table(dimensions, tuple(measures), tuple(rows), marks), kept


def _reached(tail: int) -> dict[str, float]:
    """The share of employees on the smaller side of each amount: few there would be told of one by one."""
    percentiles = {f"p{percent}": min(percent, 100 - percent) / 100 for percent in PERCENTILES}
    return {**percentiles, "middle": 0.5, "low": tail / 10_000, "high": tail / 10_000}


def cell_of(dataset: str, region: str, key: Sequence[str]) -> Cell:
    """The cell that a row of a wage table is, in all tables in which it stands."""
    one = ["" if part == TOTAL else part for part in key]
    kind = dataset.removeprefix(WAGES)
    if kind == "occupation":
        return (region, one[0], "", "")
    if kind == "industry":
        return (region, "", one[0], "")
    if kind == "occupation-industry":
        return (region, one[0], one[1], "")
    return (region, "", "", f"{kind}:{one[0]}" if one[0] else "")


def _linked_with(made: WageTables) -> tuple[pl.DataFrame, dict[str, list[str]], Left]:
    """The employees of all regions that are linked with one, what each region is made of, and what left."""
    never_left = DatasetVersion.objects.filter(approved_at=None, superseded_by__isnull=False)
    versions = DatasetVersion.objects.filter(dataset__startswith=WAGES, period=str(made.year)).exclude(
        pk__in=never_left
    )
    frozen = set(versions.values_list("region", flat=True).distinct())
    top = next((one for one in (NATION, _province(made.region)) if one in frozen), made.region)
    rows = made.rows
    if top != made.region:
        others = _rows_of(top, made.year)
        ours = rows["region"].unique().implode()
        rows = pl.concat([others.filter(~pl.col("region").is_in(ours)), rows], how="diagonal_relaxed")
    within = {one for one in frozen if one.startswith(region_prefix(top))} | {made.region}
    cities = rows["region"].unique(maintain_order=True).to_list()
    parts_of = {
        upper: [city for city in cities if city.startswith(region_prefix(upper))]
        for upper in sorted(within)
        if not is_city(upper)
    }
    public = {
        cell_of(version.dataset, version.region, key)
        for version in versions.filter(region__in=within).iterator(chunk_size=50)
        for key in _published(version.figures)
    }
    return rows, parts_of, Left(regions=frozenset(within), public=frozenset(public))


def _published(table: Table) -> list[tuple[str, ...]]:
    """Keys of the rows of a version whose figures are not kept back."""
    width, persons = len(table.dimensions), len(table.dimensions) + table.measures.index("persons")
    return [tuple(map(str, row[:width])) for row in table.rows if row[persons] is not None]


def _province(region: str) -> str:
    unit = province_of(region)
    return unit.code if unit and unit.code != region else ""


def _rows_of(region: str, year: int) -> pl.DataFrame:
    """The employees that a region's tables were made of."""
    counted = WageSurvey.objects.filter(region=region, year=year, state__in=COUNTED, rows_gone_at=None)
    survey = counted.order_by("-pk").first()
    if survey is None:
        raise NotPossible(_("The survey behind the tables of a region above is gone."))
    return counted_rows(survey)
