"""Files to begin with: headings, one row as an example, and what may stand in each column."""

from __future__ import annotations

import csv
import datetime as dt
import io

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from jobs.posting import USUAL_VALIDITY_DAYS
from jobs.sheets.columns import COLUMNS, HEADING_OF, HEADINGS, allowed_words

_ROWS_WITH_LISTS = 1_000
_TEXT = "@"
_BOLD = Font(bold=True)
_WIDE = {"duties": 48, "region": 22, "address": 26, "title": 22, "benefits": 24}


def example_row() -> list[str]:
    """The example; its last day lies ahead whenever it is asked for."""
    last_day = (timezone.localdate() + dt.timedelta(days=USUAL_VALIDITY_DAYS)).isoformat()
    return [last_day if column.field == "expires_on" else column.example for column in COLUMNS]


def sample_csv() -> bytes:
    """The sample as CSV, which spreadsheets know as UTF-8 by its byte order mark."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEADINGS, example_row()])
    return text.getvalue().encode("utf-8-sig")


def sample_xlsx() -> bytes:
    """The sample as XLSX: vacancies, what each column means, words to choose from."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = _("Vacancies")
    sheet.append(HEADINGS)
    sheet.append(example_row())
    _dress(sheet)
    _explain(book.create_sheet(_("What to write")))
    words = book.create_sheet(_("Words to choose from"))
    _list_words(words)
    _offer_words(sheet, words.title)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _dress(sheet: Worksheet) -> None:
    """Headings that stay, and cells that keep what is written, such as the noughts of a telephone."""
    sheet.freeze_panes = "A2"
    for number, column in enumerate(COLUMNS, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = _WIDE.get(column.field, 14)
        sheet.column_dimensions[letter].number_format = _TEXT
        for row in (1, 2):
            sheet[f"{letter}{row}"].number_format = _TEXT
        sheet[f"{letter}1"].font = _BOLD


def _explain(sheet: Worksheet) -> None:
    sheet.append([_("Column"), _("Needed"), _("What to write"), _("Characters at most"), _("Example")])
    for column, example in zip(COLUMNS, example_row(), strict=True):
        needed = _("yes") if column.is_required else ""
        sheet.append([column.heading, needed, str(column.hint), column.longest or "", example])
    sheet.append([])
    for line in (
        _("Take the example row out before you send the file. Empty rows are passed over."),
        _("An empty cell changes nothing of a vacancy that is here already."),
        _("Write values only: rows with formulas are refused."),
    ):
        sheet.append([line])
    for cell in sheet[1]:
        cell.font = _BOLD
    for letter, width in zip("ABCDE", (18, 8, 60, 12, 40), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=2, min_col=3, max_col=5):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _list_words(sheet: Worksheet) -> None:
    for number, (field, words) in enumerate(allowed_words().items(), 1):
        for row, word in enumerate([HEADING_OF[field], *words], 1):
            sheet.cell(row, number, word)
        sheet.cell(1, number).font = _BOLD
        sheet.column_dimensions[get_column_letter(number)].width = 20


def _offer_words(sheet: Worksheet, title: str) -> None:
    """Lists to choose from in the cells; other words may be written as well."""
    for number, (field, words) in enumerate(allowed_words().items(), 1):
        letter = get_column_letter(number)
        choices = DataValidation(
            type="list",
            formula1=f"'{title}'!${letter}$2:${letter}${len(words) + 1}",
            allow_blank=True,
            showErrorMessage=False,
        )
        at = get_column_letter(HEADINGS.index(HEADING_OF[field]) + 1)
        choices.add(f"{at}2:{at}{_ROWS_WITH_LISTS + 1}")
        sheet.add_data_validation(choices)
