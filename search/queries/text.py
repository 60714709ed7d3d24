"""What the words of a search mean to the index. The place where queries come to be understood better."""

from __future__ import annotations

from typing import Any

WORD_FIELDS = ("title^4", "occupation_name^2", "employer", "benefits", "place", "duties^0.6")
PAIR_FIELDS = ("title.pairs^2", "occupation_name.pairs", "employer.pairs")
PAIRS_BOOST = 0.3
ENOUGH_WORDS = "2<75%"
"""Up to two words are all needed; of more, three in four."""


def text_query(text: str) -> dict[str, Any]:
    """Documents that the words are about: by words, and more weakly by pairs of characters."""
    if not text:
        return {"match_all": {}}
    return {
        "bool": {
            "should": [
                {
                    "multi_match": {
                        "query": text,
                        "type": "cross_fields",
                        "fields": WORD_FIELDS,
                        "minimum_should_match": ENOUGH_WORDS,
                        "tie_breaker": 0.2,
                    }
                },
                {
                    "multi_match": {
                        "query": text,
                        "type": "cross_fields",
                        "fields": PAIR_FIELDS,
                        "operator": "and",
                        "boost": PAIRS_BOOST,
                    }
                },
            ],
            "minimum_should_match": 1,
        }
    }
