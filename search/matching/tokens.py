"""Places in the tree of occupations as terms of the index, so that nearness is found without computing it.

A *node* is a group's number without its zeros: 6-29-03-07 lies in 6290307, 62903, 629 and 6. Who wants a
group as a whole has it with the sign =; the groups around what they want have the sign ~.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

import numpy as np

from search.matching.columns import grade_rank, occupation_number, occupation_width
from search.matching.features import nearness

WIDTHS: Final = (1, 100, 10_000, 1_000_000)
WEIGHT_STEPS: Final = 4
MOST_YEARS: Final = 12
MINOR_DIGITS, SUB_MAJOR_DIGITS = 5, 3
"""So long are the nodes of minor and of sub-major groups."""


@lru_cache(maxsize=8192)
def nodes(code: str) -> tuple[str, ...]:
    """A unit and the groups around it, the deepest first; a group itself is the first of its own."""
    number, width = occupation_number(code), occupation_width(code)
    return tuple(str(number // other) for other in WIDTHS if other >= width) if number else ()


def same(code: str) -> list[str]:
    """Tokens of those who want the occupation or a group it lies in as a whole."""
    return [f"={node}" for node in nodes(code)]


def near(code: str, width: int) -> str:
    """The token of those who want something of the group of that width which the occupation lies in."""
    return f"~{occupation_number(code) // width}"


@lru_cache(maxsize=8192)
def _signed(code: str) -> tuple[str, ...]:
    own, *around = nodes(code) or ("",)
    kept = [node for node in around if len(node) in (MINOR_DIGITS, SUB_MAJOR_DIGITS)]
    return (f"={own}", *(f"~{node}" for node in kept)) if own else ()


def wishes(wanted: Mapping[str, float]) -> list[str]:
    """Tokens of wanted occupations with their weight in quarters: =6290307/4, ~62903/4."""
    found: dict[str, int] = {}
    for code, weight in wanted.items():
        for token in _signed(code):
            found[token] = max(found.get(token, 0), weight_step(weight))
    return sorted(f"{token}/{step}" for token, step in found.items())


def weight_step(weight: float) -> int:
    """1 to 4: the weight in quarters, the nearest but no less than one."""
    return max(1, round(weight * WEIGHT_STEPS))


def trades(codes: Iterable[str]) -> list[str]:
    """Tokens of occupations that somebody wants or knows, without weight."""
    return sorted({token for code in codes for token in _signed(code)})


def main_group(wanted: Mapping[str, float]) -> str:
    """The minor group of what is wanted most, as a code: people are counted there, once each."""
    if not wanted:
        return ""
    best = max(wanted, key=lambda code: wanted[code])
    return minor_code(best)


@lru_cache(maxsize=8192)
def minor_code(code: str) -> str:
    """6-29-03-07 → 6-29-03-00, with or without an entry in the classification; a wider group is itself."""
    number = occupation_number(code)
    if not number:
        return ""
    digits = f"{number // 100 * 100:07d}"
    return f"{digits[0]}-{digits[1:3]}-{digits[3:5]}-{digits[5:]}"


def practice(years: Mapping[str, float]) -> list[str]:
    """For each node, how many full years count for a vacancy whose deepest shared group it is: 62903:4."""
    if not years:
        return []
    counted = credited(years)
    return sorted(f"{node}:{min(int(amount), MOST_YEARS)}" for node, amount in counted.items() if amount >= 1)


def credited(years: Mapping[str, float]) -> dict[str, float]:
    """Node → years that count for a vacancy which lies in it and in no deeper node of somebody's trades."""
    known = {code: amount for code, amount in years.items() if occupation_number(code)}
    if not known:
        return {}
    groups = np.array([[occupation_number(code) for code in known]])
    widths = np.array([[occupation_width(code) for code in known]])
    amounts = np.array(list(known.values()))
    found: dict[str, float] = {}
    for code in known:
        number = occupation_number(code)
        for width in WIDTHS:
            if width < occupation_width(code):
                continue
            elsewhere = number // width * width + (width - 1 if width > 1 else 0)
            place = number if width == occupation_width(code) else elsewhere
            near_ = nearness(groups, widths, np.array([place]))[0]
            found[str(number // width)] = float((near_ * amounts).sum())
    return found


def graded(held: Iterable[tuple[str, str]]) -> list[str]:
    """Tokens of grades by the groups that they count in: the own one and the minor group."""
    found = set()
    for code, grade in held:
        own, *around = nodes(code) or ("",)
        minor = [node for node in around if len(node) == MINOR_DIGITS]
        found |= {f"{node}:{grade_rank(grade)}" for node in (own, *minor) if node}
    return sorted(found)
