"""Dates, experience, headcount, education, employment type and benefits as people write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.feeds.parsers.benefits import parse_benefits, split_list
from jobs.feeds.parsers.dates import parse_date
from jobs.feeds.parsers.education import parse_education
from jobs.feeds.parsers.employment import parse_employment_type
from jobs.feeds.parsers.experience import parse_experience
from jobs.feeds.parsers.headcount import parse_headcount
from jobs.feeds.parsers.text import ParseError, chinese_number, clean_line, clean_text

TODAY = dt.date(2026, 3, 10)
DAY = dt.date(2026, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05", "2026/3/5", "2026.3.5", "2026年3月5日", "20260305", "2026-03-05 18:30:00", "03-05",
        "3月5日", "46086", "46086.75", "1772640000", "1772640000000", "2026-03-04T20:00:00Z",
        "2026-03-05T08:00:00+08:00", "5天前", "５天前发布",
    ],
)  # fmt: skip
def test_one_day_in_all_its_spellings(text):
    assert parse_date(text, today=TODAY) == DAY


def test_a_day_without_a_year_is_the_latest_that_has_been():
    assert parse_date("04-20", today=TODAY) == dt.date(2025, 4, 20)
    assert parse_date("02-29", today=TODAY) == dt.date(2024, 2, 29)


@pytest.mark.parametrize("text", ["", "无", "长期有效", "招满为止"])
def test_no_day_is_no_day(text):
    assert parse_date(text, today=TODAY) is None


@pytest.mark.parametrize("text", ["明年", "2026-13-01", "2026-02-30", "13-40", "123", "99999"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ParseError):
        parse_date(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("3-5年", (3, 5)),
        ("5-3年", (3, 5)),
        ("1年以上", (1, None)),
        ("三年以上工作经验", (3, None)),
        ("1年以下", (0, 1)),
        ("2年", (2, None)),
        ("经验不限", (0, None)),
        ("应届生", (0, 0)),
        ("", (None, None)),
    ],
)
def test_experience_is_a_range_of_years(text, years):
    assert parse_experience(text) == years


@pytest.mark.parametrize(
    ("text", "people"),
    [("招3人", 3), ("3", 3), ("10-20人", 10), ("若干", None), ("招若干人", None), ("", None), ("3.0", 3)],
)
def test_headcount_is_what_is_certain(text, people):
    assert parse_headcount(text) == people


@pytest.mark.parametrize("text", ["0", "很多", "100万人", "-3"])
def test_headcount_that_says_nothing_is_refused(text):
    with pytest.raises(ParseError):
        parse_headcount(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [("大专及以上", "30"), ("本科", "20"), ("学历不限", "00"), ("30", "30"), ("", ""), ("无", "")],
)
def test_education_is_a_code(text, code):
    assert parse_education(text) == code


@pytest.mark.parametrize(
    ("text", "kind"), [("全职", "full_time"), ("兼 职", "part_time"), ("实习生", "internship"), ("", "")]
)
def test_employment_type_is_one_of_four(text, kind):
    assert parse_employment_type(text) == kind


def test_benefits_are_a_tidy_list():
    words = split_list("五险一金, 双休、五险一金；无\n" + "长" * 41)
    assert parse_benefits(words) == ["五险一金", "双休"]
    assert len(parse_benefits(f"福利{number}" for number in range(50))) == 20


def test_text_loses_control_characters_and_tags_and_keeps_its_lines():
    assert clean_line("  叉车\u3000司机\x00 ") == "叉车 司机"
    assert (
        clean_text("一、装卸<br/>二、<b>盘点</b>\r\n\r\n\r\n三、\x0b清扫") == "一、装卸\n二、盘点\n\n三、清扫"
    )


def test_chinese_numbers():
    assert [chinese_number(text) for text in ("三", "十", "十二", "二十", "二十五", "7")] == [
        3,
        10,
        12,
        20,
        25,
        7,
    ]


@pytest.mark.parametrize(
    "parse",
    [
        lambda text: parse_date(text, today=TODAY),
        parse_experience,
        parse_headcount,
        parse_education,
        parse_employment_type,
    ],
)
@given(
    text=st.text(max_size=30) | st.from_regex(r"[0-9一二三十年月日./\-以上下人名招 ]{0,14}", fullmatch=True)
)
def test_no_text_breaks_a_parser(parse, text):
    try:
        value = parse(text)
    except ParseError:
        return
    if isinstance(value, tuple) and None not in value:
        assert 0 <= value[0] <= value[1] <= 50
