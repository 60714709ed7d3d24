"""Exported data as something to read: nested lists of terms and values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Part:
    """A term with a text, or with further parts under it."""

    term: str
    text: str = ""
    parts: tuple[Part, ...] = ()


def part_of(term: str, data: Any, labels: Mapping[str, str | Promise]) -> Part:
    """JSON-able data under a term, with the words of `labels` for its keys.

    {"code": …, "name": …} is one text, and so is a list of plain values; what is empty is left out.
    """
    if isinstance(data, Mapping):
        if set(data) == {"code", "name"}:
            return Part(term, f"{data['name']} ({data['code']})" if data["name"] else str(data["code"]))
        held = {key: value for key, value in data.items() if value not in (None, "", [], {})}
        return Part(
            term,
            parts=tuple(part_of(str(labels.get(key, key)), value, labels) for key, value in held.items()),
        )
    if isinstance(data, list | tuple):
        if any(isinstance(one, Mapping | list | tuple) for one in data):
            return Part(
                term, parts=tuple(part_of(str(number), one, labels) for number, one in enumerate(data, 1))
            )
        return Part(term, " · ".join(_text(one) for one in data))
    return Part(term, _text(data))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    moment = (
        parse_datetime(value) if isinstance(value, str) and value[:4].isdigit() and "T" in value else value
    )
    if isinstance(moment, dt.datetime):
        local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
        return formats.date_format(local, "DATETIME_FORMAT")
    if isinstance(value, dt.date):
        return formats.date_format(value, "DATE_FORMAT")
    return str(value)
