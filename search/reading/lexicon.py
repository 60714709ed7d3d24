"""The words that mean something: places, occupations, benefits, skills, types of employment, industries.

Words are keyed lower case and without spaces, so that 软件 工程师 and Spring boot are found too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from jobs.enums import EmploymentType
from search.benefits import benefits
from search.reading.types import Kind
from search.skills import skills
from standards import occupations, regions
from standards.catalogue import read_rows, read_words
from standards.places import names_in_country
from standards.regions import is_within
from standards.titles import LEXICON as EVERYDAY_TITLES

DATA: Final = Path(__file__).parent.parent / "data"
LONGEST: Final = 24
"""Characters of the longest word that is looked for."""

_PLAIN_TITLE: Final = re.compile(r"[\w.+# ]+")
_LATIN: Final = re.compile(r"[a-z0-9]")
_SAYS_EMPLOYMENT: Final = re.compile(r"^(?:兼职|全职|实习|临时|应届)|(?:兼职|实习生?|学徒)$")
_EMPLOYMENT: Final = {
    EmploymentType.FULL_TIME: "全职 正式工 长期工",
    EmploymentType.PART_TIME: "兼职 兼职工作 小时工 钟点工 兼职工 副业 周末兼职 业余兼职",
    EmploymentType.INTERNSHIP: "实习 实习生 见习 见习生 实习岗",
    EmploymentType.TEMPORARY: "临时工 临工 零工 打零工 短期工 短工 暑假工 寒假工 暑期工 假期工 季节工 日结工",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A meaning of a word. `values` are alternatives, as in `Concept`; `name` is the word as written.

    is_spot: the place is less than its region: 光谷, 陆家嘴.
    """

    kind: Kind
    values: tuple[str, ...]
    name: str
    is_spot: bool = False


def dense(word: str) -> str:
    """A word as the lexicon keys it."""
    return "".join(word.split()).lower()


@cache
def lexicon() -> dict[str, Entry]:
    """Every word by its key, each with its one likeliest meaning."""
    found: dict[str, Entry] = {}
    sources = (_places, _employment, _benefits, _tools, _titles_in_use, _skills, _aliases, _industries)
    for entries in (source() for source in sources):
        for word, entry in entries:
            key = dense(word)
            if 1 < len(key) <= LONGEST:
                found.setdefault(key, entry)
    return found


def _places() -> Iterator[tuple[str, Entry]]:
    """Regions by their names of today and of the past, areas, groups of provinces.

    A name that several regions share means any of them; where one holds another (长沙 and 长沙县) it means
    the larger. The short name of a district is a place unless it is in the list of those that mean something
    else.
    """
    codes: dict[str, dict[str, None]] = defaultdict(dict)
    for name, code in names_in_country().items():
        codes[name][code] = None
    spots = set(read_words("places"))
    for row in read_rows(DATA / "areas.csv"):
        codes[row["word"]] |= dict.fromkeys(row["codes"].split())
        if row["spot"]:
            spots.add(row["word"])
    for unit in regions.all_regions():
        if unit.level != "province":
            codes[unit.name][unit.code] = None
        if unit.level == "district" and len(unit.short_name) > 1:
            codes[unit.short_name][unit.code] = None
    for word in set(_not_places()) & codes.keys():
        del codes[word]
    for name, meant in codes.items():
        whole = [
            code for code in meant if not any(is_within(code, other) for other in meant if other != code)
        ]
        yield name, Entry(Kind.PLACE, tuple(whole), name, is_spot=name in spots)


def _not_places() -> list[str]:
    return (DATA / "not_places.txt").read_text(encoding="utf-8").split()


def _employment() -> Iterator[tuple[str, Entry]]:
    for kind, words in _EMPLOYMENT.items():
        for word in words.split():
            yield word, Entry(Kind.EMPLOYMENT, (kind.value,), word)


def _benefits() -> Iterator[tuple[str, Entry]]:
    for benefit in benefits().values():
        for word in benefit.words:
            yield word, Entry(Kind.BENEFIT, (benefit.code,), word)


def _tools() -> Iterator[tuple[str, Entry]]:
    """Skills written in Latin letters: java is a skill before it is a title."""
    return ((word, entry) for word, entry in _skills() if _LATIN.search(word.lower()))


def _skills() -> Iterator[tuple[str, Entry]]:
    for skill in skills().values():
        for word in (*skill.words, skill.name):
            yield word, Entry(Kind.SKILL, (skill.name,), word)


def _titles_in_use() -> Iterator[tuple[str, Entry]]:
    """Everyday titles, and the names of the classification: words for an occupation before all else."""
    titles = {dense(row["title"]) for row in read_rows(EVERYDAY_TITLES)}
    titles |= {dense(entry.name) for entry in occupations.all_occupations()}
    return ((word, entry) for word, entry in _aliases() if dense(word) in titles)


def _aliases() -> Iterator[tuple[str, Entry]]:
    """Every word for an occupation; it may belong to several groups. What says more (兼职会计) is none."""
    return (
        (word, Entry(Kind.OCCUPATION, tuple(codes), word))
        for word, codes in _occupations().items()
        if not _SAYS_EMPLOYMENT.search(word)
    )


@cache
def _occupations() -> dict[str, dict[str, None]]:
    """Everyday titles, names and aliases of the classification → their groups. A name that says more than one
    thing (人事/行政) is none."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in read_rows(EVERYDAY_TITLES):
        found[row["title"]][row["code"]] = None
    for entry in occupations.all_occupations():
        for name in (entry.name, *entry.aliases):
            if len(name) > 1 and _PLAIN_TITLE.fullmatch(name):
                found[name][entry.code] = None
    return found


def _industries() -> Iterator[tuple[str, Entry]]:
    """Only names that say they are an industry: 互联网 alone is a word like any other."""
    for word, code in read_words("industries").items():
        if code and word[-1] != "业" and "/" not in word:
            for ending in ("行业", "业"):
                yield word + ending, Entry(Kind.INDUSTRY, (code,), word + ending)
        elif code:
            yield word, Entry(Kind.INDUSTRY, (code,), word)
