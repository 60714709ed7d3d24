"""What the words of a search mean to the index. The place where queries come to be understood better."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from search.analysis import PARTS
from search.reading import Reading

Clause = dict[str, Any]
"""A query of Elasticsearch."""

WORD_FIELDS = ("title^4", "occupation_name^2", "employer", "benefits", "place", "duties^0.6")
PAIR_FIELDS = ("title.pairs^2", "occupation_name.pairs", "employer.pairs")
PARTS_BOOST = 0.4
PAIRS_BOOST = 0.3
ENOUGH_WORDS = "2<75%"
"""Up to two words are all needed; of more, three in four."""


def reading_query(reading: Reading) -> Clause:
    """What scores: how well a document answers what the query says."""
    return text_query(reading.text)


def reading_filters(reading: Reading) -> list[Clause]:
    """The hard conditions that the query states; they count in every facet too."""
    return []


def text_query(text: str) -> dict[str, Any]:
    """Documents that the words are about.

    Best are the words as people mean them (幼儿教师, with its synonyms), then their parts (幼儿, 教师), which
    also find 幼儿园教师, then pairs of characters, which find what any cutting into words hides.
    """
    if not text:
        return {"match_all": {}}
    return {
        "bool": {
            "should": [
                _match(text, WORD_FIELDS, minimum_should_match=ENOUGH_WORDS),
                _match(
                    text, WORD_FIELDS, minimum_should_match=ENOUGH_WORDS, analyzer=PARTS, boost=PARTS_BOOST
                ),
                _match(text, PAIR_FIELDS, operator="and", boost=PAIRS_BOOST),
            ],
            "minimum_should_match": 1,
        }
    }


def _match(text: str, fields: Sequence[str], **options: Any) -> dict[str, Any]:
    """The words may be spread over the fields, as if they were one."""
    return {
        "multi_match": {"query": text, "type": "cross_fields", "fields": fields, "tie_breaker": 0.2} | options
    }
