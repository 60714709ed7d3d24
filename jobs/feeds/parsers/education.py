"""Words for the education asked for → GB/T 4658 codes, 00 for no requirement."""

from __future__ import annotations

from jobs.feeds.parsers.text import NO_REQUIREMENT, ParseError, folded, is_stated
from standards.lists import education, text_to_education

NO_EDUCATION_ASKED = "00"
_NOTHING_ASKED = NO_REQUIREMENT | {"学历不限", "不限学历", "无学历要求", "学历无要求", "00"}


def parse_education(text: str) -> str:
    """大专及以上 → 30, 学历不限 → 00, 30 → 30; "" where nothing is stated.

    Raises:
        ParseError: no level is named.
    """
    if not is_stated(text):
        return ""
    plain = folded(text)
    if plain in _NOTHING_ASKED:
        return NO_EDUCATION_ASKED
    if education(plain):
        return plain
    code = text_to_education(text)
    if not code:
        raise ParseError(text)
    return code
