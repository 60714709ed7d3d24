"""How returns stand to their due dates."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats_publishing.methods.timeliness import Punctuality, Timeliness, punctuality, timeliness

DUE = dt.date(2026, 10, 8)


@pytest.mark.parametrize(
    ("submitted", "sent_back", "excluded", "today", "stands"),
    [
        (None, False, False, 8, Timeliness.OPEN),
        (None, False, False, 9, Timeliness.MISSING),
        (8, False, False, 9, Timeliness.IN_TIME),
        (9, False, False, 9, Timeliness.LATE),
        (7, True, False, 9, Timeliness.SENT_BACK),
        (None, False, True, 20, Timeliness.EXCLUDED),
    ],
)
def test_a_return_stands_as_its_days_say(submitted, sent_back, excluded, today, stands):
    found = timeliness(
        due_on=DUE,
        submitted_on=submitted and DUE.replace(day=submitted),
        sent_back=sent_back,
        excluded=excluded,
        today=DUE.replace(day=today),
    )
    assert found == stands


@given(st.lists(st.sampled_from(Timeliness)))
def test_punctuality_counts_every_return_once(states):
    found = punctuality(states)
    assert found.due + found.open + found.excluded == len(states)
    assert found.share is None or 0 <= found.share <= 100


def test_what_is_not_due_yet_lowers_nobody():
    assert Punctuality(in_time=3, open=9, excluded=2).share == 100.0
    assert Punctuality(open=4).share is None
