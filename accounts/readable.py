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

EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Part:
    """A term with a text, or with further parts under it."""

    term: str
    text: str = ""
    parts: tuple[Part, ...] = ()


def part_of(term: str, data: Any, labels: Mapping[str, str | Promise], path: str = "") -> Part:
    """JSON-able data under a term, with the words of `labels` for its keys.

    A label is looked for by the keys on the way to it ("seeker.resumes.title"), then by its own alone.
    {"code": …, "name": …} is one text, and so is a list of plain values; what is empty is left out.
    """
    if isinstance(data, Mapping) and set(data) != {"code", "name"}:
        held = ((key, f"{path}{key}", value) for key, value in data.items() if value not in EMPTY)
        return Part(
            term,
            parts=tuple(
                part_of(str(labels.get(way) or labels.get(key) or key), value, labels, f"{way}.")
                for key, way, value in held
            ),
        )
    if isinstance(data, list | tuple) and not all(_is_plain(one) for one in data):
        return Part(
            term, parts=tuple(part_of(str(number), one, labels, path) for number, one in enumerate(data, 1))
        )
    return Part(term, " · ".join(map(_text, data)) if isinstance(data, list | tuple) else _text(data))


def _is_plain(value: Any) -> bool:
    return not isinstance(value, Mapping | list | tuple) or set(value) == {"code", "name"}


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{value['name']} ({value['code']})" if value["name"] else str(value["code"])
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
