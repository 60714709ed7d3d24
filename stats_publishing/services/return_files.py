"""Returns as files: a template that is made from the form, and what comes back, with a receipt per cell."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from typing import BinaryIO, Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from accounts.models import User
from jobs.feeds.readers import RawRow, ReadOptions, open_source
from jobs.feeds.reasons import RunError
from stats_publishing.enums import CellSource, RowKind
from stats_publishing.form_computing import write_figure
from stats_publishing.form_design import MOST_ROWS, FormDesign, Place
from stats_publishing.models import FormVersion, Return
from stats_publishing.services.return_checks import values_of
from stats_publishing.services.return_entry import CellReceipt, refused, texts_write

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_UNPACKED: Final = 20 * 1024 * 1024
CODE, NAME, UNIT = "代码", "指标", "单位"
_GREY: Final = PatternFill("solid", fgColor="EDEFF2")
_BOLD: Final = Font(bold=True)
_NOT_HERE: Final = "×"


def rows_of(of: Return) -> Iterator[list[str]]:
    """The return as a table: a head, then each row with its figures; × where none is asked."""
    design = of.version.content
    values = values_of(of)
    yield [CODE, NAME, UNIT, *(column.name for column in design.columns)]
    open_places = set(design.places)
    for row in design.rows:
        cells = [
            write_figure(values.get((row.code, column.code)), row)
            if (row.code, column.code) in open_places
            else ""
            if row.kind == RowKind.HEADING
            else _NOT_HERE
            for column in design.columns
        ]
        yield [row.code, "　" * design.depth(row) + row.name, row.unit, *cells]


def return_csv(of: Return) -> bytes:
    """As CSV, which spreadsheets know as UTF-8 by its byte order mark."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows_of(of))
    return text.getvalue().encode("utf-8-sig")


def return_xlsx(of: Return) -> bytes:
    """As a workbook to fill in: cells that the form computes are grey, others say what they take."""
    design = of.version.content
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "数据"
    for row in rows_of(of):
        sheet.append(row)
    _dress(sheet, design)
    _explain(book.create_sheet("填报说明"), of.version)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _dress(sheet: Worksheet, design: FormDesign) -> None:
    sheet.freeze_panes = "D2"
    for letter, width in zip("ABC", (18, 40, 8), strict=True):
        sheet.column_dimensions[letter].width = width
    for cell in sheet[1]:
        cell.font = _BOLD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    takes: dict[tuple[str, bool], DataValidation] = {}
    for number, row in enumerate(design.rows, 2):
        if row.explanation:
            sheet.cell(number, 2).comment = Comment(row.explanation, "")
        if row.kind == RowKind.HEADING:
            sheet.cell(number, 2).font = _BOLD
        for place, column in enumerate(design.columns, 4):
            cell = sheet.cell(number, place)
            sheet.column_dimensions[get_column_letter(place)].width = 15
            if (row.code, column.code) in design.inputs:
                if cell.value:
                    cell.value = float(str(cell.value)) if row.places else int(str(cell.value))
                cell.number_format = "#,##0" + ("." + "0" * row.places if row.places else "")
                takes.setdefault((row.kind, row.signed), _validation(row.kind, row.signed)).add(cell)
            else:
                cell.fill = _GREY
    for one in takes.values():
        sheet.add_data_validation(one)


def _validation(kind: str, signed: bool) -> DataValidation:
    whole = kind == RowKind.INTEGER
    return DataValidation(
        type="whole" if whole else "decimal",
        operator="between",
        formula1="-99999999999999" if signed else "0",
        formula2="99999999999999",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="数据有误",
        error="请填写整数。" if whole else "请填写数字。",
    )


def _explain(sheet: Worksheet, version: FormVersion) -> None:
    head = [
        ("表号", version.table_number), ("表名", version.title), ("制定机关", version.authority),
        ("批准文号", version.approval), ("有效期至", str(version.valid_until or "")),
    ]  # fmt: skip
    for name, text in head:
        sheet.append([name, text])
    sheet.append([])
    for line in version.explanation.strip().splitlines():
        sheet.append(["", line])
    sheet.append(["", "灰色单元格由系统计算；× 表示不填。请勿改动代码列和列名，不要使用公式。"])
    sheet.append([])
    for rule in version.content.rules:
        sheet.append(["审核公式", rule.message, rule.text])
    sheet.column_dimensions["A"].width = 12
    sheet.column_dimensions["B"].width = 60
    sheet.column_dimensions["C"].width = 60
    for row in sheet.iter_rows(min_col=1, max_col=1):
        row[0].font = _BOLD
    for row in sheet.iter_rows(min_col=2, max_col=3):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a text that begins with a sign is no formula


def return_upload(*, of: Return, file: BinaryIO, name: str, by: User, at: dt.datetime) -> list[CellReceipt]:
    """Write the figures of a file that is laid out as the template; a receipt for each cell that it fills.

    Empty cells and × change nothing; what the form computes is not taken from the file.

    Raises:
        RunError: the file is empty, unsafe, neither CSV nor XLSX, or lacks the column of codes.
        NotPossible: the return takes no figures any more.
    """
    options = ReadOptions(columns=frozenset({CODE})).for_people(largest_unpacked=MOST_UNPACKED)
    source = open_source(file, options)
    if source.format not in ("csv", "xlsx"):
        raise RunError("format_unknown")
    design = of.version.content
    columns = {column.name: column.code for column in design.columns}
    texts: dict[Place, str] = {}
    bad: list[CellReceipt] = []
    for row in source.rows:
        if row.number > 2 * MOST_ROWS:
            raise RunError("file_too_large", most=MOST_BYTES)
        _read_row(row, columns, design, texts, bad)
    return [*texts_write(of=of, texts=texts, source=CellSource.UPLOAD, origin=name, by=by, at=at), *bad]


def _read_row(
    row: RawRow, columns: dict[str, str], design: FormDesign, texts: dict[Place, str], bad: list[CellReceipt]
) -> None:
    code = str(row.values.get(CODE, "")).strip()
    for heading, value in row.values.items():
        text = str(value).strip()
        if heading in (CODE, NAME, UNIT) or text in ("", _NOT_HERE):
            continue
        place = (code, columns.get(heading, heading))
        computed = place in design.places and place not in design.inputs
        if computed:
            continue
        if place in texts:
            bad.append(refused(code, heading, text, _("The file has this cell twice: the first one counts.")))
        elif text.startswith("="):
            words = design.words(place) if place in design.places else ""
            said = _("A formula is not taken: paste the figure itself.")
            bad.append(refused(code, heading, text, said, cell=words))
        else:
            texts[place] = text
