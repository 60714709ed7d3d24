"""The bands that pay, experience and age of a posting are counted in. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """A half-open range [low, high); `high` None has no end. `code` stands in addresses and in the index."""

    code: str
    low: int
    high: int | None

    def holds(self, value: int) -> bool:
        return self.low <= value and (self.high is None or value < self.high)

    def meets(self, low: int, high: int) -> bool:
        """Whether the range from `low` to `high` has more than its edge in the band."""
        if low == high:
            return self.holds(low)
        return high > self.low and (self.high is None or low < self.high)


def _bands(*edges: int) -> tuple[Band, ...]:
    return tuple(
        Band(code=f"{low}-{'' if high is None else high}", low=low, high=high)
        for low, high in zip(edges, [*edges[1:], None], strict=True)
    )


PAY = _bands(0, 3000, 5000, 8000, 12000, 20000, 30000)
"""Yuan a month."""

EXPERIENCE = (Band("0", 0, 1), *_bands(1, 3, 5, 10))
"""Years asked for at least; "0" is no requirement."""

POSTED_WITHIN_DAYS = (1, 3, 7, 30)
"""Days since publication, today counted as the first."""


def pay_bands(pay_min: int | None, pay_max: int | None) -> list[str]:
    """Codes of the bands that a monthly pay reaches into; [] where it is not stated.

    A range counts in every band that it overlaps. Where only one end is stated, that end counts: nothing is
    invented about the other.
    """
    low = pay_min if pay_min is not None else pay_max
    high = pay_max if pay_max is not None else pay_min
    if low is None or high is None:
        return []
    return [band.code for band in PAY if band.meets(low, high)]


def experience_band(years_min: int | None) -> str:
    """Code of the band that the years asked for fall in; "" where they are not stated."""
    if years_min is None:
        return ""
    return next(band.code for band in EXPERIENCE if band.holds(years_min))
