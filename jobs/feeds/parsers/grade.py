"""Skill grades and professional titles asked for (技能等级, 职称) → codes of `standards.lists.grades`."""

from __future__ import annotations

import re

from jobs.feeds.parsers.text import NO_REQUIREMENT, ParseError, folded, is_stated
from standards.lists import grade, text_to_grade

_MARKS = re.compile("级|技师|职称")
_IN_TITLE = re.compile("(初级|中级|高级)[\u4e00-\u9fff]{0,4}工(?![\u4e00-\u9fff])")
"""A worker's grade: 高级电工, but no 高级工程师 and no 高级工艺员."""
_ASKED = re.compile(
    "(初级工|中级工|高级工|高级技师|技师|(?<![语话机甲A-Za-z\\d])[一二三四五]级工?)(?:/[^，。；、\\s]{1,6})?及?以上"
    "(?!医院|医疗|建造师|资质)"
    "|(?:职业资格|技能等级|技能证书|等级证书)[^，。；、\\s]{0,4}?([一二三四五]级)"
    "|([一二三四五]级)[^，。；、\\s]{0,4}?(?:职业资格|技能等级)"
    "|((?:初级|中级|副高级|正高级|高级)(?:专业技术)?职称)"
    "|(初级|中级|高级)及?以上(?:专业技术)?职称"
)
_LAST_IS_TITLE = 5


def parse_grade(text: str) -> str:
    """高级工 → 30, 中级职称 → T2, 30 → 30; "" where nothing is stated or asked for.

    Raises:
        ParseError: no grade is named.
    """
    if not is_stated(text) or folded(text) in NO_REQUIREMENT:
        return ""
    plain = folded(text).upper()
    code = plain if grade(plain) else text_to_grade(text)
    if not code:
        raise ParseError(text)
    return code


def grade_asked(title: str, duties: str) -> str:
    """The grade that a title or the duties plainly ask for: 高级电工, 三级及以上, 中级以上职称; else ""."""
    if found := _IN_TITLE.search(title) if "级" in title else None:
        return text_to_grade(f"{found[1]}工")
    if not _MARKS.search(duties) or not (found := _ASKED.search(duties)):
        return ""
    if named := found[_LAST_IS_TITLE]:
        return text_to_grade(f"{named}职称")
    return text_to_grade(next(filter(None, found.groups())))
