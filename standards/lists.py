"""The small standards: economic types (GB/T 12402), education (GB/T 4658), technical grades.

Each is a list of entries in Chinese and English, and one function that understands the words people use
for it. Where the words do not say which entry is meant the answer is "".
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from standards.catalogue import read_rows, read_words, standard_file


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of a small list with its names."""

    code: str
    parent_code: str
    name_zh: str
    name_en: str

    def name(self, language: str = "zh-hans") -> str:
        """The name in Chinese, or in English for a language code that begins with "en"."""
        return self.name_en if language.startswith("en") else self.name_zh


@cache
def _entries(standard: str) -> dict[str, Entry]:
    return {
        row["code"]: Entry(row["code"], row["parent"], row["name_zh"], row["name_en"])
        for row in read_rows(standard_file(standard))
    }


def economic_types() -> tuple[Entry, ...]:
    """All economic types, by code."""
    return tuple(_entries("economic_types").values())


def economic_type(code: str) -> Entry | None:
    """The economic type of a code, None for any other text."""
    return _entries("economic_types").get(code)


def education_levels() -> tuple[Entry, ...]:
    """All levels of education, highest first."""
    return tuple(_entries("education").values())


def education(code: str) -> Entry | None:
    """The level of education of a code, None for any other text."""
    return _entries("education").get(code)


def grades() -> tuple[Entry, ...]:
    """Skill grades from five (50) to one (10), then professional titles (T3, T2, T1)."""
    return tuple(_entries("grades").values())


def grade(code: str) -> Entry | None:
    """The grade of a code, None for any other text."""
    return _entries("grades").get(code)


def text_to_education(text: str) -> str:
    """本科及以上 → "20", 大专 → "30"; the lowest level that a requirement names; "" where it names none."""
    return _lowest_named("education", text)


def text_to_grade(text: str) -> str:
    """高级工 → "30", 中级职称 → "T2"; the longest word of the list that the text contains; "" if none."""
    return _longest_named("grades", text)


def text_to_economic_type(text: str) -> str:
    """民营 → "170", 外资（欧美） → "300"; "" for words that say nothing of ownership, such as 创业公司."""
    return _longest_named("economic_types", text)


def meets_education(stated: str, required: str) -> bool:
    """Whether a person's education reaches what is asked for; no requirement ("") is met by all.

    Levels are compared, not codes: secondary vocational school and senior high school are equal.
    """
    if not required:
        return True
    return stated in _EDUCATION_RANK and _EDUCATION_RANK[stated] >= _EDUCATION_RANK.get(required, 0)


def education_rank(code: str) -> int:
    """The order of levels: 1 (primary school) to 7 (doctor); 0 for any other code, "" among them."""
    return _EDUCATION_RANK.get(code, 0)


_EDUCATION_RANK: Final = {
    "11": 7, "14": 6, "10": 6, "20": 5, "30": 4, "40": 3, "60": 3, "70": 2, "80": 1, "90": 0,
}  # fmt: skip


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """One expression that finds the words of a list, the longest first."""
    words = sorted(read_words(name), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def _named(name: str, text: str) -> list[tuple[str, str]]:
    """(word, code) of each word of a list found in a text, in the text's order."""
    words = read_words(name)
    cleaned = unicodedata.normalize("NFKC", text).lower()
    return [(word, words[word]) for word in _pattern(name).findall(cleaned)]


def _longest_named(name: str, text: str) -> str:
    found = _named(name, text)
    return max(found, key=lambda pair: len(pair[0]))[1] if found else ""


def _lowest_named(name: str, text: str) -> str:
    codes = [code for _, code in _named(name, text) if code]
    return min(codes, key=lambda code: (_EDUCATION_RANK[code], code), default="")
