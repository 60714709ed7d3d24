"""A line without axes that shows how a number moved: pure geometry, drawn beside the number itself."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT = 72, 20
_EDGE = 2
LEAST_SPAN = 10.0
"""The scale covers at least so many points, so that small moves look small."""


def spark(values: Sequence[float]) -> str:
    """The points of a polyline; "" of fewer than two values."""
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    spare = max(LEAST_SPAN - (high - low), 0) / 2
    low, high = low - spare, high + spare
    step = (WIDTH - 2 * _EDGE) / (len(values) - 1)
    scale = (HEIGHT - 2 * _EDGE) / (high - low)
    return " ".join(
        f"{_EDGE + step * place:.1f},{HEIGHT - _EDGE - (value - low) * scale:.1f}"
        for place, value in enumerate(values)
    )
