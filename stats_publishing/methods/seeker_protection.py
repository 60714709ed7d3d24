"""Which counts of job seekers may leave, so that nobody of a few who registered is told of.

Vacancies need no protection: everybody can count those that were open. Of people only counts leave, and a
count of one or two of a city, an occupation and a quarter may tell of somebody.

What is looked at together is all that one can add up: the rows of a table and its total, 上期结转 and
本期新增 and their sum, minor groups and major ones, the cities of an area, and what earlier versions told. A
count that is the same in two versions of a region is one cell, told or kept back in both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from stats_publishing.methods.groups import KINDS, group_of_code, groups, recognise
from stats_publishing.methods.own_records import MINOR, NO_REQUIREMENT, TOTAL
from stats_publishing.methods.suppression import Linked, suppressed

PARTS: Final[Mapping[str, str]] = {"": "seekers", "carried": "seekers_carried", "new": "seekers_new"}
"""Part of a count → measure of datasets; the first is the sum of the others."""
_REST: Final = "?"
_SHARES: Final = tuple(f"seekers_share{suffix}" for suffix in ("", "_qoq", "_yoy"))
_RATIOS: Final = tuple(f"ratio{suffix}" for suffix in ("", "_qoq", "_yoy"))
_LEVELS: Final = ("seekers_level_qoq", "seekers_level_yoy")

Key = tuple[str, str]
"""Code of a group, and part."""
_Cell = tuple[str, str, str, str, int]
"""Region, kind, code, part, persons: equal ones are one cell, in whatever table and version they stand."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The seekers of one table.

    Args:
        name: tells it from others.
        kind: kind of table; the total is one cell in all kinds.
        counts: (code, part) → persons.
        hidden: what of it is kept back; None for a table about to leave, of which that is to be found.
        parts: names of the tables that it is the sum of.
        majors: for a table of minor groups the name of the one of the major groups that they add up to.
    """

    name: str
    region: str
    kind: str
    counts: Mapping[Key, int]
    hidden: Set[Key] | None = None
    parts: Sequence[str] = ()
    majors: str = ""


@dataclass(slots=True)
class _System:
    """Cells that not everybody knows, and the sums that everybody does."""

    number: dict[_Cell, int] = field(default_factory=dict)
    blocks: list[tuple[Hashable, Hashable]] = field(default_factory=list)
    sums: dict[Hashable, tuple[int | None, set[int]]] = field(default_factory=dict)

    def add(self, cell: _Cell) -> int:
        if cell not in self.number:
            self.number[cell] = len(self.number)
            region, kind, code, _part, _persons = cell
            whole = "occupation" if kind == MINOR else kind
            self.blocks.append(((region, whole, code[:1] if kind == MINOR else ""), whole))
        return self.number[cell]

    def sum(self, name: Hashable, total: int | None, part: int) -> None:
        """A cell is a part of a sum; a total that everybody knows is None."""
        self.sums.setdefault(name, (total, set()))[1].add(part)


def code_of(kind: str, group: str) -> str:
    """The code that a row is known by here: of a total, however it is called, `TOTAL`."""
    known = _group(kind, group)
    return known[0] if known else group


def kept_back(tables: Sequence[Counted], *, minimum: int) -> dict[str, frozenset[Key]]:
    """Of each table about to leave: the counts that are kept back, some only to protect others.

    Counts from 1 to `minimum` − 1 are secrets; 0 is none. By all that is told each could be anything from
    nobody to `minimum`.

    Args:
        tables: those about to leave, and of those that left all that can be added up with them.
    Raises:
        NotProtectable: a secret follows from what was told before.
    """
    told = {
        _cell(table, key, persons)
        for table in tables
        if table.hidden is not None
        for key, persons in table.counts.items()
        if key not in table.hidden
    }
    system = _system(tables, told, minimum=minimum)
    if not system.number:
        return {table.name: frozenset() for table in tables if table.hidden is None}
    cells = list(system.number)
    nobody = len(cells)  # the number of what everybody knows: it does not move
    before = {
        system.number[cell]
        for table in tables
        for key in table.hidden or ()
        if key in table.counts and (cell := _cell(table, key, table.counts[key])) in system.number
    }
    rests = {number for cell, number in system.number.items() if cell[2].startswith(_REST)}
    secret = {
        number for cell, number in system.number.items() if 0 < cell[4] < minimum and number not in rests
    }
    hidden = suppressed(
        Linked(
            values=(*(float(cell[4]) for cell in cells), 0.0),
            sums=tuple(
                (nobody if total is None else total, tuple(sorted(parts)))
                for total, parts in system.sums.values()
            ),
            employers=(minimum,) * (nobody + 1),
            scales=_scales(system.blocks),
        ),
        primary=secret,
        already=before | rests,
        public=[nobody],
        protection=0.0,
        employers=0,
        rooms={at: (float(cells[at][4]), float(max(1, minimum - cells[at][4]))) for at in secret},
    )
    return {
        table.name: frozenset(
            key
            for key, persons in table.counts.items()
            if system.number.get(_cell(table, key, persons), nobody) in hidden
        )
        for table in tables
        if table.hidden is None
    }


def silenced(kind: str, hidden: Set[Key]) -> dict[str, frozenset[str]]:
    """Code of a row → the measures of it that are kept back with its count, as they tell of it; what stands
    under "" holds for all rows.

    A share tells the count, so do a ratio (vacancies are known) and, of a table with seekers who state no
    wish, the ratios of all groups that these are spread over.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for code, part in hidden:
        found[code].add(PARTS[part])
        if not part:
            found[code] |= {*_SHARES, *_RATIOS}
    if (TOTAL, "") in hidden:
        found[""] |= {*_SHARES, *_RATIOS, *_LEVELS}
    if kind in ("occupation", MINOR) and (NO_REQUIREMENT, "") in hidden:
        found[""] |= set(_RATIOS)
    return {code: frozenset(measures) for code, measures in found.items()}


