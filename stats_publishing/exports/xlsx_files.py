"""A published table as a workbook: contents, notes, then the table with units and marks."""

from __future__ import annotations

import io
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from stats_publishing.exports.csv_files import LICENCE
from stats_publishing.exports.pictures import named
from stats_publishing.members import row_words
from stats_publishing.noted import notes_of
from stats_publishing.published import Published
from stats_publishing.tables import SUPPRESSED
from stats_publishing.words import MARKS

_BOLD: Final = Font(bold=True)
_TITLE: Final = Font(bold=True, size=14)
_RULE: Final = Border(bottom=Side(style="thin"))
_WRAP: Final = Alignment(wrap_text=True, vertical="top")


def table_xlsx(tables: list[Published], *, title: str, root: str) -> bytes:
    """Tables of one release, or one alone, as a workbook.

    Confidential cells say "c", what there is not says "–"; all else are numbers with the decimal places that
    they are published with.

    Args:
        root: scheme and host of addresses.
    """
    book = Workbook()
    contents = book.active
    assert contents is not None
    contents.title = _("Contents")
    contents.append([title])
    contents["A1"].font = _TITLE
    contents.append([])
    contents.append([_("Sheet"), _("Table"), _("Version"), _("Address")])
    for cell in contents[3]:
        cell.font, cell.border = _BOLD, _RULE
    names = [f"T{number}" for number, _one in enumerate(tables, 1)]
    for row, (name, one) in enumerate(zip(names, tables, strict=True), 4):
        contents.append([name, one.title, one.version.number, root + one.fixed_address])
        contents.cell(row, 1).hyperlink = f"#'{name}'!A1"
    contents.column_dimensions["B"].width, contents.column_dimensions["D"].width = 60, 70
    _notes(book.create_sheet(_("Notes")), tables)
    for name, one in zip(names, tables, strict=True):
        _sheet(book.create_sheet(name), one)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _notes(sheet: Any, tables: list[Published]) -> None:
    lines: list[tuple[str, str]] = [
        (pgettext("of data", "Licence"), LICENCE),
        *[(mark, str(words)) for mark, words in MARKS.items()],
        ("–", _("No figure: not asked, or cannot be computed")),
    ]
    for one in tables:
        released = timezone.localtime(one.release.release_at)
        lines.append((one.file_stem, _("Published %(time)s") % {"time": f"{released:%Y-%m-%d %H:%M}"}))
        if one.version.reason:
            lines.append((one.file_stem, _("Corrected: %(reason)s") % {"reason": one.version.reason}))
        lines += [
            (one.file_stem, f"{note.name}: {'; '.join(note.lines)}") for note in notes_of(one.version.notes)
        ]
        lines.append(
            (one.file_stem, _("Methods: version %(code)s") % {"code": one.version.code_version[:12]})
        )
    for line in lines:
        sheet.append(list(line))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 90
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment, cell.data_type = _WRAP, "s"


def _sheet(sheet: Any, one: Published) -> None:
    table, kind = one.table, one.kind
    sheet.append([one.title])
    sheet["A1"].font = _TITLE
    sheet.append([_("Version %(number)d") % {"number": one.version.number}])
    sheet.append([])
    sheet.append(
        [str(kind.dimensions[name]) for name in table.dimensions]
        + [named(kind.measures[name]) for name in table.measures]
    )
    for cell in sheet[4]:
        cell.font, cell.border, cell.alignment = _BOLD, _RULE, _WRAP
    width = len(table.dimensions)
    for number, row in enumerate(table.rows):
        at = 5 + number
        for column, words in enumerate(row_words(kind, table.dimensions, row[:width]), 1):
            cell = sheet.cell(at, column, str(words))
            cell.data_type = "s"
        for column, (name, value) in enumerate(zip(table.measures, row[width:], strict=True), width + 1):
            mark = table.marks.get((number, name), "")
            cell = sheet.cell(
                at, column, SUPPRESSED if mark == SUPPRESSED else "–" if value is None else value
            )
            places = kind.measures[name].places
            cell.number_format = "#,##0" + ("." + "0" * places if places else "")
            cell.alignment = Alignment(horizontal="right")
    sheet.freeze_panes = sheet.cell(5, width + 1)
    for column in range(1, width + len(table.measures) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 28 if column <= width else 16
    sheet.print_title_rows = "4:4"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = (
        "landscape",
        1,
        0,
    )
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
