"""Plain text: cleaning, numbers, words that say nothing."""

from __future__ import annotations

import re
import unicodedata


class ParseError(ValueError):
    """Text that a parser does not understand; nothing is guessed."""


NOT_STATED = frozenset(
    {"", "无", "暂无", "未知", "未填写", "-", "--", "—", "/", "null", "none", "nan", "n/a", "undefined"}
)
"""Words that job boards write where nothing is stated."""

NO_REQUIREMENT = frozenset({"不限", "无要求", "不要求", "无限制", "均可", "any"})

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_TAG = re.compile(r"<(?:br|/p|/div|/li)\s*/?>", re.IGNORECASE)
_OTHER_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n\s*\n")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def clean_line(text: str) -> str:
    """One line: control characters gone, white space single."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(_CONTROL.sub("", text).split())


def clean_text(text: str) -> str:
    """Several lines: control characters and HTML tags gone, breaks kept, no empty lines in a row."""
    if _CONTROL.search(text):
        text = _CONTROL.sub("", text)
    if "<" in text:
        text = _OTHER_TAG.sub("", _TAG.sub("\n", text))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\n\n" in text or "\n " in text:
        text = _BLANK_LINES.sub("\n\n", text)
    return text.strip()


def folded(text: str) -> str:
    """Full-width forms, case and white space levelled, for comparing and parsing."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def is_stated(text: str) -> bool:
    return text.strip().lower() not in NOT_STATED


def chinese_number(text: str) -> int:
    """十 → 10, 二十五 → 25, 三 → 3, 12 → 12; up to 99.

    Raises:
        ParseError: it is no such number.
    """
    if text.isascii() and text.isdigit() and len(text) <= 6:
        return int(text)
    tens, found, units = text.partition("十")
    try:
        if found:
            return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[units] if units else 0)
        return _DIGITS[text]
    except KeyError:
        raise ParseError(text) from None
