"""Reads a query."""

from __future__ import annotations

import unicodedata

from search.reading.types import Reading


def read_query(text: str, *, scope: str = "", verbatim: bool = False) -> Reading:
    """What a query says.

    Args:
        text: what was typed.
        scope: code of the region that the page is about: its names are looked for first.
        verbatim: every word is meant as a word: nothing becomes a concept.
    """
    query = " ".join(unicodedata.normalize("NFKC", text).split())
    return Reading(query=query, text=query)
