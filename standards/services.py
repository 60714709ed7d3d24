"""Loading of standards into the database, and the successors of old codes."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

from django.db import transaction

from standards.catalogue import DATA, EDITIONS, read_rows
from standards.industries import industry
from standards.lists import economic_type, education, grade
from standards.models import STANDARDS, Code, CodeMapping, Edition
from standards.occupations import occupation
from standards.regions import region

_IS_CURRENT: Final = {
    "regions": region,
    "occupations": occupation,
    "industries": industry,
    "economic_types": economic_type,
    "education": education,
    "grades": grade,
}
_MAPPING_COLUMNS: Final = ("standard", "edition", "old_code", "current_code")
_MOST_PROBLEMS: Final = 20


class EditionChanged(Exception):
    """The files of an edition differ from what was loaded under its name."""


class MappingRefused(Exception):
    """A mapping table that cannot be loaded; `problems` says for each line why."""

    def __init__(self, problems: list[str]) -> None:
        shown = problems[:_MOST_PROBLEMS]
        more = len(problems) - len(shown)
        super().__init__("\n".join(shown) + (f"\n… and {more} more" if more else ""))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class LoadedEdition:
    """What became of one edition: its codes were loaded now, or it was there already."""

    standard: str
    edition: str
    outcome: Literal["loaded", "unchanged"]
    codes: int


@dataclass(frozen=True, slots=True)
class LoadedMapping:
    """How many old codes of an edition have a successor now, and how many are known to have none."""

    standard: str
    edition: str
    mapped: int
    without_successor: int


def editions_load(*, data: Path = DATA, editions: Mapping[str, str] = EDITIONS) -> list[LoadedEdition]:
    """Load every shipped edition that is not loaded yet; all of them, or none.

    Args:
        data: the folder `<standard>/<edition>/<standard>.csv` is looked for in.
    Raises:
        EditionChanged: an edition was loaded before from other files.
    """
    with transaction.atomic():
        return [_edition_load(standard, edition, data) for standard, edition in editions.items()]


def _edition_load(standard: str, edition: str, data: Path) -> LoadedEdition:
    folder = data / standard / edition
    checksum = folder_checksum(folder)
    entry, created = Edition.objects.get_or_create(
        standard=standard, edition=edition, defaults={"checksum": checksum}
    )
    if entry.checksum != checksum:
        raise EditionChanged(
            f"The files of {standard} {edition} are not those that were loaded on "
            f"{entry.loaded_at:%Y-%m-%d}. A loaded edition never changes: ship the change as a new edition "
            f"and name it in standards.catalogue.EDITIONS."
        )
    if not created:
        return LoadedEdition(standard, edition, "unchanged", entry.codes.count())
    codes = [
        Code(
            edition=entry,
            code=row["code"],
            parent_code=row.get("parent", ""),
            name=row.get("name") or row["name_zh"],
            name_en=row.get("name_en", ""),
        )
        for row in read_rows(folder / f"{standard}.csv")
    ]
    Code.objects.bulk_create(codes, batch_size=2000)
    return LoadedEdition(standard, edition, "loaded", len(codes))


def folder_checksum(folder: Path) -> str:
    """SHA-256 over the names and bytes of a folder's CSV files; line ends do not count."""
    digest = sha256()
    for path in sorted(folder.glob("*.csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def mapping_load(*, file: Path) -> list[LoadedMapping]:
    """Load a table of old codes and their successors; it replaces what was known of the same editions.

    Args:
        file: UTF-8 CSV with the columns standard, edition, old_code and current_code; an empty
            current_code says that the old code has no successor.
    Raises:
        MappingRefused: a line is not usable; nothing is loaded then.
    """
    mappings: dict[tuple[str, str, str], CodeMapping] = {}
    problems: list[str] = []
    for number, row in _mapping_rows(file):
        key = (row["standard"], row["edition"], row["old_code"])
        problem = "the old code is given twice" if key in mappings else _mapping_problem(row)
        if problem:
            problems.append(f"line {number}: {problem}")
        mappings[key] = CodeMapping(**row)
    if problems or not mappings:
        raise MappingRefused(problems or ["the table is empty"])
    with transaction.atomic():
        for standard, edition in {key[:2] for key in mappings}:
            CodeMapping.objects.filter(standard=standard, edition=edition).delete()
        CodeMapping.objects.bulk_create(mappings.values(), batch_size=2000)
    return _summary(mappings.values())


def _mapping_rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        missing = [name for name in _MAPPING_COLUMNS if name not in (reader.fieldnames or [])]
        if missing:
            raise MappingRefused([f"line 1: missing columns: {', '.join(missing)}"])
        for row in reader:
            yield reader.line_num, {name: (row[name] or "").strip() for name in _MAPPING_COLUMNS}


def _mapping_problem(row: dict[str, str]) -> str:
    """Why a line of a mapping table is not usable; "" if it is."""
    standard, current = row["standard"], row["current_code"]
    if standard not in STANDARDS:
        return f"unknown standard {standard!r}; known: {', '.join(STANDARDS)}"
    if not row["edition"] or not row["old_code"]:
        return "edition and old_code must be given"
    if row["edition"] == EDITIONS[standard]:
        return f"{row['edition']} is the current edition of {standard}"
    if len(row["edition"]) > 32 or len(row["old_code"]) > 32:
        return "edition and old_code have 32 characters at most"
    if current and _IS_CURRENT[standard](current) is None:
        return f"{current!r} is not a code of {standard} {EDITIONS[standard]}"
    return ""


def _summary(mappings: Iterable[CodeMapping]) -> list[LoadedMapping]:
    counts = Counter((each.standard, each.edition, bool(each.current_code)) for each in mappings)
    return [
        LoadedMapping(
            standard=standard,
            edition=edition,
            mapped=counts[standard, edition, True],
            without_successor=counts[standard, edition, False],
        )
        for standard, edition in sorted({key[:2] for key in counts})
    ]


def code_today(*, standard: str, edition: str, code: str) -> str | None:
    """Today's code of a code of some edition.

    Returns:
        the code; "" where a mapping says that it has no successor; None where nothing is known of it.
    """
    if edition == EDITIONS[standard]:
        return code if _IS_CURRENT[standard](code) else None
    return (
        CodeMapping.objects.filter(standard=standard, edition=edition, old_code=code)
        .values_list("current_code", flat=True)
        .first()
    )
