"""What the rows of an employer's sheet mean: the feeds' readers, parsers and rules, and the form's limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO

from jobs.feeds.draft import Draft
from jobs.feeds.judge import RowJudge
from jobs.feeds.readers import RawRow, Source, open_source
from jobs.feeds.reasons import RunError
from jobs.models import Employer
from jobs.posting import (
    HIGHEST,
    LONGEST,
    LONGEST_BENEFIT,
    LONGEST_VALIDITY_DAYS,
    MOST_BENEFITS,
    VacancyContent,
)
from jobs.sheets.columns import COLUMNS, EXAMPLE_NUMBER, HEADING_OF, sheet_profile

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 50 * 1024 * 1024
"""Bytes that a file of `MOST_BYTES` may come to when it is unpacked."""
MOST_ROWS = 1_000
_FORMATS = frozenset({"csv", "xlsx"})
_LONGEST_RAW = 2_000
_OURS_TO_SAY = frozenset(
    {
        "employer_missing", "expires_default", "headcount_default",
        "duties_missing", "pay_missing", "already_expired",
    }
)  # fmt: skip
"""Warnings of feeds that say nothing new to an employer: of itself, of what the sheet says happens to empty
cells, and of what a vacancy lacks to be public."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row: `content` is None where it is refused; `reasons` are codes, errors first.

    values: heading → text as sent; a row that could not be cut into cells has it whole under "".
    stated: the fields of the content that the row speaks of; an empty cell speaks of none.
    """

    row: int
    values: dict[str, str]
    own_number: str
    content: VacancyContent | None
    reasons: list[str]
    stated: frozenset[str]


def open_sheet(file: BinaryIO, employer: Employer) -> Source:
    """The rows of an uploaded file.

    Raises:
        RunError: the file is empty, unsafe, neither CSV nor XLSX, or lacks a column that is needed.
    """
    options = sheet_profile(employer).read_options()
    source = open_source(file, options.for_people(largest_unpacked=MOST_UNPACKED))
    if source.format not in _FORMATS:
        raise RunError("format_unknown")
    return source


class SheetReader:
    """Reads the rows of one employer on one day.

    Args:
        minimum_wages: region code → yuan a month, as valid on `today`.
    """

    def __init__(self, employer: Employer, *, today: dt.date, minimum_wages: Mapping[str, int]) -> None:
        self._latest = today + dt.timedelta(days=LONGEST_VALIDITY_DAYS)
        self._judge = RowJudge(
            sheet_profile(employer),
            region=employer.region,
            source_name=employer.name,
            today=today,
            vouched=False,
            minimum_wages=minimum_wages,
        )

    def read(self, rows: list[RawRow]) -> list[ReadRow]:
        """What each row says."""
        return [self._read(row, _as_sent(row)) for row in rows]

    def _read(self, row: RawRow, values: dict[str, str]) -> ReadRow:
        plain = RawRow(row.number, dict(values), row.raw, row.error)
        own_number = self._judge.row_id(plain)
        if any(text.startswith("=") for text in values.values()):
            return ReadRow(row.number, values, own_number[:100], None, ["formula"], frozenset())
        draft = self._judge.draft(own_number or str(row.number), plain)
        if own_number == EXAMPLE_NUMBER:
            draft.errors.insert(0, "example_row")
        if not draft.errors:
            self._judge.classify([draft])
            self._judge.seal(draft, self._judge.row_hash(plain))
        content = None
        if not draft.errors:
            content = content_of_draft(draft)
            draft.errors = list(self._limits(content))
        notes = [code for code in draft.warnings if code not in _OURS_TO_SAY]
        return ReadRow(
            row.number,
            values,
            own_number[:100],
            None if draft.errors else content,
            list(dict.fromkeys([*draft.errors, *notes])),
            _stated(values),
        )

    def _limits(self, content: VacancyContent) -> list[str]:
        """Codes of what the form of a vacancy would not take."""
        too_long = any(len(getattr(content, name)) > longest for name, longest in LONGEST.items())
        benefits = content.benefits
        too_many = len(benefits) > MOST_BENEFITS or any(len(one) > LONGEST_BENEFIT for one in benefits)
        too_high = any((getattr(content, name) or 0) > highest for name, highest in HIGHEST.items())
        too_late = content.expires_on is not None and content.expires_on > self._latest
        wrong = {
            "text_too_long": too_long,
            "benefits_too_many": too_many,
            "number_too_high": too_high,
            "expires_too_late": too_late,
        }
        return [code for code, is_so in wrong.items() if is_so]


def content_of_draft(draft: Draft) -> VacancyContent:
    """A row of the contract as the form of a vacancy would state it; an occupation that was read from the
    title is none of it."""
    return VacancyContent(
        title=draft.title,
        duties=draft.duties,
        region=draft.region,
        address=draft.address,
        occupation=draft.occupation if draft.occupation_confidence is None else "",
        headcount=draft.headcount,
        pay_min=draft.pay_min,
        pay_max=draft.pay_max,
        pay_months=draft.pay_months,
        education=draft.education,
        experience_min=draft.experience_min,
        grade=draft.grade,
        employment_type=draft.employment_type,
        benefits=draft.benefits,
        contact_name=draft.contact_name,
        contact_phone=draft.contact_phone,
        expires_on=draft.expires_on,
    )


def merged(before: VacancyContent, row: ReadRow) -> VacancyContent:
    """A vacancy as it is, with what the row says in its place."""
    assert row.content is not None
    return replace(before, **{name: getattr(row.content, name) for name in row.stated})


def _as_sent(row: RawRow) -> dict[str, str]:
    """Cells as text. The apostrophe by which we, or a spreadsheet, made text of a formula's sign is no part
    of it."""
    if not row.values:
        return {"": row.raw.decode("utf-8", "replace").replace("\x1f", " | ")[:_LONGEST_RAW]}
    return {heading: _bare(str(value)) for heading, value in row.values.items()}


def _bare(text: str) -> str:
    plain = text.replace("\0", "").strip()
    return plain[1:] if plain[:1] == "'" and plain[1:2] in ("+", "-", "@") else plain


def _stated(values: dict[str, str]) -> frozenset[str]:
    said = [column.says for column in COLUMNS if values.get(HEADING_OF[column.field])]
    return frozenset(field for fields in said for field in fields)
