"""How text becomes terms: settings for the analysis plugin (`deploy/elasticsearch/plugin`).

The domain dictionary is built from the standards and travels in the settings of each index, so that a changed
list takes effect with the next `manage.py search_rebuild` and touches nothing before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from standards import occupations, regions

WORDS = "portal_words"
"""Analyzer of what is searched in: words, and the shorter words inside them."""
WORDS_SEARCH = "portal_words_search"
"""Analyzer of what people type: words."""
PARTS = "portal_parts"
"""Analyzer of what people type for a looser look: 幼儿·教师 instead of 幼儿教师."""
PAIRS = "portal_pairs"
"""Analyzer of the subfield for recall: pairs of characters."""
PREFIXES = "portal_prefixes"
"""Analyzer of type-ahead: the beginnings of the whole text; what people type is read by `WHOLE`."""
WHOLE = "portal_whole"

TITLES = "portal_titles"
"""Similarity of titles: what counts is the share that a word has of the title, so that saying it again gains
nothing and a long list of words loses."""
SIMILARITIES = {TITLES: {"type": "BM25", "k1": 1.0, "b": 1.0}}

LONGEST_WORD = 6
"""Characters: a longer name is cut into words, so that a part of it finds it."""

POSTING_WORDS = Path(__file__).parent / "data" / "posting_words.txt"
"""Words of postings that general dictionaries cut apart, one a line."""

_HAN = re.compile(r"[\u4e00-\u9fff〇]+")


def domain_words() -> list[str]:
    """Words that are kept whole: names of occupations and regions, and the words of postings; sorted."""
    names = [name for entry in occupations.all_occupations() for name in (entry.name, *entry.aliases)]
    names += [name for unit in regions.all_regions() for name in (unit.name, unit.short_name)]
    names += POSTING_WORDS.read_text(encoding="utf-8").split()
    return sorted({word for word in _chinese_parts(names) if 2 <= len(word) <= LONGEST_WORD})


def _chinese_parts(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        yield from _HAN.findall(name)


def analysis_settings() -> dict[str, Any]:
    """The part `analysis` of the settings of an index."""
    words = " ".join(domain_words())

    def tokenizer(mode: str, words: str = "") -> dict[str, Any]:
        return {"type": "portal_chinese", "mode": mode, "words": words}

    return {
        "tokenizer": {
            "portal_index": tokenizer("index", words),
            "portal_search": tokenizer("search", words),
            "portal_parts": tokenizer("parts"),
            "portal_pairs": tokenizer("pairs"),
            "portal_whole": tokenizer("whole"),
        },
        "filter": {
            "portal_prefixes": {"type": "portal_prefixes"},
        },
        "analyzer": {
            WORDS: {"tokenizer": "portal_index"},
            WORDS_SEARCH: {"tokenizer": "portal_search"},
            PARTS: {"tokenizer": "portal_parts"},
            PAIRS: {"tokenizer": "portal_pairs"},
            PREFIXES: {"tokenizer": "portal_whole", "filter": ["portal_prefixes"]},
            WHOLE: {"tokenizer": "portal_whole"},
        },
    }
