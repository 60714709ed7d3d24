"""What is noted of a version, in words: how many cities count, who is left out and why, how it was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from stats_publishing.methods.panel import NOT_REPORTED
from stats_publishing.wage_enums import Check, Decision
from stats_publishing.words import region_words


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that is noted; `lines` name people's own words in Chinese where they gave reasons."""

    name: str
    lines: tuple[str, ...]


def notes_of(notes: Mapping[str, Any]) -> list[Note]:
    """The notes of a version in their order; what has no words of its own is shown as it is kept."""
    found = []
    for name, kept in notes.items():
        if name in _WORDS:
            title, words = _WORDS[name]()
            lines = words(kept)
        else:
            title, lines = name, [", ".join(map(str, kept)) if isinstance(kept, list) else str(kept)]
        if lines:
            found.append(Note(title, tuple(lines)))
    return found


def _excluded(kept: Sequence[Sequence[str]]) -> list[str]:
    return [_("%(place)s: %(reason)s") % {"place": region_words(city), "reason": why} for city, why in kept]


def _panel(kept: Mapping[str, Any]) -> list[str]:
    number = kept["cities"]
    lines = [ngettext("%(number)d city", "%(number)d cities", number) % {"number": number}]
    quarters = {"now": _("this period"), "before": _("the period before")}
    by_reason: dict[tuple[str, str], list[str]] = {}
    for city, which, reason in kept["left_out"]:
        by_reason.setdefault((which, reason), []).append(region_words(city))
    for (which, reason), cities in by_reason.items():
        words = pgettext("of figures", "not reported") if reason == NOT_REPORTED else reason
        told = {"period": quarters[which], "reason": words, "cities": _(", ").join(cities)}
        lines.append(_("Left out, %(period)s %(reason)s: %(cities)s") % told)
    return lines


def _source(kept: str) -> list[str]:
    words = {
        "return": _("the city's accepted return"),
        "records": _("the portal's own records"),
    }
    return [words.get(kept, kept)]


def _weights(kept: str) -> list[str]:
    words = {
        "none": _("none: each employee counts once"),
        "column": _("as stated in the survey"),
        "population": _("employees in the region over employees in the sample, by industry and size"),
        "of_cities": _("those of the cities' surveys"),
    }
    return [words.get(kept, kept)]


def _findings(kept: Sequence[Sequence[Any]]) -> list[str]:
    return [
        _("%(check)s: %(rows)d rows, %(decision)s (%(reason)s)")
        % {"check": Check(check).label, "rows": rows, "decision": Decision(decision).label, "reason": reason}
        for check, rows, decision, reason in kept
    ]


def _index(kept: Sequence[str] | None) -> list[str]:
    if not kept:
        return []
    region, index, source = kept
    return [_("%(place)s %(index)s, %(source)s") % {
        "place": region_words(region), "index": index, "source": source,
    }]  # fmt: skip


def _limits(kept: Mapping[str, Any]) -> list[str]:
    named = {
        "employers": _("employers at least"),
        "persons": _("employees at least"),
        "largest_two": _("largest share of the two largest employers"),
        "p_percent": _("how closely another employer may guess the largest, in per cent"),
        "protection": _("how closely a figure that is kept back may be narrowed down"),
        "beyond": _("employees that a percentile needs on its smaller side"),
        "round_persons": _("counts of employees are rounded to multiples of"),
    }
    return [
        _("%(name)s: %(value)s") % {"name": named.get(name, name), "value": value}
        for name, value in kept.items()
    ]


def _demo(kept: bool) -> list[str]:
    return [_("Invented figures of the demonstration")] if kept else []


def _plain(kept: Any) -> list[str]:
    return [str(kept)]


_WORDS: Final[Mapping[str, Callable[[], tuple[str, Callable[[Any], list[str]]]]]] = {
    "cities": lambda: (_("Cities that count"), _plain),
    "excluded": lambda: (_("Cities that are left out"), _excluded),
    "panel_qoq": lambda: (_("Same cities, on the quarter"), _panel),
    "panel_yoy": lambda: (_("Same cities, on the year"), _panel),
    "source": lambda: (pgettext("of figures", "Source"), _source),
    "tail": lambda: (_("Share of employees in the high and low levels"), _percent),
    "interpolation": lambda: (_("Percentiles"), _interpolation),
    "weights": lambda: (_("Weights"), _weights),
    "findings": lambda: (_("What the checks found"), _findings),
    "price_index": lambda: (_("Consumer price index"), _index),
    "limits": lambda: (_("Limits of disclosure control"), _limits),
    "kept_back": lambda: (_("Groups that are kept back"), _plain),
    "cells": lambda: (_("Groups in all"), _plain),
    "is_demo": lambda: (_("Demonstration"), _demo),
}


def _percent(kept: int) -> list[str]:
    return [f"{kept / 100:g} %"]


def _interpolation(kept: str) -> list[str]:
    words = {"hyndman_fan_7": _("linear interpolation (Hyndman and Fan, definition 7)")}
    return [words.get(kept, kept)]
