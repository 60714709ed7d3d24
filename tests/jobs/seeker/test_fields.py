"""What people write: months, places, lists; occupations by everyday words."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from jobs.forms.fields import MonthField, RegionField, RegionsField, WordsField
from jobs.occupation_search import occupations_like


@pytest.mark.parametrize("text", ["2021-03", "2021.3", "2021/03", "2021年3月", "２０２１年３月", " 2021 3 "])
def test_a_month_is_understood_however_it_is_written(text):
    assert MonthField().clean(text) == dt.date(2021, 3, 1)


@pytest.mark.parametrize("text", ["2021-13", "1021-03", "March", "21-03", "2021-00", "2021"])
def test_what_is_no_month_is_refused_in_words(text):
    with pytest.raises(forms.ValidationError):
        MonthField().clean(text)


@given(st.text(max_size=40))
def test_no_text_breaks_a_field(text):
    for field in (
        MonthField(),
        RegionField(),
        RegionsField(required=False),
        WordsField(longest=10, at_most=3, required=False),
    ):
        try:
            value = field.clean(text)
        except forms.ValidationError:
            continue
        assert field.clean(field.prepare_value(value) or text) == value


def test_a_place_is_its_code_and_a_place_unknown_is_named():
    assert RegionField().clean("武汉市江夏区") == "420115"
    with pytest.raises(forms.ValidationError, match="桃花源"):
        RegionField().clean("桃花源")
    assert RegionsField().clean("深圳、东莞，深圳") == ["440300", "441900"]


def test_words_are_listed_once_and_counted():
    field = WordsField(longest=5, at_most=2)
    assert field.clean("电工，焊接、 电工") == ["电工", "焊接"]
    for text in ("一、二、三", "超过五个字了"):
        with pytest.raises(forms.ValidationError):
            field.clean(text)


@pytest.mark.parametrize(
    ("words", "name"), [("电工", "电工"), ("护士", "护士"), ("开货车", "驾驶员"), ("会计", "会计")]
)
def test_an_occupation_is_found_by_the_words_that_people_use(words, name):
    assert any(name in found.name for found in occupations_like(words)[:3])


@given(st.text(max_size=60))
def test_no_words_break_the_search_for_an_occupation(words):
    assert len(occupations_like(words)) <= 10
