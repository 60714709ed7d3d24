"""How a linked site stands after a check, and when it is asked again: pure rules.

One failure proves nothing: the site is asked again soon. Two in a row make it broken; when it has failed for
`dead_after` it is dead. One answer makes it alive again. A site that does not want to be asked is neither.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from city_sites.enums import LinkOutcome, LinkState

ALIVE: Final = {LinkOutcome.OK: LinkState.OK, LinkOutcome.SLOW: LinkState.SLOW}
DOWN: Final = (LinkState.BROKEN, LinkState.DEAD)
"""States in which the public is not led to the site."""
PROVEN: Final = 2
"""Failures in a row that make a site broken."""
_AGAIN: Final = (
    dt.timedelta(minutes=10),
    dt.timedelta(minutes=30),
    dt.timedelta(hours=2),
    dt.timedelta(hours=6),
)
_AT_MOST: Final = dt.timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Standing:
    """State, since when, failures in a row and since when they last."""

    state: LinkState = LinkState.UNCHECKED
    since: dt.datetime | None = None
    failures: int = 0
    failing_since: dt.datetime | None = None


def standing_after(
    before: Standing, outcome: LinkOutcome, now: dt.datetime, *, dead_after: dt.timedelta
) -> Standing:
    """How the site stands once a check at `now` found `outcome`."""
    if outcome == LinkOutcome.ROBOTS:
        return _with(before, LinkState.UNCHECKED, now)
    if outcome in ALIVE:
        return _with(before, ALIVE[outcome], now)
    failures, failing_since = before.failures + 1, before.failing_since or now
    if failures < PROVEN:
        return Standing(before.state, before.since, failures, failing_since)
    state = LinkState.DEAD if now - failing_since >= dead_after else LinkState.BROKEN
    return Standing(state, failing_since, failures, failing_since)


def _with(before: Standing, state: LinkState, now: dt.datetime) -> Standing:
    return Standing(state, before.since if before.state == state else now)


def asked_again_after(standing: Standing, *, usual: dt.timedelta) -> dt.timedelta:
    """How long to wait until the next check: soon after the first failure, then ever longer."""
    if not standing.failures:
        return usual
    return _AGAIN[standing.failures - 1] if standing.failures <= len(_AGAIN) else _AT_MOST
