"""What is wrong with a sheet and what to do about it, in the language of the page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.feeds.reasons import is_error, reason_words
from jobs.forms.vacancy import VacancyForm
from jobs.models import VacancyUploadRow
from jobs.posting import VacancyContent, content_from_data
from jobs.sheets.changes import changes_in_words
from jobs.sheets.columns import HEADING_OF, HEADINGS
from jobs.spreadsheets import harmless

_FILE_WORDS = {
    "file_empty": gettext_lazy("The file has no rows below its headings: write a row for each vacancy."),
    "file_missing": gettext_lazy("The file is gone: send it again."),
    "encoding_unknown": gettext_lazy(
        "The text of the file cannot be read. Save it as XLSX, or as “CSV UTF-8”, and send it again."
    ),
    "format_unknown": gettext_lazy(
        "This is neither XLSX nor CSV. Open it in your spreadsheet, save it as XLSX, and send it again."
    ),
    "columns_missing": gettext_lazy(
        "Columns are missing: the first row must hold the headings of the sample file, unchanged."
    ),
    "truncated": gettext_lazy("The file ends in the middle of a row: save it once more, and send it again."),
    "archive_unsafe": gettext_lazy(
        "The file would unpack to an unsafe size. Copy the rows into a new sheet, and send that."
    ),
    "archive_broken": gettext_lazy(
        "The file is damaged or locked by a password. Save it once more without one, and send it again."
    ),
    "xml_entities": gettext_lazy("The file holds parts that no spreadsheet writes. Save it anew as XLSX."),
    "rows_too_many": gettext_lazy("The file has too many rows: divide it into several files."),
    "internal_error": gettext_lazy(
        "The portal made an error, of which its staff have been told. Nothing was made."
    ),
}
_PROBLEMS = "问题"
"""The heading of what was wrong, in a file whose headings are Chinese."""


def file_words(code: str) -> str:
    """Why a file is not read, and what to do."""
    return str(_FILE_WORDS.get(code, "")) or reason_words(code)


def file_facts(detail: dict[str, Any]) -> list[tuple[str, str]]:
    """What is known of it beside the words, with labels."""
    labels = {
        "missing": _("Missing columns"),
        "found": _("Columns of the file"),
        "most": _("Rows at most"),
        "row": _("Row"),
    }
    return [
        (label, "、".join(map(str, value)) if isinstance(value, list) else str(value))
        for name, label in labels.items()
        if (value := detail.get(name))
    ]


@dataclass(frozen=True, slots=True)
class RowWords:
    """What a row says and what is said to it; `changes` are label, words before and words after."""

    title: str
    content: VacancyContent | None
    errors: list[str]
    notes: list[str]
    changes: list[tuple[str, str, str]]
    lacks: list[str]


def row_words(row: VacancyUploadRow) -> RowWords:
    content = content_from_data(row.content) if row.content else None
    before = content_from_data(row.before) if row.before else None
    return RowWords(
        title=content.title if content else row.values.get(HEADING_OF["title"], ""),
        content=content,
        errors=[reason_words(code) for code in row.reasons if is_error(code)],
        notes=[reason_words(code) for code in row.reasons if not is_error(code)],
        changes=changes_in_words(before, content) if before and content else [],
        lacks=[str(VacancyForm.base_fields[name].label) for name in row.lacks],
    )


def refused_csv(rows: Iterable[VacancyUploadRow]) -> bytes:
    """Refused rows as they were sent, to be mended and sent again, with what is wrong in a column more."""
    found = list(rows)
    more = dict.fromkeys(name for row in found for name in row.values if name and name not in HEADINGS)
    columns = [*HEADINGS, *(name for name in more if name != _PROBLEMS)]
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow([*columns, _PROBLEMS])
    for row in found:
        problems = " ".join(filter(None, [*row_words(row).errors, row.values.get("", "")]))
        lines.writerow(
            [harmless(cell) for cell in (*(row.values.get(name, "") for name in columns), problems)]
        )
    return text.getvalue().encode("utf-8-sig")
