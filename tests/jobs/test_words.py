import datetime as dt

import pytest
from django.utils import timezone, translation

from jobs.words import (
    day_words,
    education_words,
    experience_words,
    pay_as_sent,
    pay_words,
    place_words,
)


@pytest.mark.parametrize(
    ("pay", "chinese", "english"),
    [
        ((6000, 12000), "6,000–12,000 元/月", "6,000–12,000 yuan a month"),
        ((6000, 6000), "6,000 元/月", "6,000 yuan a month"),
        ((6000, None), "6,000 元/月起", "from 6,000 yuan a month"),
        ((None, 12000), "不超过 12,000 元/月", "up to 12,000 yuan a month"),
        ((None, None), "", ""),
    ],
)
def test_pay_reads_as_a_range_in_both_languages(pay, chinese, english):
    with translation.override("zh-hans"):
        assert pay_words(*pay) == chinese
    with translation.override("en"):
        assert pay_words(*pay) == english


@pytest.mark.parametrize(
    ("years", "chinese"),
    [
        ((None, None), ""),
        ((0, None), "经验不限"),
        ((0, 0), "经验不限"),
        ((0, 1), "经验 1 年以内"),
        ((3, None), "经验 3 年以上"),
        ((1, 3), "经验 1–3 年"),
        ((2, 2), "经验 2 年"),
    ],
)
def test_experience_says_what_is_asked_for_and_nothing_where_nothing_is_stated(years, chinese):
    with translation.override("zh-hans"):
        assert experience_words(*years) == chinese


def test_no_requirement_and_not_stated_are_different_words():
    with translation.override("zh-hans"):
        assert education_words("00") == "学历不限"
        assert education_words("") == ""


def test_an_unknown_place_has_no_name():
    assert place_words("420115") == "武汉·江夏区"
    assert place_words("") == ""


def test_days_read_as_people_say_them():
    today = timezone.localdate()
    with translation.override("zh-hans"):
        assert day_words(timezone.now()) == "今天"
        assert day_words(today - dt.timedelta(days=1)) == "昨天"
        assert day_words(dt.date(2020, 3, 5)) == "2020年3月5日"


@pytest.mark.parametrize(
    ("text", "pay", "shown"),
    [
        ("6,000-12,000元/月", (6000, 12000), ""),
        ("6000以上", (6000, None), ""),
        ("200元/天", (4350, 4350), "200元/天"),
        ("面议", (None, None), "面议"),
        ("", (None, None), ""),
    ],
)
def test_pay_as_sent_is_shown_where_it_says_more_than_the_range(text, pay, shown):
    assert pay_as_sent(text, *pay) == shown
