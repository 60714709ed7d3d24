"""XLSX: the rows of one sheet as a stream, after a look at what the archive would unpack to."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from typing import IO, Any, BinaryIO, Self
from xml.parsers import expat

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from jobs.feeds.readers.csv_file import check_header, header_names
from jobs.feeds.readers.rows import LONGEST_ROW, RawRow, ReadOptions
from jobs.feeds.reasons import RunError

MOST_MEMBERS = 2_000
LARGEST_MEMBER = 3 * 1024**3
LARGEST_SHARED_STRINGS = 200 * 1024**2
"""Shared strings are held in memory while a sheet is read, in bytes."""
LARGEST_OTHER = 20 * 1024**2
"""What is neither a sheet nor shared strings may be read whole, in bytes."""
HIGHEST_RATIO = 200
SMALLEST_SUSPECT = 10 * 1024**2
"""A member under this size may be packed as tightly as it likes."""
LONGEST_ROW_XML = 2 * LONGEST_ROW
"""Bytes of a row, or of the part of a sheet before or after its rows: those 65,530 links may need."""
MOST_ROWS = 1_048_576
"""Rows of a sheet, empty ones included, as XLSX allows them: a row may claim any number to stand at."""
_BROKEN = (zipfile.BadZipFile, ValueError, EOFError, SyntaxError, LookupError, TypeError, AttributeError)
"""What openpyxl and the modules below it raise where an archive or its XML is not as it should be."""


def read_xlsx(file: BinaryIO, options: ReadOptions) -> Iterator[RawRow]:
    """Rows of a sheet (the first, or the named one); the first row with a value is the header.

    Raises:
        RunError: the archive is cut off, damaged, unsafe or defines XML entities; columns are missing.
    """
    check_archive(file, largest=options.largest_unpacked)
    sheet, columns = options.sheet, options.columns
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=not options.formulas, keep_links=False)
        page = book[sheet] if sheet else book.worksheets[0]
        page.reset_dimensions()
        source = _SheetSource(page._get_source())  # type: ignore[attr-defined]
        page._get_source = source  # type: ignore[attr-defined]
    except (*_BROKEN, InvalidFileException, OSError) as error:
        raise RunError("archive_broken", sheet=sheet) from error
    try:
        yield from _rows(source.rows_of(page.iter_rows(values_only=True)), columns)
    except _BROKEN as error:
        raise RunError("archive_broken") from error
    finally:
        book.close()


class _SheetSource:
    """The XML of a sheet, refused where one row, or what stands outside the rows, has no end."""

    def __init__(self, xml: IO[bytes]) -> None:
        self._xml = xml
        self._since_row = 0

    def __call__(self) -> Self:
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._xml.close()

    def read(self, size: int = -1) -> bytes:
        block = self._xml.read(size)
        self._since_row += len(block)
        if self._since_row > LONGEST_ROW_XML:
            raise RunError("archive_unsafe", longest_row=LONGEST_ROW_XML)
        return block

    def rows_of(self, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        for number, row in enumerate(rows, 1):
            self._since_row = 0
            if number > MOST_ROWS:
                raise RunError("archive_unsafe", most_rows=MOST_ROWS)
            yield row


def _rows(cells_of_rows: Iterator[tuple[Any, ...]], columns: frozenset[str]) -> Iterator[RawRow]:
    header: list[str] = []
    number = 0
    for cells in cells_of_rows:
        texts = [cell_text(cell) for cell in cells]
        if not any(texts):
            continue
        if not header:
            header = header_names(texts)
            check_header(header, columns)
            continue
        number += 1
        yield _row(number, header, texts)
    if not header:
        check_header(header, columns)


def _row(number: int, header: list[str], texts: list[str]) -> RawRow:
    values = {name: text for name, text in zip(header, texts, strict=False) if name}
    raw = "\x1f".join(values.values()).encode("utf-8", "replace")
    too_long = any(texts[len(header) :])
    return RawRow(number, values, raw, "columns_mismatch" if too_long else "")


def cell_text(cell: Any) -> str:
    """A cell's value as it would be written: whole numbers without a point, dates in ISO form."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case dt.datetime():
            return cell.isoformat(sep=" ") if cell.time() != dt.time() else cell.date().isoformat()
        case dt.date() | dt.time():
            return cell.isoformat()
        case ArrayFormula() | DataTableFormula():
            return "="
    return str(cell)


def check_archive(file: BinaryIO, *, largest: int) -> None:
    """Refuse an archive by its directory, before a byte of it is unpacked, then look for XML entities.

    Args:
        largest: what it may unpack to, in bytes.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _check_sizes(members, largest)
            for member in members:
                _refuse_doctype(archive, member)
    except zipfile.BadZipFile as error:
        raise RunError(_broken_archive(file)) from error
    except (zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise RunError("archive_broken") from error
    finally:
        file.seek(0)


def _broken_archive(file: BinaryIO) -> str:
    """An archive without its directory at the end was cut off."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 66_000))
    return "archive_broken" if b"PK\x05\x06" in file.read() else "truncated"


def _check_sizes(members: list[zipfile.ZipInfo], most: int) -> None:
    total = sum(member.file_size for member in members)
    worst = max((_ratio(member) for member in members), default=0.0)
    shared = max((m.file_size for m in members if m.filename.endswith("sharedStrings.xml")), default=0)
    largest = max((member.file_size for member in members), default=0)
    other = max((m.file_size for m in members if not _is_streamed(m.filename)), default=0)
    unsafe = (
        len(members) > MOST_MEMBERS
        or total > most
        or largest > LARGEST_MEMBER
        or shared > LARGEST_SHARED_STRINGS
        or other > LARGEST_OTHER
        or worst > HIGHEST_RATIO
    )
    if unsafe:
        raise RunError("archive_unsafe", members=len(members), bytes=total, ratio=round(worst))


def _is_streamed(name: str) -> bool:
    """Whether a member is read bit by bit, as sheets and shared strings are, or not at all."""
    if name.endswith(".rels"):
        return False
    return name.startswith(("xl/worksheets/", "xl/media/", "xl/pivotCache/")) or name.endswith(
        "sharedStrings.xml"
    )


def _ratio(member: zipfile.ZipInfo) -> float:
    if member.file_size < SMALLEST_SUSPECT:
        return 0.0
    return member.file_size / max(member.compress_size, 1)


class _RootReached(Exception):
    """The prologue is over: no document type can follow."""


def _refuse_doctype(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    def doctype(*_: object) -> None:
        raise RunError("xml_entities", member=member.filename)

    def root(*_: object) -> None:
        raise _RootReached

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = root
    with archive.open(member) as xml:
        try:
            while block := xml.read(65_536):
                parser.Parse(block, False)
        except _RootReached:
            return
        except expat.ExpatError as error:
            if not member.filename.endswith((".xml", ".rels")):
                return  # a picture: what is no XML is no XML to openpyxl either
            raise RunError("archive_broken", member=member.filename) from error
