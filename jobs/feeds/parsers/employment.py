"""Words for the type of employment → full_time, part_time, internship, temporary."""

from __future__ import annotations

from typing import Final

from jobs.feeds.parsers.text import ParseError, folded, is_stated

_WORDS: Final[dict[str, str]] = {
    "全职": "full_time", "全日制": "full_time", "正式": "full_time", "正式工": "full_time",
    "长期": "full_time",
    "合同制": "full_time", "劳动合同": "full_time", "full_time": "full_time", "fulltime": "full_time",
    "full-time": "full_time", "社会招聘": "full_time", "社招": "full_time", "校招": "full_time",
    "兼职": "part_time", "非全日制": "part_time", "小时工": "part_time", "钟点工": "part_time",
    "part_time": "part_time", "parttime": "part_time", "part-time": "part_time",
    "实习": "internship", "实习生": "internship", "见习": "internship", "internship": "internship",
    "intern": "internship",
    "临时": "temporary", "临时工": "temporary", "季节工": "temporary", "短期": "temporary",
    "短期工": "temporary",
    "日结": "temporary", "暑期工": "temporary", "寒假工": "temporary", "假期工": "temporary",
    "temporary": "temporary",
}  # fmt: skip


def parse_employment_type(text: str) -> str:
    """全职 → full_time; "" where nothing is stated.

    Raises:
        ParseError: the word is not known.
    """
    if not is_stated(text):
        return ""
    found = _WORDS.get(folded(text))
    if found is None:
        raise ParseError(text)
    return found
