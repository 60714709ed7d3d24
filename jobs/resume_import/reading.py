"""What the text of a résumé says, by the headings and phrases that Chinese résumés use. Pure functions.

Method: the text is cut into sections at its headings; in the sections of work and education an entry begins
at each line with a span of months. What is not understood stays where its writer put it, as duties or about
the person, and nothing is guessed: the person confirms all of it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from typing import Any, Final

from jobs.feeds.parsers.grade import grade_asked
from jobs.feeds.parsers.pay import parse_pay
from jobs.feeds.parsers.text import ParseError, clean_text
from jobs.occupation_search import occupation_of_title
from standards import lists
from standards.places import resolve_place

_SECTIONS: Final = {
    "jobs": "工作经历|工作经验|工作履历|职业经历|实习经历|任职经历",
    "schools": "教育经历|教育背景|教育情况|学习经历|教育程度",
    "skills": "专业技能|职业技能|个人技能|技能特长|技能|掌握技能",
    "certificates": "资格证书|证书|所获证书|职业资格|技能证书|证件",
    "about": "自我评价|个人评价|个人简介|自我介绍|个人总结|个人优势",
    "wanted": "求职意向|求职目标|应聘岗位|应聘职位|期望职位|意向岗位",
    "other": "项目经历|项目经验|校园经历|荣誉奖项|获奖情况|兴趣爱好|培训经历|个人信息|基本信息|联系方式|语言",
}
_HEADING: Final = re.compile(
    r"^[\W_]*(?:[一二三四五六七八九十]、)?\s*(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _SECTIONS.items())
    + r")\s*(?:[:：]\s*(?P<rest>.*))?[\W_]*$"
)
_MONTH: Final = r"((?:19|20)\d{2})\s*[-./年]\s*(\d{1,2})\s*月?"
_SPAN: Final = re.compile(rf"{_MONTH}\s*(?:-|–|—|―|~|～|至|到)+\s*(?:{_MONTH}|(?P<open>至今|今|现在|目前))")
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_GAP: Final = re.compile(r"\s{2,}|[\t|｜/·•]+|\s[-–—]\s")
_PLACE_OF_WORK: Final = re.compile(
    r"公司|集团|厂|店|医院|学校|中心|局|银行|酒店|饭店|事务所|研究院|工作室|合作社|超市|企业|部队"
)
_SCHOOL: Final = re.compile(
    r"[\u4e00-\u9fff（）()]{2,20}(?:大学|学院|学校|中学|职高|技校|师范|[一二三四五六七八九十]中)"
)
_NAME: Final = re.compile(r"姓\s*名\s*[:：]\s*([\u4e00-\u9fff·]{2,6})")
_BARE_NAME: Final = re.compile(r"^[\u4e00-\u9fff]{2,4}$")
_NO_NAMES: Final = re.compile(r"简历|求职|应聘|基本|个人|信息|自荐|履历")
_PHONE: Final = re.compile(r"(?<!\d)1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?!\d)")
_MAIL: Final = re.compile(r"[A-Za-z0-9._%+-]{1,60}@[A-Za-z0-9-]{1,60}(?:\.[A-Za-z0-9-]{1,20}){1,3}")
_LIVES: Final = re.compile(
    r"(?:现居住地|现居地|居住地|现住址|所在地|居住城市|现居|住址)\s*[:：]\s*([^\s|｜,，;；]{2,30})"
)
_WANTS: Final = re.compile(rf"(?:{_SECTIONS['wanted']})\s*[:：]\s*([^\n]{{1,60}})")
_PAY: Final = re.compile(r"(?:期望薪资|期望月薪|期望薪酬|期望工资|薪资要求|薪资期望)\s*[:：]\s*(\S{1,30})")
_CERTIFICATE: Final = re.compile(r"(?:证书?|职称|等级|资格|级)$")
_WORDS: Final = re.compile(r"[,，、;；\n\t]+|\s{2,}")
_BULLET: Final = re.compile(r"^[\s\d.、）)(（●■◆▪•·*\-]+(?=\D)")
_HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code).isalnum()} | {
    0x3000: " "
}
"""Letters and figures of full width by their usual forms; Chinese punctuation stays as it is written."""
MOST_ENTRIES: Final = 15


def draft_of(text: str) -> dict[str, Any]:
    """What a résumé says, in the form of `jobs.resume.as_data`; what it does not say is empty."""
    plain = clean_text(text.translate(_HALF_WIDTH))
    lines = [line.strip() for line in plain.splitlines() if line.strip()]
    sections = _sections(lines)
    phone, mail, lives = _PHONE.search(plain), _MAIL.search(plain), _LIVES.search(plain)
    return {
        "name": _name(plain, lines),
        "phone": re.sub(r"\D", "", phone[0]) if phone else "",
        "email": mail[0] if mail else "",
        "region": resolve_place(lives[1]).code if lives else "",
        "wanted": _wanted(plain, sections["wanted"]),
        "pay_wanted": _pay(plain),
        "jobs": _jobs(sections["jobs"]),
        "schools": _schools(sections["schools"]),
        "certificates": _certificates(sections["certificates"]),
        "skills": [word for word in _listed(sections["skills"]) if len(word) <= 20][:40],
        "about": "\n".join(sections["about"])[:1000],
    }


def _sections(lines: list[str]) -> dict[str, list[str]]:
    """Lines by the section that they stand in; what is above the first heading is "other"."""
    found: dict[str, list[str]] = {name: [] for name in _SECTIONS}
    here = "other"
    for line in lines:
        heading = _HEADING.match(line) if len(line) < 80 else None
        if heading:
            here = next(name for name in _SECTIONS if heading[name])
            line = heading["rest"] or ""
        if line:
            found[here].append(line)
    return found


def _name(plain: str, lines: list[str]) -> str:
    stated = _NAME.search(plain)
    if stated:
        return stated[1]
    above = itertools.takewhile(lambda line: not _HEADING.match(line), lines[:3])
    bare = (line.replace(" ", "") for line in above)
    return next((line for line in bare if _BARE_NAME.match(line) and not _NO_NAMES.search(line)), "")


def _wanted(plain: str, section: list[str]) -> list[str]:
    """Codes of the occupations that are said to be wanted."""
    stated = _WANTS.search(plain)
    words = _WORDS.split(stated[1]) if stated else section[:1]
    codes = (occupation_of_title(word.split(":")[-1].strip()) for word in words[:5])
    return list(dict.fromkeys(code for code in codes if code))


def _pay(plain: str) -> int | None:
    stated = _PAY.search(plain)
    try:
        pay = parse_pay(stated[1]) if stated else None
    except ParseError:
        return None
    return (pay.low or pay.high) if pay else None


def _entries(lines: list[str]) -> Iterable[tuple[re.Match[str], list[str], list[str]]]:
    """(span, parts of its line beside the span, lines below it) of each entry."""
    starts = [(at, found) for at, line in enumerate(lines) if (found := _SPAN.search(line))]
    ends = [*(at for at, _found in starts[1:]), len(lines)][: len(starts)]
    for (at, span), end in list(zip(starts, ends, strict=True))[:MOST_ENTRIES]:
        beside = f"{lines[at][: span.start()]}  {lines[at][span.end() :]}"
        yield span, _parts(beside), lines[at + 1 : end]


def _parts(line: str) -> list[str]:
    parts = (part.strip(" :：()（）") for part in _GAP.split(line))
    return [part for part in parts if part]


def _jobs(lines: list[str]) -> list[dict[str, str]]:
    found = []
    for span, parts, below in _entries(lines):
        if len(parts) < 2 and below and len(below[0]) <= 30 and not re.search(r"[。;；]", below[0]):
            parts, below = [*parts, *_parts(below[0])], below[1:]
        employer = next((part for part in parts if _PLACE_OF_WORK.search(part)), "")
        title = next((part for part in parts if part != employer), "")
        start, end = _months(span)
        if title and start:
            duties = "\n".join(_BULLET.sub("", line) for line in below)
            found.append(
                {
                    "title": title[:60],
                    "employer": employer[:100],
                    "start": start,
                    "end": end,
                    "duties": duties[:1000],
                }
            )
    return found


def _schools(lines: list[str]) -> list[dict[str, Any]]:
    found = []
    for line in lines:
        school = _SCHOOL.search(line)
        rest = line.replace(school[0], " ") if school else line
        level = lists.text_to_education(rest) or (lists.text_to_education(school[0]) if school else "")
        if not level:
            continue
        years = [int(year) for year in _YEAR.findall(line)]
        subject = re.search(r"([\u4e00-\u9fff]{2,15})专业|专业\s*[:：]\s*([\u4e00-\u9fff]{2,15})", rest)
        found.append(
            {
                "level": level,
                "school": school[0] if school else "",
                "subject": (subject[1] or subject[2]) if subject else _subject(rest),
                "end_year": max(years) if years else None,
            }
        )
    return found[:MOST_ENTRIES]


def _subject(rest: str) -> str:
    """The part of a line that is neither span nor level of education."""
    parts = re.split(r"\s+|[|｜/·•,，]", _SPAN.sub(" ", rest))
    words = (part for part in parts if re.fullmatch(r"[\u4e00-\u9fff]{2,15}", part))
    return next((word for word in words if not lists.text_to_education(word)), "")


def _certificates(lines: list[str]) -> list[dict[str, str]]:
    return [
        {"name": word, "grade": _grade(word), "number": "", "issuer": "", "issued_on": ""}
        for word in _listed(lines)
        if len(word) <= 40 and _CERTIFICATE.search(word)
    ][:MOST_ENTRIES]


def _grade(certificate: str) -> str:
    """高级电工证 → 30, 电工技师证书 → 20; "" where its name tells none."""
    return lists.text_to_grade(certificate) or grade_asked(re.sub("(?:资格)?证书?$", "", certificate), "")


def _listed(lines: list[str]) -> list[str]:
    words = (_BULLET.sub("", word).strip(" 。.") for line in lines for word in _WORDS.split(line))
    return list(dict.fromkeys(word for word in words if word))


def _months(span: re.Match[str]) -> tuple[str, str]:
    """First day of the first and of the last month as ISO text; "" for a month there is none of, or now."""
    start, end = _first_day(span[1], span[2]), _first_day(span[3], span[4])
    return start, "" if end and end < start else end


def _first_day(year: str | None, month: str | None) -> str:
    return f"{year}-{int(month):02}-01" if year and month and 1 <= int(month) <= 12 else ""
