"""The health of a feed over time as shapes of SVG: pure geometry, drawn by a template beside its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jobs.enums import RunState
from jobs.models import FeedRun

RUNS_SHOWN = 40
WIDTH, HEIGHT = 640, 160
_LEFT, _TOP, _BOTTOM = 52, 10, 22
_GAP = 0.25
"""Share of its place that a bar leaves free."""
FAILED_HEIGHT = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """A run: where its bar stands, accepted rows below refused ones; a failed run is a stump."""

    run: FeedRun
    x: float
    width: float
    accepted_y: float
    accepted_height: float
    refused_y: float
    refused_height: float
    is_failed: bool


@dataclass(frozen=True, slots=True)
class HealthChart:
    """Bars from the oldest to the newest run, and lines of the scale with their numbers of rows."""

    bars: list[Bar]
    lines: list[tuple[float, int]]
    base: float


def health_chart(newest_first: Sequence[FeedRun]) -> HealthChart:
    """The chart of runs that have ended; the scale begins at nothing."""
    runs = [run for run in newest_first if run.state in (RunState.DONE, RunState.FAILED, RunState.HELD)][::-1]
    top = _round_up(max((run.rows_done for run in runs), default=0))
    base = HEIGHT - _BOTTOM
    scale = (base - _TOP) / top
    place = (WIDTH - _LEFT) / max(len(runs), 12)
    bars = []
    for number, run in enumerate(runs):
        refused = run.count_refused * scale
        accepted = (run.rows_done - run.count_refused) * scale
        is_failed = run.state == RunState.FAILED and not run.rows_done
        bars.append(
            Bar(
                run=run,
                x=round(_LEFT + place * (number + _GAP / 2), 2),
                width=round(place * (1 - _GAP), 2),
                accepted_y=round(base - accepted, 2),
                accepted_height=round(accepted, 2),
                refused_y=round(base - accepted - refused, 2),
                refused_height=round(refused, 2),
                is_failed=is_failed,
            )
        )
    return HealthChart(
        bars, [(round(base - top * part * scale, 2), int(top * part)) for part in (0.5, 1)], base
    )


def _round_up(value: int) -> int:
    """The next of 2, 4, 6, 8, 10 times a power of ten: the top of the scale, which halves into whole rows."""
    step = 2
    while step * 5 < value:
        step *= 10
    return next((step * times for times in (1, 2, 3, 4, 5) if step * times >= value), step)
