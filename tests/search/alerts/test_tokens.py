"""A signed link works for what it is for, as long as it should, and for nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core import signing
from hypothesis import given
from hypothesis import strategies as st

from portal.settings.logs import hide_signed_links
from search.alerts.tokens import BadToken, ExpiredToken, Purpose, make_token, read_token


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_says_which_record_it_is_for_and_serves_one_purpose(purpose):
    token = make_token(purpose, 42)
    assert read_token(purpose, token) == 42
    for other in set(Purpose) - {purpose}:
        with pytest.raises(BadToken):
            read_token(other, token)


@given(st.text(max_size=80))
def test_nobody_guesses_a_link(text):
    with pytest.raises(BadToken):
        read_token(Purpose.STOP, text)


def test_a_signed_value_that_is_no_id_is_refused():
    with pytest.raises(BadToken):
        read_token(Purpose.STOP, signing.dumps("42", salt="search.alerts.stop"))


def test_unsubscribing_works_for_ever_other_links_end():
    with time_machine.travel(dt.datetime(2026, 11, 24, tzinfo=dt.UTC)):
        tokens = {purpose: make_token(purpose, 7) for purpose in Purpose}
    with time_machine.travel(dt.datetime(2036, 11, 24, tzinfo=dt.UTC)):
        assert read_token(Purpose.STOP, tokens[Purpose.STOP]) == 7
        for purpose in set(Purpose) - {Purpose.STOP}:
            with pytest.raises(ExpiredToken):
                read_token(purpose, tokens[purpose])


@pytest.mark.parametrize("page", ["confirm", "stop", "resume", "of"])
def test_no_log_line_holds_a_signed_link(page):
    token = make_token(Purpose.STOP, 42)
    line = {"event": f"Not Found: /alerts/{page}/{token}/", "status_code": 404}
    hidden = hide_signed_links(None, "warning", line)
    assert hidden == {"event": f"Not Found: /alerts/{page}/…/", "status_code": 404}
