"""Occupations: the tree and its names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.occupations import (
    all_occupations,
    ancestors,
    children,
    descendant_prefix,
    major_group,
    minor_group,
    occupation,
    occupation_by_name,
)

entries = st.sampled_from(all_occupations())


def test_the_classification_is_whole():
    levels = [entry.level for entry in all_occupations()]
    assert levels.count(1) == len(children()) == 8
    assert levels.count(2) == 72
    assert levels.count(3) == 337
    assert levels.count(4) == 1630


@given(entries)
def test_every_group_begins_with_the_digits_of_those_above(entry):
    for upper in ancestors(entry.code):
        assert entry.code.startswith(descendant_prefix(upper.code))
    if entry.level > 1:
        assert entry in children(entry.parent_code)
        assert ancestors(entry.code)[0] == major_group(entry.code)


def test_a_unit_whose_minor_group_has_no_entry_is_shown_under_its_sub_major_group():
    assert occupation("1-06-01-00") is None
    assert occupation("1-06-01-02").parent_code == "1-06-00-00"
    assert minor_group("1-06-01-02").code == "1-06-00-00"
    assert minor_group("4-01-02-01").name == "销售人员"


@pytest.mark.parametrize("code", ["", "9-00-00-00", "4", "4-01-02-99"])
def test_an_unknown_code_has_no_occupation(code):
    assert occupation(code) is None
    assert ancestors(code) == ()
    assert minor_group(code) is None


def test_names_and_aliases_lead_to_their_group():
    assert occupation_by_name("收银员").code == "4-01-02-04"
    assert occupation_by_name(" php ").code == "2-02-10-03"
    assert occupation_by_name("没有这个职业") is None


@given(entries)
def test_every_name_is_found(entry):
    assert occupation_by_name(entry.name) is not None


def test_every_group_stands_below_groups_of_wider_levels_up_to_a_major_group():
    for entry in all_occupations():
        levels = [group.level for group in [*ancestors(entry.code), entry]]
        assert levels == sorted(set(levels)), entry
        assert levels[0] == 1, entry
