"""The private files of a survey: chunks as they are read, then all rows, then what the checks found."""

from __future__ import annotations

import io
from typing import Final

import polars as pl
from django.core.files.base import ContentFile
from django.core.files.storage import Storage

from stats_publishing.models import WageSurvey
from stats_publishing.models.wages import survey_path

ROWS: Final = "rows.parquet"
FINDINGS: Final = "findings.parquet"


def part_name(number: int) -> str:
    return f"part-{number:05}.parquet"


def keep(survey: WageSurvey, name: str, frame: pl.DataFrame) -> None:
    """Write a file of the survey, in place of an earlier one."""
    written = io.BytesIO()
    frame.write_parquet(written, compression="zstd")
    remove(survey, name)
    _storage().save(survey_path(survey, name), ContentFile(written.getvalue()))


def kept(survey: WageSurvey, name: str) -> pl.DataFrame:
    """A file of the survey.

    Raises:
        FileNotFoundError: it is gone.
    """
    with _storage().open(survey_path(survey, name), "rb") as file:
        return pl.read_parquet(file)


def remove(survey: WageSurvey, name: str) -> None:
    """A file that is not there is removed already."""
    _storage().delete(survey_path(survey, name))


def remove_all(survey: WageSurvey) -> None:
    """Every file of a survey, the one that was sent included."""
    for name in (ROWS, FINDINGS, *(part_name(number) for number in range(survey.parts))):
        remove(survey, name)
    remove_sent(survey)


def remove_sent(survey: WageSurvey) -> None:
    """The file as it was sent, which names employers; what tables are made of stays."""
    if survey.file:
        _storage().delete(str(survey.file.name))


def _storage() -> Storage:
    return WageSurvey._meta.get_field("file").storage
