"""The rows of a survey that count: its findings carried out, its weights set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from stats_publishing.models import WageFinding, WageSurvey
from stats_publishing.services import survey_files
from stats_publishing.wage_enums import Decision


def counted_rows(survey: WageSurvey) -> pl.DataFrame:
    """What tables are made of: what was decided is done, and every row has its weight."""
    rows = survey_files.kept(survey, survey_files.ROWS)
    if survey.is_pooled:
        return rows
    decisions = dict(WageFinding.objects.filter(survey=survey).values_list("check_code", "decision"))
    rows = decided(rows, survey_files.kept(survey, survey_files.FINDINGS), decisions)
    return weighted(rows, survey.population) if survey.population else rows


def decided(rows: pl.DataFrame, found: pl.DataFrame, decisions: Mapping[str, str]) -> pl.DataFrame:
    """Rows after what was decided of each check: left out, corrected, or as they are.

    A row that one decision leaves out is out, whatever another says of it; rows without pay never count.
    """
    out = [check for check, decision in decisions.items() if decision == Decision.EXCLUDE]
    mended = [check for check, decision in decisions.items() if decision == Decision.CORRECT]
    excluded = found.filter(pl.col("check").is_in(out))["row"]
    corrected = found.filter(pl.col("check").is_in(mended)).select("row", mended="expected")
    kept = rows.filter(~pl.col("row").is_in(excluded.implode()) & (pl.col("pay") > 0))
    return (
        kept.join(corrected.unique("row", keep="first"), on="row", how="left", maintain_order="left")
        .with_columns(pay=pl.coalesce("mended", "pay"))
        .drop("mended")
    )


def weighted(rows: pl.DataFrame, population: Sequence[tuple[str, str, int]]) -> pl.DataFrame:
    """Weights by post-stratification: each row stands for population / sample of its section and size.

    Rows of a cell that the population does not name keep their weight.
    Source: Särndal, Swensson and Wretman, Model Assisted Survey Sampling (1992), section 7.6.
    """
    people = pl.DataFrame(
        [tuple(row) for row in population],
        schema={"_section": pl.String, "size": pl.String, "_people": pl.Int64},
        orient="row",
    )
    sections = rows.with_columns(_section=pl.col("industry").str.slice(0, 1))
    joined = sections.join(people, on=["_section", "size"], how="left", maintain_order="left")
    share = pl.col("_people") / pl.len().over("_section", "size")
    return joined.with_columns(weight=pl.coalesce(share, "weight")).drop("_section", "_people")
