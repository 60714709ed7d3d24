"""Files for a release: known by their content, written anew so that only what is to be published remains.

| kind | what is kept | what stays behind |
|---|---|---|
| PDF | the pages (qpdf) | scripts, actions, forms, attachments, metadata |
| XLSX | values, number formats, bold, widths, merged cells | formulas (not their values), macros, links |
| CSV | the text as UTF-8, without formulas | other encodings, control signs |
| PNG | the picture, encoded anew | metadata, what was appended |
| ZIP | files of these kinds, each written anew | everything else: such an archive is refused |
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO, Final

import openpyxl
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from jobs.feeds.readers.xlsx_file import check_archive
from jobs.feeds.reasons import RunError
from jobs.spreadsheets import harmless
from jobs.uploads import is_infected, plain_image, plain_pdf
from stats_publishing.methods.table_file import TableError, decoded

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_UNPACKED: Final = 60 * 1024 * 1024
MOST_PAGES: Final = 400
MOST_CELLS: Final = 300_000
MOST_MEMBERS: Final = 60
MOST_PIXELS: Final = 60_000_000
LONGEST_SIDE: Final = 6_000
LONGEST_NAME: Final = 60
MEDIA: Final = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "png": "image/png",
    "zip": "application/zip",
}
"""Kinds of files and their media types."""
_NUMBER: Final = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_UNWANTED: Final = re.compile(r"[^\w.（）()-]+")
_STAMP: Final = (1980, 1, 1, 0, 0, 0)
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, RunError, RuntimeError, ValueError, EOFError,
    SyntaxError, LookupError, TypeError, AttributeError, OSError,
)  # fmt: skip
"""What is raised where an archive or its XML is not as it should be."""


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file that may be published.

    Args:
        kind: one of `MEDIA`.
        name: as it is offered, with the suffix of its kind.
    """

    content: bytes
    kind: str
    name: str


def clean_file(file: BinaryIO, name: str) -> CleanFile:
    """Read an uploaded file and write it anew.

    Raises:
        ValidationError: too large, of no kind that is taken, damaged, locked or infected; in plain words.
    """
    content = file.read(MOST_BYTES + 1)
    if not content:
        raise ValidationError(_("The file is empty."), code="empty")
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // 1024**2
        raise ValidationError(_("The file is larger than %(most)d MB.") % {"most": most}, code="size")
    if is_infected(content):
        raise ValidationError(_("The file contains malware and was not kept."), code="infected")
    return _clean(content, name, may_be_archive=True)


def clean_name(name: str, kind: str) -> str:
    """A name for an address and for a disk: letters of any script, digits, dots, hyphens, brackets."""
    stem = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    stem = stem.rpartition(".")[0] or stem
    plain = _UNWANTED.sub("-", stem).strip("-._")[:LONGEST_NAME].rstrip("-._")
    return f"{plain or 'file'}.{kind}"


def _clean(content: bytes, name: str, *, may_be_archive: bool) -> CleanFile:
    kind, written = _written_anew(content, may_be_archive=may_be_archive)
    return CleanFile(written, kind, clean_name(name, kind))


def _written_anew(content: bytes, *, may_be_archive: bool) -> tuple[str, bytes]:
    """The kind of a file by its content, and the file written anew."""
    if b"%PDF-" in content[:1024]:
        return "pdf", plain_pdf(content, most_pages=MOST_PAGES)[0]
    if content.startswith(b"\x89PNG\r\n"):
        return "png", _png(content)
    if content.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                names = archive.namelist()
                if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
                    check_archive(io.BytesIO(content), largest=MOST_UNPACKED)
                    return "xlsx", _workbook(content)
                if may_be_archive:
                    return "zip", _archive(archive)
        except _BROKEN as error:
            words = _("The archive is damaged, locked or unsafe and cannot be read.")
            raise ValidationError(words, code="damaged") from error
    if (text := _text_of(content)) is not None:
        return "csv", _table(text)
    raise ValidationError(
        _("A release takes PDF, XLSX, CSV and PNG files, and ZIP archives of these."), code="kind"
    )


