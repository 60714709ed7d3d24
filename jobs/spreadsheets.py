"""Tables that people open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

_BOLD = Font(bold=True)
_LONGEST_TITLE = 31
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""Spreadsheets read the wide ones as well."""


def harmless(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """A table as CSV; spreadsheets know it as UTF-8 by its byte order mark."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Sequence[str]], *, title: str) -> bytes:
    """A table as a workbook of one sheet, every cell a text, the heading bold and always to be seen."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:_LONGEST_TITLE])
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        cells = [WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", harmless(cell))) for cell in row]
        for cell in cells if number == 0 else ():
            cell.font = _BOLD
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
