"""What does this job pay here? By occupation and city, from published tables and from open vacancies."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.enums import NATION
from jobs.occupation_search import occupations_like
from search.queries.pay import UsualPay, usual_pay
from search.scope import scope_region
from standards.occupations import children, occupation
from standards.places import resolve_place
from standards.regions import Region, city_of
from stats_publishing.pay_levels import (
    MOST_COMPARED,
    PayLevel,
    group_above_with_level,
    pay_levels,
    picture,
    places_above,
    region_name,
)

LONGEST: Final = 60
ADVERTISED_KEPT_S: Final = 600
MEASURES: Final = (
    ("p10", gettext_lazy("10th percentile")),
    ("p25", gettext_lazy("25th percentile")),
    ("p50", gettext_lazy("Median")),
    ("p75", gettext_lazy("75th percentile")),
    ("p90", gettext_lazy("90th percentile")),
    ("low", gettext_lazy("Low level")),
    ("high", gettext_lazy("High level")),
    ("mean", gettext_lazy("Mean")),
)


@require_safe
def pay(request: HttpRequest) -> HttpResponse:
    """`?q=` words or `?occupation=` a code; `?region=` and `?compare=` places in words or codes."""
    words, code = (_word(request, name) for name in ("q", "occupation"))
    chosen = occupation(code)
    matches = [] if chosen or not words else occupations_like(words)
    if chosen is None and len(matches) == 1:
        chosen = matches[0]
    asked = _word(request, "region")
    city = _city(asked) or city_of(scope_region(request) or "")
    compared, unknown = _compared(request, city.code if city else "")
    context: dict[str, object] = {
        "words": words or (chosen.name if chosen else ""),
        "chosen": chosen,
        "matches": matches,
        "majors": children(),
        "place": city.short_name if city else asked,
        "city": city,
        "unknown_place": asked if asked and city is None else unknown,
    }
    if chosen:
        context |= _answer(chosen.code, city.code if city else NATION, compared)
    return render(request, "stats_publishing/pay.html", context)


def _answer(code: str, place: str, compared: list[str]) -> dict[str, object]:
    """Everything about one occupation: the levels, the picture, what may be looked at instead."""
    above = [one for one in places_above(place) if one not in compared]
    levels = pay_levels(code=code, regions=[*above, *compared])
    rows = [levels[one, code] for one in [*above, *compared] if (one, code) in levels]
    advertised = _advertised(code, "" if place == NATION else place)
    here = levels.get((place, code))
    shown = [level for level in rows if not level.is_kept_back]
    lines = [(_place_words(level.region), _year_words(level), level.amounts, False) for level in shown]
    if advertised:
        amounts: dict[str, int | None] = {
            "p25": advertised.low, "p50": advertised.middle, "p75": advertised.high,
        }  # fmt: skip
        lines.append((_("Advertised here"), _("open vacancies"), amounts, True))
    return {
        "here": here,
        "rows": rows,
        "place_words": _place_words(place),
        "table": [(name, words, [level.amounts.get(name) for level in shown]) for name, words in MEASURES],
        "shown": [(level, _place_words(level.region)) for level in shown],
        "kept_back": [_place_words(level.region) for level in rows if level.is_kept_back],
        "wider": None
        if here and not here.is_kept_back
        else group_above_with_level(levels, code=code, region=place),
        "narrower": children(code),
        "advertised": advertised,
        "picture": picture(lines),
        "compared": [
            (region_name(one), _address(code, place, [other for other in compared if other != one]))
            for one in compared
        ],
        "compared_codes": compared,
        "may_compare_more": len(compared) < MOST_COMPARED,
        "is_demo": any(level.is_demo for level in rows),
    }


def _advertised(code: str, place: str) -> UsualPay | None:
    """What open vacancies state, looked up at most every ten minutes."""
    key = f"pay-advertised:{code}:{place}"
    found: UsualPay | str | None = cache.get(key, "unknown")
    if isinstance(found, str):
        found = usual_pay(code, place)
        cache.set(key, found, ADVERTISED_KEPT_S)
    return found


def _compared(request: HttpRequest, city: str) -> tuple[list[str], str]:
    """Codes of the other cities that are asked for, and the first place that is none."""
    asked = [word.replace("\0", "")[:LONGEST] for word in request.GET.getlist("compare") if word.strip()]
    found: list[str] = []
    unknown = ""
    for word in asked[: 2 * MOST_COMPARED]:
        unit = _city(word)
        if unit is None:
            unknown = unknown or word
        elif unit.code not in (*found, city):
            found.append(unit.code)
    return found[:MOST_COMPARED], unknown


def _city(word: str) -> Region | None:
    return city_of(resolve_place(word).code) if word else None


def _word(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:LONGEST]


def _address(code: str, place: str, compared: list[str]) -> str:
    asked = [("occupation", code), *([("region", place)] if place != NATION else [])]
    return "?" + urlencode([*asked, *(("compare", one) for one in compared)])


def _place_words(code: str) -> str:
    return _("Whole country") if code == NATION else region_name(code)


def _year_words(level: PayLevel) -> str:
    return _("survey of %(year)s") % {"year": level.year}
