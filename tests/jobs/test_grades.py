"""Skill grades and professional titles that vacancies ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.feeds.parsers.grade import grade_asked, parse_grade
from jobs.feeds.parsers.text import ParseError
from standards.lists import grade


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("高级工", "30"),
        ("30", "30"),
        ("t2", "T2"),
        ("中级职称", "T2"),
        ("技师及以上", "20"),
        ("不限", ""),
        ("", ""),
        ("无", ""),
    ],
)
def test_words_for_a_grade_become_its_code(text, code):
    assert parse_grade(text) == code


def test_words_that_name_no_grade_are_not_guessed():
    with pytest.raises(ParseError):
        parse_grade("经验丰富")


@pytest.mark.parametrize(
    ("title", "duties", "code"),
    [
        ("高级电工", "", "30"),
        ("中级焊工（急）", "", "40"),
        ("高级工程师", "", ""),
        ("高级家政", "", ""),
        ("高级工艺员", "", ""),
        ("数控车工", "持有三级及以上职业资格证书。", "30"),
        ("钳工", "高级工及以上；能看懂图纸。", "30"),
        ("维修技师", "技师以上优先。", "20"),
        ("工程管理", "中级以上职称。", "T2"),
        ("护士", "三级及以上医院工作经验。", ""),
        ("外贸", "英语四级以上，计算机二级及以上。", ""),
        ("播音", "普通话二级以上。", ""),
        ("施工员", "一级建造师优先。", ""),
    ],
)
def test_a_grade_is_read_where_it_is_plainly_asked_for(title, duties, code):
    assert grade_asked(title, duties) == code


@given(st.text(max_size=60), st.text(max_size=200))
def test_whatever_is_written_the_answer_is_a_code_or_nothing(title, duties):
    asked = grade_asked(title, duties)
    assert asked == "" or grade(asked)
