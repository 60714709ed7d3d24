"""What single words of a row come to: each answer pure, so that it can be remembered for the next row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from jobs.feeds.identity import name_key
from jobs.feeds.parsers.dates import parse_date
from jobs.feeds.parsers.education import parse_education
from jobs.feeds.parsers.employment import parse_employment_type
from jobs.feeds.parsers.experience import Years, parse_experience
from jobs.feeds.parsers.grade import parse_grade
from jobs.feeds.parsers.headcount import parse_headcount
from jobs.feeds.parsers.pay import NOTHING, bounds_to_pay, parse_pay
from jobs.feeds.parsers.text import ParseError, clean_line
from standards.identity import IdentityNumberError, check_social_credit_code
from standards.industries import industry, text_to_industry
from standards.lists import economic_type, text_to_economic_type
from standards.occupations import occupation, occupation_by_name
from standards.places import resolve_place

PayWords = tuple[int | None, int | None, int | None, str, str]
"""Lowest, highest, pays a year, period as stated, problem."""

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class EmployerWords:
    """An employer as a row names it; `key` "" where it names none."""

    name: str = ""
    key: str = ""
    economic_type: str = ""
    credit_code: str = ""
    warnings: tuple[str, ...] = ()


_PAIR = re.compile(r"(\d{1,9}(?:\.\d+)?)?-(\d{1,9}(?:\.\d+)?)?元/月")


class WordBook:
    """Readers of single words for a feed of the region `within`, on the day `today`."""

    def __init__(self, *, within: str, today: date) -> None:
        self._within = within
        self._today = today

    def place(self, text: str) -> tuple[str, str]:
        """Region code ("" for unknown) and what is left of the text: an address."""
        found = resolve_place(text, within=self._within)
        return found.code, found.rest

    def pay(self, text: str) -> PayWords:
        if not text:
            return None, None, None, "", "pay_missing"
        try:
            if pair := _PAIR.fullmatch(text):
                pay = bounds_to_pay(low=float(pair[1] or 0), high=float(pair[2] or 0))
            else:
                pay = parse_pay(text)
        except ParseError:
            return None, None, None, "", "pay_unknown"
        if pay.low is None and pay.high is None:
            return None, None, pay.months, "", "pay_missing" if pay == NOTHING else ""
        return pay.low, pay.high, pay.months, pay.period, "pay_swapped" if pay.swapped else ""

    def education(self, text: str) -> str:
        try:
            return parse_education(text)
        except ParseError:
            return ""

    def experience(self, text: str) -> Years | None:
        try:
            return parse_experience(text)
        except ParseError:
            return None

    def grade(self, text: str) -> str | None:
        """The code, "" where none is asked for, None where the words name none."""
        try:
            return parse_grade(text)
        except ParseError:
            return None

    def employment_type(self, text: str) -> str:
        try:
            return parse_employment_type(text)
        except ParseError:
            return ""

    def headcount(self, text: str) -> tuple[int, str]:
        """The number, 0 where it is for the profile to say, and the problem."""
        try:
            people = parse_headcount(text)
        except ParseError:
            return 0, "headcount_unknown"
        return (people, "") if people else (0, "headcount_default")

    def industry(self, text: str) -> str:
        return text if industry(text) else text_to_industry(text)

    def occupation(self, text: str) -> str:
        if occupation(text):
            return text
        named = occupation_by_name(text)
        return named.code if named else ""

    def day(self, text: str) -> tuple[date | None, bool]:
        """The day, None where there is none; and whether the text was understood."""
        try:
            return parse_date(text, today=self._today), True
        except ParseError:
            return None, False

    def employer(self, sent: tuple[str, str, str]) -> EmployerWords:
        """What name, economic type and credit code as sent come to."""
        name, kind, code = clean_line(sent[0]), sent[1], sent[2]
        key = name_key(name)
        if not key:
            return EmployerWords(warnings=("employer_missing",))
        warnings = ["text_cut"] if len(name) > LONGEST_NAME else []
        economic = kind if economic_type(kind) else text_to_economic_type(kind)
        if kind and not economic:
            warnings.append("employer_type_unknown")
        checked = credit_code(code)
        if code and not checked:
            warnings.append("credit_code_invalid")
        return EmployerWords(name[:LONGEST_NAME], key, economic, checked, tuple(warnings))


def credit_code(text: str) -> str:
    """A valid social credit code as it is written, "" for any other text."""
    try:
        return check_social_credit_code(text)
    except IdentityNumberError:
        return ""
