"""Whatever way somebody writes how they are reached, it is hidden; what else people write stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.contact_words import has_contact, without_contact

BETWEEN = st.sampled_from(["", " ", "-", ".", "·", "—", " - ", "　", "\u200b", "、", "/", "\n"])
ALL_DIGITS = ["0123456789", "０１２３４５６７８９", "零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖"]
DIGITS = st.sampled_from(ALL_DIGITS)
AROUND = st.text(st.sampled_from("请您联系我吧，。！ab \n"), max_size=12)
MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
LANDLINES = st.from_regex(r"0[1-9][0-9]{8,10}", fullmatch=True)
NAMES = st.from_regex(r"[a-z][a-z0-9_-]{5,19}", fullmatch=True)
ORDINARY = [
    "月薪6000-8000元，13薪，2026-11-24 14:30，早班8:30-17:30，中班14:00-22:00",
    "15000-18000元/月，包吃住，社保公积金按工资5%交",
    "请带身份证和低压电工证，到汉口火车站旁边解放大道1026号3楼305室",
    "会PLC编程，做过GB/T 2260-2007相关的项目，ISO9001内审员",
    "We pay 6,000–12,000 yuan a month; come on 24 Nov at 9:30, room 305.",
    "微信小程序开发三年，熟悉 Android",
    "班次：1、3、5天白班，2、4天夜班",
]


def written(number: str, digits: str, marks: list[str]) -> str:
    return "".join(digits[int(digit)] + mark for digit, mark in zip(number, [*marks, ""], strict=True))


@given(MOBILES | LANDLINES, DIGITS, st.data(), AROUND, AROUND)
def test_a_telephone_number_is_hidden_however_it_is_written(number, digits, data, before, after):
    marks = data.draw(st.lists(BETWEEN, min_size=len(number) - 1, max_size=len(number) - 1))
    shown = without_contact(before + written(number, digits, marks) + after)
    assert not set(shown) & set("".join(ALL_DIGITS))


@given(
    NAMES,
    st.sampled_from(["微信", "薇信：", "微信号是 ", "加V：", "VX ", "wechat: ", "QQ号", "WeChat ID "]),
    AROUND,
)
def test_the_name_at_a_messenger_is_hidden(name, messenger, after):
    assert name not in without_contact(f"请加我{messenger}{name}。{after}")


@given(
    st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True),
    st.sampled_from(["@", " @ ", "(at)", "艾特", "＠"]),
    st.sampled_from(["qq.com", "163.com", "mail.example.org"]),
)
def test_a_mail_address_is_hidden(name, at, host):
    shown = without_contact(f"简历请发{name}{at}{host}，谢谢")
    assert host not in shown
    assert shown.startswith("简历请发*")
    assert shown.endswith("，谢谢")


@pytest.mark.parametrize("text", ORDINARY)
def test_what_is_no_contact_stays_as_it_was_written(text):
    assert without_contact(text) == text
    assert not has_contact(text)


@given(st.text(st.characters() | st.sampled_from("0138-微信@qq.com "), max_size=80))
def test_every_other_character_stays_at_its_place_and_hiding_twice_changes_nothing(text):
    shown = without_contact(text)
    assert len(shown) == len(text)
    assert all(after in (before, "*") for before, after in zip(text, shown, strict=True))
    assert without_contact(shown) == shown
    assert has_contact(text) == (shown != text) or "*" in text


def test_a_long_text_of_digits_and_marks_is_read_in_no_time():
    assert len(without_contact("1 " * 20_000 + "a" * 20_000 + "@" * 20_000)) == 80_000
