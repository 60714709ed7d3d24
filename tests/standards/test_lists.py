"""Economic types, education and grades, and the words for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards import lists
from standards.catalogue import read_words


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("本科及以上", "20"),
        ("统招本科，硕士优先", "20"),
        ("大专", "30"),
        ("专科以上", "30"),
        ("中专/中技", "40"),
        ("高中", "60"),
        ("初中及以下", "70"),
        ("硕士", "14"),
        ("博士研究生", "11"),
        ("MBA", "14"),
        ("ＭＢＡ", "14"),
        ("不限", ""),
        ("无", ""),
        ("招3人", ""),
        ("", ""),
    ],
)
def test_the_lowest_education_that_a_requirement_names(text, code):
    assert lists.text_to_education(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("民营", "170"),
        ("民营公司", "170"),
        ("国企", "110"),
        ("外资（欧美）", "300"),
        ("外资（非欧美）", "300"),
        ("合资", "300"),
        ("上市公司", "160"),
        ("已上市", "160"),
        ("港澳台企业", "200"),
        ("个体工商户", "175"),
        ("创业公司", ""),
        ("", ""),
    ],
)
def test_words_for_ownership(text, code):
    assert lists.text_to_economic_type(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("高级工", "30"),
        ("电工三级", "30"),
        ("高级技师", "10"),
        ("技师", "20"),
        ("中级职称", "T2"),
        ("熟练工", ""),
    ],
)
def test_words_for_grades(text, code):
    assert lists.text_to_grade(text) == code


def test_every_entry_has_a_name_in_both_languages():
    for entry in lists.economic_types() + lists.education_levels() + lists.grades():
        assert entry.name()
        assert entry.name("en").isascii()
        assert entry.name("zh-hans") == entry.name_zh


@pytest.mark.parametrize(
    ("words", "look_up"),
    [
        ("education", lists.education),
        ("grades", lists.grade),
        ("economic_types", lists.economic_type),
    ],
)
def test_every_word_leads_to_an_entry(words, look_up):
    assert all(look_up(code) for code in read_words(words).values())


def test_education_is_compared_by_level():
    assert lists.meets_education("20", "30")
    assert lists.meets_education("60", "40")
    assert lists.meets_education("", "")
    assert not lists.meets_education("30", "20")
    assert not lists.meets_education("", "30")


@given(st.text(max_size=60))
def test_any_text_gives_a_known_code_or_none(text):
    for understand, look_up in (
        (lists.text_to_education, lists.education),
        (lists.text_to_grade, lists.grade),
        (lists.text_to_economic_type, lists.economic_type),
    ):
        code = understand(text)
        assert code == "" or look_up(code)
