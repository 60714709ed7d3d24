"""Ids that repeat within a file are found, in whatever chunks they come."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jobs.feeds.seen import SeenIds


@given(st.lists(st.lists(st.text(max_size=2), max_size=12), max_size=12))
def test_an_id_repeats_exactly_when_it_was_there_before(chunks):
    seen, kept = SeenIds(), set()
    for chunk in chunks:
        expected = []
        for text in chunk:
            expected.append(text in kept)
            kept.add(text)
        assert seen.add(chunk) == expected
