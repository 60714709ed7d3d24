"""What is new counts for more, gently."""

from __future__ import annotations

from typing import Any, Final

from django.utils import timezone

LASTING: Final = 0.8
"""The part of its worth that a vacancy keeps however old it is; the rest halves every `HALF_LIFE`."""
HALF_LIFE: Final = "14d"


def fresher(query: dict[str, Any]) -> dict[str, Any]:
    """The same query, of which what was published lately is worth more. The score of a vacancy stays the same
    for a day, so that the pages of a search fit together."""
    today = timezone.localdate().isoformat()
    age = {"published_at": {"origin": today, "scale": HALF_LIFE, "decay": 0.5, "offset": "1d"}}
    return {
        "function_score": {
            "query": query,
            "functions": [
                {"filter": {"match_all": {}}, "weight": LASTING},
                {"exp": age, "weight": 1 - LASTING},
            ],
            "score_mode": "sum",
            "boost_mode": "multiply",
        }
    }
