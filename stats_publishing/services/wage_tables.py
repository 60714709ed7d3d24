"""Makes the wage tables of a survey, has them protected, freezes them, and has somebody else approve them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import polars as pl
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import NATION
from accounts.models import User
from accounts.services import audit
from standards.regions import is_city, province_of
from stats_publishing.methods.disclosure import TOTAL
from stats_publishing.methods.wage_cells import DEPTH, OTHERS, REST, with_cells
from stats_publishing.methods.wages import wage_table
from stats_publishing.models import DatasetVersion, PriceIndex, WageSurvey
from stats_publishing.services import survey_files
from stats_publishing.services.datasets import NotPossible, datasets_approve, datasets_freeze
from stats_publishing.services.disclosure import WAGES, WageTables, wage_drafts
from stats_publishing.services.survey_rows import counted_rows
from stats_publishing.tables import checksum_of
from stats_publishing.wage_enums import SurveyState

_COMPARED: Final = ("middle", "mean")


def wage_tables_freeze(*, survey: WageSurvey, at: dt.datetime) -> tuple[int, int]:
    """Make all tables of a survey and freeze them as versions that nobody has approved yet.

    Returns:
        How many employees and employers they are made of.
    Raises:
        NotPossible: nobody is left in the survey, or a secret would follow from what was published before.
    """
    rows = counted_rows(survey)
    if is_city(survey.region):
        rows = rows.with_columns(region=pl.lit(survey.region))
    if rows.is_empty():
        raise NotPossible(_("No row of the survey is left to make tables of."))
    index = price_index(region=survey.region, year=survey.year)
    tables = {
        code: _compared(frame, code, survey, index) for code, frame in _tables(rows, tail=survey.tail).items()
    }
    drafts = wage_drafts(
        WageTables(
            region=survey.region,
            year=survey.year,
            rows=rows,
            tables=tables,
            tail=survey.tail,
            inputs=_inputs(survey),
            notes=_notes(survey, index),
        )
    )
    datasets_freeze(drafts=drafts, by=survey.tabulated_by, at=at, reason=survey.reason)
    return len(rows), rows["employer"].n_unique()


def _tables(rows: pl.DataFrame, *, tail: int) -> dict[str, pl.DataFrame]:
    """Dataset → its dimensions and the measures of `wage_table`; what is not stated is in totals only."""
    celled = with_cells(rows)
    everybody = wage_table(celled, by=[], tail=tail).with_columns(group=pl.lit(TOTAL))

    def by(column: str) -> pl.DataFrame:
        return wage_table(celled, by=[column], tail=tail).rename({column: "group"})

    def whole(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
        table = pl.concat([everybody, *frames], how="diagonal")
        stated = table.filter(~pl.col("group").str.ends_with(REST))
        return stated.unique("group", keep="first").sort(pl.col("group") != TOTAL, "group")

    both = wage_table(celled, by=["level3", "section"], tail=tail)
    both = both.rename({"level3": "group", "section": "industry"}).filter(
        ~pl.col("group").str.ends_with(REST) & (pl.col("industry") != REST)
    )
    return {
        f"{WAGES}occupation": whole([by(f"level{level + 1}") for level in range(DEPTH)]),
        f"{WAGES}industry": whole([by("section")]),
        f"{WAGES}occupation-industry": both,
        **{f"{WAGES}{name}": whole([by(name)]) for name in OTHERS},
    }


def _compared(table: pl.DataFrame, code: str, survey: WageSurvey, index: PriceIndex | None) -> pl.DataFrame:
    """Adds the change on the year in per cent, from figures as published in the year before.

    In real terms: (1 + change) / (consumer prices / 100) − 1.
    """
    before = newest_approved(dataset=code, region=survey.region, year=survey.year - 1)
    keys = [name for name in ("group", "industry") if name in table.columns]
    columns = before.figures.frame() if before else table.clear()
    earlier = columns.select(*keys, *(pl.col(name).cast(pl.Float64).alias(f"_{name}") for name in _COMPARED))
    joined = table.join(earlier, on=keys, how="left", maintain_order="left")
    change = {name: (pl.col(name).round(0) / pl.col(f"_{name}") - 1) * 100 for name in _COMPARED}
    real = (1 + change["middle"] / 100) / (float(index.index) / 100) * 100 - 100 if index else pl.lit(None)
    return joined.with_columns(
        middle_yoy=change["middle"].round(1, mode="half_away_from_zero"),
        middle_yoy_real=real.cast(pl.Float64).round(1, mode="half_away_from_zero"),
        mean_yoy=change["mean"].round(1, mode="half_away_from_zero"),
    ).drop(f"_{name}" for name in _COMPARED)


def newest_approved(*, dataset: str, region: str, year: int) -> DatasetVersion | None:
    """The newest version of a year that somebody approved."""
    return (
        DatasetVersion.objects.filter(
            dataset=dataset, region=region, period=str(year), approved_at__isnull=False
        )
        .order_by("-number")
        .first()
    )


def price_index(*, region: str, year: int) -> PriceIndex | None:
    """Consumer prices of a region in a year: its own, else its province's, else the country's."""
    province = province_of(region)
    places = [region, province.code if province else region, NATION]
    found = PriceIndex.objects.filter(region__in=places, year=year).order_by("pk")
    by_place = {one.region: one for one in found}  # the last entered counts
    return next((by_place[place] for place in places if place in by_place), None)


def _inputs(survey: WageSurvey) -> list[dict[str, Any]]:
    decisions = survey.findings.order_by("check_code").values_list("check_code", "rows", "decision")
    return [
        {
            "survey": survey.pk,
            "checksum": survey.file_checksum,
            "sources": survey.sources,
            "decisions": [list(one) for one in decisions],
            "population": checksum_of(survey.population),
        }
    ]


def _notes(survey: WageSurvey, index: PriceIndex | None) -> dict[str, Any]:
    """What is said beside the tables; codes, the words are made when it is shown."""
    weights = "population" if survey.population else "column" if "weight" in _read_columns(survey) else "none"
    return {
        "tail": survey.tail,
        "interpolation": "hyndman_fan_7",
        "weights": "of_cities" if survey.is_pooled else weights,
        "findings": [
            [check, rows, decision, reason]
            for check, rows, decision, reason in survey.findings.order_by("check_code").values_list(
                "check_code", "rows", "decision", "reason"
            )
        ],
        "price_index": [index.region, str(index.index), index.source] if index else None,
        "is_demo": survey.is_demo,
    }


def _read_columns(survey: WageSurvey) -> dict[str, str]:
    found: dict[str, str] = survey.columns.get("of", {})
    return found


@transaction.atomic
def survey_approve(*, survey: WageSurvey, by: User, at: dt.datetime) -> int:
    """Approve the tables of a survey; the file that was sent is removed.

    Returns:
        How many versions were approved now.
    Raises:
        NotPossible: the person sent the survey or made its tables, or there is nothing to approve.
    """
    locked = WageSurvey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    if locked.state != SurveyState.TABULATED:
        raise NotPossible(_("The survey has moved on: look at it again."))
    if locked.sent_by_id == by.pk:
        raise NotPossible(_("You sent this survey: somebody else approves its tables."))
    newest = DatasetVersion.objects.filter(
        dataset__startswith=WAGES, region=locked.region, period=str(locked.year), superseded_by=None
    )
    versions = DatasetVersion.objects.filter(pk__in=list(newest.values_list("pk", flat=True)))
    approved = datasets_approve(versions=versions, by=by, at=at)
    locked.state, locked.approved_at, locked.approved_by = SurveyState.APPROVED, at, by
    if locked.file:
        transaction.on_commit(partial(survey_files.remove_sent, locked))
    locked.save(update_fields=["state", "approved_at", "approved_by"])
    audit(
        actor=by, act="survey_approve", subject=locked, region=locked.region, year=locked.year,
        versions=approved,
    )  # fmt: skip
    return approved
