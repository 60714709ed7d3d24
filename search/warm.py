"""What takes a moment to build, built before the first person asks."""

from __future__ import annotations

from search.queries.work import guessed_group
from search.reading.reader import tables_build


def warm_up() -> None:
    """Load the lexicon, its pinyin and the classifier. Needs neither database nor index."""
    tables_build()
    guessed_group("电工")
