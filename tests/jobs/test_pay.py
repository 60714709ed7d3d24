"""Pay as people write it becomes monthly integers, and nothing is invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.feeds.parsers.pay import Pay, bounds_to_pay, parse_pay
from jobs.feeds.parsers.text import ParseError


@pytest.mark.parametrize(
    ("text", "low", "high", "months"),
    [
        ("6千-1.2万·13薪", 6000, 12000, 13),
        ("0.8-1.3万/月", 8000, 13000, None),
        ("15-20万/年", 12500, 16667, None),
        ("200元/天", 4350, 4350, None),
        ("20元/小时", 3480, 3480, None),
        ("20k-40k", 20000, 40000, None),
        ("20-40K", 20000, 40000, None),
        ("3千以下", None, 3000, None),
        ("3千及以下·13薪", None, 3000, 13),
        ("4-6千", 4000, 6000, None),
        ("8000-1.2万", 8000, 12000, None),
        ("6,000-8,000元/月", 6000, 8000, None),
        ("６千－８千", 6000, 8000, None),
        ("5000元/月以上", 5000, None, None),
        ("底薪3000+提成", 3000, None, None),
        ("年薪15万-20万", 12500, 16667, None),
        ("月薪8000", 8000, 8000, None),
        ("3万及以下/年", None, 2500, None),
        ("6000~8000元", 6000, 8000, None),
    ],
)
def test_pay_becomes_whole_yuan_a_month(text, low, high, months):
    pay = parse_pay(text)
    assert (pay.low, pay.high, pay.months) == (low, high, months)


@pytest.mark.parametrize("text", ["面议", "薪资面议", "无", "", "不限", "-"])
def test_pay_that_is_not_stated_stays_unstated(text):
    assert parse_pay(text) == Pay()


@pytest.mark.parametrize(
    "text", ["6-8", "看能力", "6千-8千-1万", "五险一金6000", "200元/天-1万/月", "1e9", "99999万/月"]
)
def test_pay_that_nobody_can_be_sure_of_is_refused_not_guessed(text):
    with pytest.raises(ParseError):
        parse_pay(text)


def test_swapped_bounds_are_put_in_order_and_marked():
    assert parse_pay("1.2万-6千") == Pay(6000, 12000, None, "month", swapped=True)
    assert bounds_to_pay(low=20833.0, high=8333.0) == Pay(8333, 20833, None, "month", swapped=True)


def test_how_the_pay_was_stated_is_kept():
    assert [parse_pay(text).period for text in ("1万", "12万/年", "150元/天", "20元/时")] == [
        "month", "year", "day", "hour",
    ]  # fmt: skip


@given(
    st.text(max_size=40)
    | st.from_regex(r"[0-9.,]{1,8}[千万kw元]?[-~至]?[0-9.]{0,6}[千万k]?(/[月年天])?(·1[0-9]薪)?")
)
def test_no_text_breaks_the_pay_parser_and_bounds_are_in_order(text):
    try:
        pay = parse_pay(text)
    except ParseError:
        return
    stated = [bound for bound in (pay.low, pay.high) if bound is not None]
    assert stated == sorted(stated)
    assert all(isinstance(bound, int) and 1 <= bound <= 3_000_000 for bound in stated)
    assert pay.months is None or 12 <= pay.months <= 36


@given(st.integers(1000, 90_000), st.integers(0, 50_000))
def test_plain_monthly_bounds_come_back_as_written(low, more):
    pay = parse_pay(f"{low}-{low + more}元/月")
    assert (pay.low, pay.high) == (low, low + more)