def _cell(table: Counted, key: Key, persons: int) -> _Cell:
    code, part = key
    return (table.region, "" if code == TOTAL else table.kind, code, part, persons)


def _system(tables: Sequence[Counted], told: Set[_Cell], *, minimum: int) -> _System:
    system = _System()
    asked = _regions_asked(tables, told, minimum=minimum)
    unknown = {table.name: _unknown(system, table, told) for table in tables if table.region in asked}
    above: dict[str, list[Counted]] = defaultdict(list)
    for table in tables:
        for part in table.parts:
            above[part].append(table)
    named = {table.name: table for table in tables}
    for table in tables:
        cells = unknown.get(table.name, {})
        if not cells:
            continue
        families = [_family(table, whole) for whole in (table, named.get(table.majors)) if whole]
        for family in families:
            cells |= {key: system.add((table.region, table.kind, *key, n)) for key, n in family.rests.items()}
        for (code, part), number in cells.items():
            if part:
                system.sum((table.name, code), cells.get((code, "")), number)
            for upper in above[table.name]:
                if (code, part) in upper.counts:
                    total = unknown.get(upper.name, {}).get((code, part))
                    system.sum((upper.name, "cities", code, part), total, number)
            for family in families:
                parent = family.parent.get((code, part))
                if parent is not None:
                    total = unknown.get(family.whole, {}).get((parent, part))
                    system.sum((table.name, family.whole, parent, part), total, number)
    return system


def _regions_asked(tables: Sequence[Counted], told: Set[_Cell], *, minimum: int) -> set[str]:
    """Regions with a secret of their own or of a part of them; of others everything is told."""
    asked = set()
    for table in tables:
        of_few = (key for key, persons in table.counts.items() if 0 < persons < minimum)
        if table.hidden or any(_cell(table, key, table.counts[key]) not in told for key in of_few):
            asked.add(table.region)
    names = {table.name for table in tables if table.region in asked}
    return asked | {table.region for table in tables if not names.isdisjoint(table.parts)}


def _unknown(system: _System, table: Counted, told: Set[_Cell]) -> dict[Key, int]:
    return {
        key: system.add(cell)
        for key, persons in table.counts.items()
        if (table.hidden is None or key in table.hidden) and (cell := _cell(table, key, persons)) not in told
    }


@dataclass(frozen=True, slots=True)
class _Family:
    """What the rows of a table add up to.

    Args:
        whole: name of the table that the sums stand in.
        parent: row and part → the row that it is a part of.
        rests: those who stand in no row, such as people whose age is not known: nobody is told how many.
    """

    whole: str
    parent: Mapping[Key, str]
    rests: Mapping[Key, int]


def _family(table: Counted, whole: Counted) -> _Family:
    """The sums between the rows of a table and those of a whole; what does not add up is no sum."""
    listed = {code for code, _part in whole.counts}
    parent: dict[Key, str] = {}
    rests = dict(whole.counts)
    for (code, part), persons in table.counts.items():
        above = next((one for one in _above(table.kind, whole.kind, code) if one in listed), "")
        if above and (above, part) in rests:
            parent[code, part] = above
            rests[above, part] -= persons
    summed = {(above, part) for (_code, part), above in parent.items()}
    left = {
        (f"{_REST}{whole.kind}/{above}", part): rests[above, part]
        for above, part in summed
        if rests[above, part] > 0
    }
    sound = {key: above for key, above in parent.items() if rests[above, key[1]] >= 0}
    return _Family(
        whole.name,
        sound | {(code, part): code.partition("/")[2] for code, part in left},
        left,
    )


@cache
def _above(kind: str, within: str, code: str) -> tuple[str, ...]:
    """Codes of what a group of a kind may count in, in a table of the kind `within`, the nearest first."""
    if code == TOTAL:
        return ()
    if kind == MINOR:
        major = code if code == NO_REQUIREMENT else f"{code[:1]}-00-00-00"
        return (TOTAL,) if within == MINOR else (major,)
    known = _group(kind, code)
    return (*(known[1] if known else ()), TOTAL)


@cache
def _group(kind: str, name: str) -> tuple[str, tuple[str, ...]] | None:
    """Code of a group, by its code or its name, and the codes of the groups that it belongs to."""
    of = next((each for each in KINDS if each == kind), KINDS[0])
    group = group_of_code(of, name) or recognise(of, name)
    if group is None:
        return None
    codes = {each.name: each.code for each in groups(of)}
    return group.code, tuple(codes[above] for above in group.within if above in codes)


def _scales(blocks: Sequence[tuple[Hashable, Hashable]]) -> tuple[npt.NDArray[np.int64], ...]:
    """By table of a region, by kind of all regions; what everybody knows is in no block."""
    found = []
    for scale in (0, 1):
        numbers: dict[Hashable, int] = {}
        of_cells = [numbers.setdefault(block[scale], len(numbers)) for block in blocks]
        found.append(np.array([*of_cells, -1], dtype=np.int64))
    return tuple(found)