def _png(content: bytes) -> bytes:
    unknown = _("The picture is damaged and cannot be read.")
    plain = plain_image(
        content, side=LONGEST_SIDE, mode="RGBA", most_pixels=MOST_PIXELS, unknown=unknown
    )  # fmt: skip
    out = io.BytesIO()
    plain.save(out, "PNG", optimize=True)
    return out.getvalue()


def _text_of(content: bytes) -> str | None:
    """The text of a CSV file; None where it is something else."""
    try:
        text = decoded(content)
    except TableError:
        return None
    head = text[:2000].lstrip().lower()
    if _CONTROL.search(text) or head.startswith(("<", "{", "%!", "#!")) or not re.search(r"[,;\t]", head):
        return None
    return text


def _table(text: str) -> bytes:
    """The rows of a CSV file, with nothing that a spreadsheet would run."""
    try:
        dialect: Any = csv.Sniffer().sniff(text[:20_000], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), dialect):
            writer.writerow([cell if _NUMBER.fullmatch(cell) else harmless(cell) for cell in row])
    except csv.Error as error:
        raise ValidationError(
            _("The file is no table of values: %(why)s") % {"why": error}, code="damaged"
        ) from error
    return out.getvalue().encode()


def _workbook(content: bytes) -> bytes:
    """The sheets of a workbook as values."""
    sent = openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_vba=False, keep_links=False)
    plain = openpyxl.Workbook()
    plain.remove(plain.worksheets[0])
    cells = 0
    for page in sent.worksheets:
        cells += page.max_row * page.max_column
        if cells > MOST_CELLS:
            words = _("The workbook has more than %(most)s cells. Publish it as CSV.") % {
                "most": f"{MOST_CELLS:,}"
            }
            raise ValidationError(words, code="cells")
        _sheet(page, plain.create_sheet(page.title))
    if not plain.worksheets:
        raise ValidationError(_("The file is empty."), code="empty")
    out = io.BytesIO()
    plain.save(out)
    return out.getvalue()


def _sheet(page: Any, copy: Any) -> None:
    for row in page.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            made = copy.cell(cell.row, cell.column, cell.value)
            if isinstance(cell.value, str):
                made.data_type = "s"
            made.number_format = cell.number_format
            if cell.font and cell.font.b:
                made.font = Font(bold=True)
    for area in page.merged_cells.ranges:
        copy.merge_cells(str(area))
    for letter, column in page.column_dimensions.items():
        if column.width:
            copy.column_dimensions[letter].width = column.width
    copy.freeze_panes = page.freeze_panes


def _archive(archive: zipfile.ZipFile) -> bytes:
    """An archive of files of our kinds, each written anew, without folders."""
    out = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as plain:
        for name, content in _members(archive):
            clean = _clean(content, name, may_be_archive=False)
            free = _free(clean.name, taken)
            taken.add(free)
            plain.writestr(zipfile.ZipInfo(free, _STAMP), clean.content, zipfile.ZIP_DEFLATED)
    if not taken:
        raise ValidationError(_("The file is empty."), code="empty")
    return out.getvalue()


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    members = [one for one in archive.infolist() if not one.is_dir()]
    if len(members) > MOST_MEMBERS:
        words = _("The archive has more than %(most)d files.") % {"most": MOST_MEMBERS}
        raise ValidationError(words, code="members")
    if sum(one.file_size for one in members) > MOST_UNPACKED:
        most = MOST_UNPACKED // 1024**2
        raise ValidationError(
            _("The archive unpacks to more than %(most)d MB.") % {"most": most}, code="size"
        )
    for one in members:
        if one.flag_bits & 0x1:
            raise ValidationError(_("The archive is locked by a password."), code="locked")
        yield one.filename, archive.read(one)


def _free(name: str, taken: set[str]) -> str:
    stem, _dot, suffix = name.rpartition(".")
    number = 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}.{suffix}"
    return name
