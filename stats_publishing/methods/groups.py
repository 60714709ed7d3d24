"""The groups of the quarterly tables, and how a name in a file is recognised as one of them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

from standards import occupations

Kind = Literal["occupation", "grade", "employer", "industry", "seeker", "sex", "age", "education"]
Role = Literal["group", "part", "none", "total"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

_FILE: Final = Path(__file__).with_suffix(".toml")
_LEADING: Final = re.compile(r"^(其中)?[(（]?([一二三四五六七八九十]+|\d{1,2})?[)）、.．:：]+(?=[^\W\d])")
_BETWEEN: Final = re.compile(r"[\W_]+")
_IN_BRACKETS: Final = re.compile(r"[(（][^()（）]*[)）]\s*$")


@dataclass(frozen=True, slots=True)
class Group:
    """One row of a kind of table; see groups.toml for the meaning of its fields."""

    name: str
    role: Role = "group"
    within: tuple[str, ...] = ()
    base: str | None = None
    code: str = ""
    english: str = ""


def plain(name: str) -> str:
    """What patterns are held against: a name without width, case, spaces, punctuation and numbering."""
    text = unicodedata.normalize("NFKC", name).strip().lower().replace("其它", "其他")
    return _BETWEEN.sub("", _LEADING.sub("", text)).removeprefix("其中")


@cache
def groups(kind: Kind) -> tuple[Group, ...]:
    """The groups of a kind in the order of publication; 无要求 and 合计 come last."""
    return tuple(group for group, _pattern in _patterns(kind))


@cache
def group_of_code(kind: Kind, code: str) -> Group | None:
    """The group that a code stands for in datasets; None where the kind has no such code."""
    return next((group for group in groups(kind) if group.code == code), None)


@cache
def recognise(kind: Kind, name: str) -> Group | None:
    """The group that a name in a file means; None where the kind has no such group.

    Where the whole name is not known, what stands in brackets at its end is an explanation. In tables of
    occupations every group of the national classification is known by its name as well.
    """
    for text in dict.fromkeys((plain(name), plain(_IN_BRACKETS.sub("", name)))):
        found = next((group for group, pattern in _patterns(kind) if pattern.fullmatch(text)), None)
        found = found or (_classified(text) if kind == "occupation" else None)
        if found:
            return found
    return None


@cache
def _entries() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _patterns(kind: Kind) -> tuple[tuple[Group, re.Pattern[str]], ...]:
    return tuple(
        (
            Group(
                name=entry["name"],
                role=entry.get("role", "group"),
                within=tuple(entry.get("within", ())),
                base=entry.get("base"),
                code=entry["code"],
                english=entry["en"],
            ),
            re.compile(entry["pattern"]),
        )
        for entry in (*_entries()[kind], *_entries()["common"])
    )


@cache
def _classification() -> dict[str, occupations.Occupation]:
    deepest_last = sorted(occupations.all_occupations(), key=lambda entry: -entry.level)
    return {plain(entry.name): entry for entry in deepest_last}


def _classified(text: str) -> Group | None:
    entry = _classification().get(text)
    if entry is None:
        return None
    above = []
    parent = occupations.occupation(entry.parent_code)
    while parent:
        known = recognise("occupation", parent.name) if parent.level == 1 else None
        above.append(known.name if known else parent.name)
        parent = occupations.occupation(parent.parent_code)
    return Group(name=entry.name, within=tuple(above), code=entry.code, english=entry.code)
