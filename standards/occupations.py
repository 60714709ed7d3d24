"""Occupations (职业分类大典, 2022 edition): major, sub-major, minor and unit groups (大类, 中类, 小类, 细类).

A code is written 4-01-02-01: major group 4, sub-major 4-01, minor 4-01-02, unit 4-01-02-01; a group's own
code is filled up with zeros (4-01-02-00). About 40 minor groups that unit codes imply have no entry: such
a unit's parent is its sub-major group.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from standards.catalogue import read_rows, standard_file

Level = Literal[1, 2, 3, 4]

# Significant characters of a code at each level: "4", "4-01", "4-01-02", "4-01-02-01".
_WIDTHS: Final = {1: 1, 2: 4, 3: 7, 4: 10}
_ZEROS: Final = "0-00-00-00"


@dataclass(frozen=True, slots=True)
class Occupation:
    """One group of the classification; `aliases` are titles in everyday use that belong to it."""

    code: str
    name: str
    level: Level
    parent_code: str
    digital: bool
    green: bool
    aliases: tuple[str, ...]


@cache
def _catalogue() -> dict[str, Occupation]:
    return {
        row["code"]: Occupation(
            code=row["code"],
            name=row["name"],
            level=int(row["level"]),  # type: ignore[arg-type]
            parent_code=row["parent"],
            digital=row["digital"] == "1",
            green=row["green"] == "1",
            aliases=tuple(filter(None, row["aliases"].split("|"))),
        )
        for row in read_rows(standard_file("occupations"))
    }


@cache
def _children() -> dict[str, tuple[Occupation, ...]]:
    found: dict[str, list[Occupation]] = defaultdict(list)
    for entry in _catalogue().values():
        found[entry.parent_code].append(entry)
    return {code: tuple(entries) for code, entries in found.items()}


@cache
def _by_name() -> dict[str, str]:
    """Names and aliases, lower case, to the code of the group that is the deepest and first to claim them."""
    found: dict[str, str] = {}
    entries = sorted(_catalogue().values(), key=lambda entry: -entry.level)
    for entry in entries:
        found.setdefault(entry.name.lower(), entry.code)
    for entry in entries:
        for alias in entry.aliases:
            found.setdefault(alias.lower(), entry.code)
    return found


def occupation(code: str) -> Occupation | None:
    """The group of a code; None where the classification has none."""
    return _catalogue().get(code)


def all_occupations() -> tuple[Occupation, ...]:
    """Every group of every level, in the order of the classification."""
    return tuple(_catalogue().values())


def children(code: str = "") -> tuple[Occupation, ...]:
    """The groups directly under a group; of "" the eight major groups."""
    return _children().get(code, ())


def ancestors(code: str) -> tuple[Occupation, ...]:
    """The groups above a group, major group first, itself not included."""
    found: list[Occupation] = []
    entry = occupation(code)
    while entry and (entry := occupation(entry.parent_code)):
        found.append(entry)
    return tuple(reversed(found))


def descendant_prefix(code: str) -> str:
    """What the codes of a group and of all below it, and no others, begin with: 4-01-00-00 → 4-01."""
    entry = occupation(code)
    return code[: _WIDTHS[entry.level]] if entry else code


def major_group(code: str) -> Occupation | None:
    """The major group (大类) of a code; None for "" and unknown codes."""
    return occupation(code[:1] + _ZEROS[1:]) if code else None


def minor_group(code: str) -> Occupation | None:
    """The minor group (小类) of a unit or minor group; where it has no entry, the sub-major group."""
    entry = occupation(code)
    while entry and entry.level > 3:
        entry = occupation(entry.parent_code)
    return entry


def occupation_by_name(name: str) -> Occupation | None:
    """The group with exactly this name or alias (case is ignored); None if there is none."""
    return occupation(_by_name().get(name.strip().lower(), ""))
