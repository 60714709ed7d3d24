"""Figures that stand out: against a region's own past, and against how its peers changed.

Both only ask: a figure that stands out is corrected or explained in writing; nothing is changed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

FEWEST_PERIODS: Final = 4
FEWEST_PEERS: Final = 10
CONSISTENT: Final = 0.6745  # makes the median deviation comparable to a standard deviation


@dataclass(frozen=True, slots=True)
class OutlierLimits:
    """Settings of the checks; no binding text sets them.

    Args:
        score: modified z-score from which a figure stands out; 3.5 is the authors' own.
        least_change: a figure closer to its past than this share never stands out.
        size_weight: how much more a change of a large figure counts, U of the ratio method (0 to 1).
        width: how many half-quartile distances the bounds lie from the median, C of the ratio method.
        slack: least half-quartile distance as a share of the median effect, A of the ratio method.
    """

    score: float = 3.5
    least_change: float = 0.2
    size_weight: float = 0.5
    width: float = 4.0
    slack: float = 0.05


@dataclass(frozen=True, slots=True)
class OwnPast:
    """How a figure stands to a region's earlier ones: their median, and the modified z-score."""

    median: float
    score: float


def against_own_past(
    value: float, earlier: Sequence[float], *, limits: OutlierLimits = OutlierLimits()
) -> OwnPast | None:
    """What makes a figure stand out of the region's own earlier ones; None where nothing does.

    The modified z-score 0.6745 · (x − median) / MAD, MAD being the median of absolute deviations. Where the
    past never varied, any change of `least_change` stands out.
    Source: Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993).

    Args:
        earlier: figures of the same cell in earlier periods, at least four; the same season where it matters.
    """
    if len(earlier) < FEWEST_PERIODS:
        return None
    past = np.asarray(earlier, dtype=float)
    median = float(np.median(past))
    if abs(value - median) <= limits.least_change * abs(median) or value == median:
        return None
    spread = float(np.median(np.abs(past - median)))
    score = CONSISTENT * (value - median) / spread if spread else float(np.inf) * np.sign(value - median)
    return OwnPast(median, float(score)) if abs(score) > limits.score else None


def against_peers(
    now: Mapping[str, float], before: Mapping[str, float], *, limits: OutlierLimits = OutlierLimits()
) -> dict[str, float]:
    """The regions whose figure changed unlike those of others, each with how often as much it is as before.

    The ratio method: ratios r of both periods are centred on their median, weighed by the size of the figure,
    and compared with bounds from the quartiles of the same. Only regions with both figures, neither of them
    0, are compared, and only where there are at least ten.
    Source: Hidiroglou and Berthelot, Statistical editing and imputation for periodic business surveys,
    Survey Methodology 12 (1986).

    Args:
        now, before: figures of one cell by region.
    """
    regions = sorted(region for region in now if now[region] > 0 and before.get(region, 0) > 0)
    if len(regions) < FEWEST_PEERS:
        return {}
    new = np.array([now[region] for region in regions])
    old = np.array([before[region] for region in regions])
    ratio = new / old
    middle = np.median(ratio)
    centred = np.where(ratio < middle, 1 - middle / ratio, ratio / middle - 1)
    effect = centred * np.maximum(new, old) ** limits.size_weight
    low, median, high = np.percentile(effect, (25, 50, 75))
    least = max(abs(limits.slack * median), 1e-9)
    below = median - limits.width * max(median - low, least)
    above = median + limits.width * max(high - median, least)
    out = ((effect < below) | (effect > above)) & (np.abs(ratio / middle - 1) > limits.least_change)
    return {region: float(ratio[at]) for at, region in enumerate(regions) if out[at]}
