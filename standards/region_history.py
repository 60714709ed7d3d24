"""Old region codes: what became of them since 1981 (GB/T 2260 and the yearly changes of 民政部).

A code is a position in a list, not a place: some positions were given to another unit later. So a code
can be asked for with the year of the list it was taken from.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Final

from standards.catalogue import read_rows, standard_file
from standards.regions import Region, city_of, region

_LONGEST_CHAIN: Final = 40


@dataclass(frozen=True, slots=True)
class Change:
    """A unit that got another code, another name or an end in `year`; new_code "" is an end."""

    year: int
    old_code: str
    old_name: str
    new_code: str
    new_name: str


@cache
def changes() -> tuple[Change, ...]:
    """Every change of a code or a name, oldest first."""
    return tuple(
        Change(
            year=int(row["year"]),
            old_code=row["old_code"],
            old_name=row["old_name"],
            new_code=row["new_code"],
            new_name=row["new_name"],
        )
        for row in read_rows(standard_file("regions", "history"))
    )


@cache
def _moves() -> dict[str, tuple[Change, ...]]:
    """old code → the changes that took a unit from it, oldest first."""
    found: dict[str, list[Change]] = defaultdict(list)
    for change in changes():
        if change.old_code != change.new_code:
            found[change.old_code].append(change)
    return {code: tuple(moves) for code, moves in found.items()}


def current_code(code: str, *, year: int | None = None) -> str | None:
    """Today's code of the unit that `code` stood for.

    Args:
        code: a six-digit code of any list since 1980.
        year: the year of the list the code comes from. Without it a code that is valid today means
            today's unit, and any other the last unit that had it.
    Returns:
        the code, or None where the unit has no single successor or the code never existed:
        `current_city` then gives the city it lay in.
    """
    if year is None and region(code):
        return code
    moves = _moves().get(code, ())
    later = [move for move in moves if year is None or move.year > year]
    if not later:
        return code if region(code) else None
    return _follow(later[-1] if year is None else later[0])


def current_city(code: str, *, year: int | None = None) -> Region | None:
    """The portal city of today that an old code's unit lies in, as far as its digits tell."""
    for candidate in (code, f"{code[:4]}00"):
        found = current_code(candidate, year=year)
        if found:
            return city_of(found)
    return None


def _follow(move: Change) -> str | None:
    for _ in range(_LONGEST_CHAIN):
        if not move.new_code:
            return None
        later = [step for step in _moves().get(move.new_code, ()) if step.year > move.year]
        same_unit = [step for step in later if step.old_name == move.new_name]
        if region(move.new_code) and not same_unit:
            return move.new_code
        if not later:
            return None
        move = (same_unit or later)[0]
    return None
