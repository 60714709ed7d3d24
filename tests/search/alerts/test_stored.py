"""A search saved long ago still means what it meant."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search.alerts.stored import (
    NOT_STORED,
    VERSION,
    UnknownVersion,
    read_stored,
    stored_parameters,
    upgraded_pairs,
)
from search.queries import SearchParams, parse_params

OF_TODAY = {
    "v": 1,
    "pairs": [
        ["q", "电工 夜班"],
        ["region", "420100"],
        ["region", "420200"],
        ["pay_min", "5000"],
        ["education", "60"],
        ["employment_type", "full_time"],
    ],
}
"""As version 1 wrote it on its first day. Never edit it: another meaning takes a new version and a step."""


def test_a_search_of_version_1_is_read_as_it_was_meant():
    params, not_understood = read_stored(OF_TODAY)
    assert not_understood == {}
    assert params == SearchParams(
        q="电工 夜班",
        region=("420100", "420200"),
        pay_min=5000,
        education=("60",),
        employment_type=("full_time",),
    )


def test_steps_lead_from_an_older_version_one_after_the_other():
    """Invented versions: 0 had one list of cities by name, 1 calls pay `salary`."""

    def from_0(pairs):
        cities = {"武汉": "420100", "黄石": "420200"}
        return [
            part
            for name, value in pairs
            for part in (
                [("region", cities[city]) for city in value.split("、")]
                if name == "cities"
                else [(name, value)]
            )
        ]

    def from_1(pairs):
        return [("pay_min" if name == "salary" else name, value) for name, value in pairs]

    stored = {"v": 0, "pairs": [["cities", "武汉、黄石"], ["salary", "5000"]]}
    assert upgraded_pairs(stored, steps={0: from_0, 1: from_1}, version=2) == [
        ("region", "420100"),
        ("region", "420200"),
        ("pay_min", "5000"),
    ]
    assert upgraded_pairs(OF_TODAY, steps={1: from_1}, version=2) == [tuple(p) for p in OF_TODAY["pairs"]]


@pytest.mark.parametrize("version", [0, VERSION + 1])
def test_a_version_that_nothing_leads_on_from_is_refused_not_guessed(version):
    with pytest.raises(UnknownVersion):
        upgraded_pairs({"v": version, "pairs": []})


def test_what_is_not_understood_any_more_is_named():
    params, not_understood = read_stored({"v": 1, "pairs": [["q", "电工"], ["benefit_of_old", "x"]]})
    assert params == SearchParams(q="电工")
    assert set(not_understood) == {"benefit_of_old"}


def test_old_codes_of_regions_become_those_of_today():
    params, not_understood = read_stored({"v": 1, "pairs": [["region", "420600"], ["region", "522200"]]})
    assert not_understood == {}
    assert params.region == ("420600", "520600")


words = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=40)


@given(
    q=words,
    region=st.lists(st.sampled_from(["420000", "420100", "441900", "unstated"]), max_size=3),
    pay_min=st.none() | st.integers(0, 20_000),
    education=st.lists(st.sampled_from(["20", "30", "60"]), max_size=2),
    sort=st.sampled_from(["", "newest", "pay"]),
    page_size=st.integers(1, 50),
)
def test_whatever_is_saved_comes_back_the_same_but_for_how_it_is_shown(**asked):
    query = QueryDict(mutable=True)
    for name, value in asked.items():
        for one in value if isinstance(value, list) else [value]:
            query.appendlist(name, "" if one is None else str(one))
    params, errors = parse_params(query)
    assert not errors
    stored = stored_parameters(params)
    assert not {name for name, _ in stored["pairs"]} & set(NOT_STORED)
    assert read_stored(stored) == (params.with_changes(sort="", page_size=20), {})
    assert stored_parameters(read_stored(stored)[0]) == stored
