"""A profile's rules made into functions: the text of each field of the contract in a row as sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

from jobs.feeds.contract import FIELDS
from jobs.feeds.parsers.text import NOT_STATED
from jobs.feeds.profile import FieldRule, Profile

Row = dict[str, Any]
Getter = Callable[[Row], str]


def as_text(value: Any) -> str:
    """A value of any format as text: whole numbers without a point, lists one item a line.

    What is nested deeper than JSON can be written again says nothing that could be read: "".
    """
    kind = value.__class__
    if kind is str:
        return str(value)
    if kind is int:
        return str(value)
    if kind is float:
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if value is None:
        return ""
    if kind is bool:
        return "true" if value else "false"
    if kind is list:
        return "\n".join(_as_json(part) if part.__class__ is list else as_text(part) for part in value)
    return _as_json(value)


def _as_json(value: Any) -> str:
    try:
        return orjson.dumps(value, default=str).decode()
    except orjson.JSONEncodeError:
        return ""


def _nothing(_: Row) -> str:
    return ""


class FieldReader:
    """The getters of a profile, one attribute a field of the contract: `reader.title(row) -> str`.

    Text comes without white space at its ends; words for "not stated" come as "", or as the default.
    """

    def __init__(self, profile: Profile) -> None:
        words = NOT_STATED | {word.strip() for word in profile.not_stated}
        self._empty = frozenset(form for word in words for form in (word, word.upper(), word.title()))
        rules = profile.fields
        for field in FIELDS:
            rule = rules.get(field.name)
            setattr(self, field.name, self._getter(rule) if rule else _nothing)
        self._pay_columns = self._pay_bounds(rules)
        if (rule := rules.get("pay")) and rule.parser == "pay_bounds":
            self.pay = self.pay_pair
        list_rule = rules.get("benefits")
        self.separators = list_rule.separators if list_rule else ""
        self._list_column = list_rule.column if list_rule else None

    id: Getter
    state: Getter
    title: Getter
    region: Getter
    address: Getter
    longitude: Getter
    latitude: Getter
    employer_name: Getter
    employer_credit_code: Getter
    employer_type: Getter
    employer_size: Getter
    industry: Getter
    occupation: Getter
    duties: Getter
    headcount: Getter
    pay: Getter
    pay_min: Getter
    pay_max: Getter
    pay_months: Getter
    education: Getter
    experience: Getter
    grade: Getter
    employment_type: Getter
    benefits: Getter
    contact_name: Getter
    contact_phone: Getter
    contact_email: Getter
    source: Getter
    source_url: Getter
    published_on: Getter
    expires_on: Getter

    def _getter(self, rule: FieldRule) -> Getter:
        if rule.constant:
            return lambda _: rule.constant
        if rule.column:
            return self._one(rule.column, rule.values, rule.default)
        getters = [self._one(column, {}, "") for column in rule.columns]
        mapped, join, default = rule.values, rule.join, rule.default

        def joined(row: Row) -> str:
            text = join.join(filter(None, (get(row) for get in getters)))
            return mapped.get(text, text) or default

        return joined

    def _one(self, column: str, mapped: dict[str, str], default: str) -> Getter:
        empty = self._empty

        def plain(row: Row) -> str:
            value = row.get(column)
            if value is None:
                return default
            text = value if value.__class__ is str else as_text(value)
            text = text.replace("\0", "").strip()  # no text of the database holds it
            return default if text in empty else text

        def mapping(row: Row) -> str:
            text = as_text(row.get(column)).replace("\0", "").strip()
            if text in mapped:
                return mapped[text] or default
            return default if text in empty else text

        return mapping if mapped else plain

    def _pay_bounds(self, rules: dict[str, FieldRule]) -> tuple[Getter, Getter] | None:
        rule = rules.get("pay")
        if rule and rule.parser == "pay_bounds":
            low, high = (self._one(column, rule.values, "") for column in rule.columns)
            return low, high
        if "pay_min" in rules or "pay_max" in rules:
            return self.pay_min, self.pay_max
        return None

    def pay_pair(self, row: Row) -> str:
        """Pay stated as two amounts: "6000-8000元/月", "6000-元/月", or "" where it is not stated so."""
        if self._pay_columns is None:
            return ""
        low, high = self._pay_columns[0](row), self._pay_columns[1](row)
        return f"{low}-{high}元/月" if low or high else ""

    def parts(self, row: Row) -> tuple[Any, ...] | None:
        """The benefits where the row has them as a list of plain values."""
        value = row.get(self._list_column) if self._list_column else None
        if value.__class__ is not list or any(part.__class__ in (list, dict) for part in value):
            return None
        return tuple(value)
