"""What a person asks for: read from the address once, checked once, and written back to addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from jobs.enums import EmploymentType
from jobs.words import NO_EDUCATION_REQUIRED
from search.bands import EXPERIENCE, PAY, POSTED_WITHIN_DAYS
from search.benefits import benefits
from search.queries.places import location, most_exact, position_text
from standards import industries, lists, occupations, regions
from standards.region_history import current_code

UNSTATED = "unstated"
"""Stands in a facet for vacancies that say nothing of it."""
PAGE_SIZE = 20
LARGEST_PAGE = 100
LONGEST_QUERY = 100
MOST_VALUES = 50
MOST_PLACES = 10
HIGHEST_PAY = 10_000_000
SORTS = ("relevance", "newest", "pay", "distance")
RADII_KM = (5, 10, 20, 50, 100)
USUAL_RADIUS_KM = 20


@dataclass(frozen=True, slots=True)
class SearchParams:
    """A search of vacancies. Within a facet the values are alternatives, the facets narrow each other.

    Codes are those of `standards` at any level, or `UNSTATED`; the same with `not_` is left out. `pay` holds
    codes of bands; `pay_min` and `pay_max` are yuan a month: what the vacancy pays at best, and at least.
    `posted_within` is in days. `near` holds codes of regions and positions "lat,lon" in degrees, `within`
    kilometres around any of them. `verbatim` takes the words as words; `repeats` shows every posting.
    """

    q: str = ""
    verbatim: bool = False
    near: tuple[str, ...] = ()
    within: int | None = None
    region: tuple[str, ...] = ()
    occupation: tuple[str, ...] = ()
    industry: tuple[str, ...] = ()
    pay: tuple[str, ...] = ()
    pay_min: int | None = None
    pay_max: int | None = None
    education: tuple[str, ...] = ()
    experience: tuple[str, ...] = ()
    employment_type: tuple[str, ...] = ()
    benefit: tuple[str, ...] = ()
    employer: tuple[str, ...] = ()
    posted_within: int | None = None
    not_region: tuple[str, ...] = ()
    not_occupation: tuple[str, ...] = ()
    not_industry: tuple[str, ...] = ()
    not_pay: tuple[str, ...] = ()
    not_education: tuple[str, ...] = ()
    not_experience: tuple[str, ...] = ()
    not_employment_type: tuple[str, ...] = ()
    not_benefit: tuple[str, ...] = ()
    not_employer: tuple[str, ...] = ()
    repeats: bool = False
    sort: str = ""
    cursor: str = ""
    page_size: int = PAGE_SIZE

    @property
    def order(self) -> str:
        """The order asked for; else by relevance where there are words, the nearest or the newest first."""
        return self.sort or ("relevance" if self.q else "distance" if self.near else "newest")

    @property
    def radius_km(self) -> int:
        """How far around the places of `near`."""
        return self.within or USUAL_RADIUS_KM

    def with_changes(self, **changes: Any) -> SearchParams:
        """The same search, changed, from its first page. Distance goes where no place is left."""
        changed = replace(self, **{"cursor": "", **changes})
        if changed.near or (changed.within is None and changed.sort != "distance"):
            return changed
        return replace(changed, within=None, sort="" if changed.sort == "distance" else changed.sort)

    def without(self, name: str, value: str) -> SearchParams:
        """The same search without one value of a parameter."""
        current = getattr(self, name)
        if isinstance(current, tuple):
            return self.with_changes(**{name: tuple(one for one in current if one != value)})
        return self.without_all(name)

    def without_all(self, name: str) -> SearchParams:
        """The same search without any value of a parameter."""
        return self.with_changes(**{name: _EMPTY[name]})

    def pairs(self, *, but: Iterable[str] = ()) -> list[tuple[str, str]]:
        """Names and values as they stand in an address or a form, without what is left at its default."""
        found: list[tuple[str, str]] = []
        for name, empty in _EMPTY.items():
            value = getattr(self, name)
            if name in but or value == empty:
                continue
            found += [(name, _written(one)) for one in (value if isinstance(value, tuple) else [value])]
        return found

    def query_string(self) -> str:
        """The search as it stands in an address."""
        return urlencode(self.pairs())


_EMPLOYER_ID = re.compile(r"[0-9]{1,18}")


def _written(value: str | int) -> str:
    return "1" if value is True else str(value)


_EMPTY: dict[str, Any] = {field.name: field.default for field in fields(SearchParams)}
NAMES = tuple(_EMPTY)
CODED = (
    *("region", "occupation", "industry", "pay", "education", "experience", "employment_type", "benefit"),
    "employer",
)
"""Parameters that hold codes; each has a `not_…` beside it."""
FILTER_NAMES = (
    *(name for coded in CODED if coded != "employer" for name in (coded, f"not_{coded}")),
    *("pay_min", "pay_max", "posted_within"),
)
"""Parameters that the filters beside the list set."""


def parse_params(query: QueryDict) -> tuple[SearchParams, dict[str, list[str]]]:
    """The search that an address asks for, and what in it is not understood: name → messages in plain words.

    What is not understood is left out of the search, so that a page can show the rest and say so; the API
    refuses it.
    """
    reader = _Reader(query)
    params = SearchParams(
        q=reader.text("q", LONGEST_QUERY),
        verbatim=reader.flag("verbatim"),
        near=reader.places("near"),
        within=reader.choice_of_numbers("within", RADII_KM),
        pay_min=reader.number("pay_min", 0, HIGHEST_PAY),
        pay_max=reader.number("pay_max", 0, HIGHEST_PAY),
        posted_within=reader.choice_of_numbers("posted_within", POSTED_WITHIN_DAYS),
        repeats=reader.flag("repeats"),
        sort=reader.choice("sort", SORTS),
        cursor=reader.text("cursor", 1000),
        page_size=reader.number("page_size", 1, LARGEST_PAGE) or PAGE_SIZE,
        **{
            name: reader.codes(name, known)
            for coded, known in _known_codes().items()
            for name in (coded, f"not_{coded}")
        },
    )
    if params.pay_min is not None and params.pay_max is not None and params.pay_min > params.pay_max:
        reader.wrong("pay_max", _("The highest pay is below the lowest."))
        params = replace(params, pay_max=None)
    if params.near:
        return params, reader.errors
    if params.within is not None:
        reader.wrong("within", _("A distance needs a place or position: the parameter “near”."))
        params = replace(params, within=None)
    if params.sort == "distance":
        reader.wrong("sort", _("Sorting by distance needs a place or position: the parameter “near”."))
        params = replace(params, sort="")
    return params, reader.errors


@cache
def _known_codes() -> dict[str, Callable[[str], str | None]]:
    """For each parameter that holds codes: the code of today that a value stands for, None for no code."""
    return {
        "region": _region_code,
        "occupation": lambda code: code if occupations.occupation(code) else None,
        "industry": lambda code: code if industries.industry(code) else None,
        "pay": _one_of(band.code for band in PAY),
        "education": _one_of(education_levels()),
        "experience": _one_of(band.code for band in EXPERIENCE),
        "employment_type": _one_of(EmploymentType.values),
        "benefit": _one_of(benefits()),
        "employer": lambda code: str(int(code)) if _EMPLOYER_ID.fullmatch(code) else None,
    }


def education_levels() -> list[str]:
    """Codes of the broad levels that vacancies are counted in, no requirement first, then the lowest up."""
    broad = [entry.code for entry in lists.education_levels() if not entry.parent_code]
    return [NO_EDUCATION_REQUIRED, *reversed(broad)]


def _region_code(code: str) -> str | None:
    """A region's code, an old one brought to today's."""
    return code if regions.region(code) else current_code(code)


def _one_of(values: Iterable[str]) -> Callable[[str], str | None]:
    known = frozenset(values)
    return lambda code: code if code in known else None


class _Reader:
    """Reads parameters and gathers what is wrong with them."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.errors: dict[str, list[str]] = {}

    def wrong(self, name: str, message: str) -> None:
        self.errors.setdefault(name, []).append(message)

    def text(self, name: str, longest: int) -> str:
        value = " ".join(str(self.query.get(name, "")).replace("\0", " ").split())
        if len(value) > longest:
            self.wrong(
                name, _("Longer than %(longest)s characters; the rest was left out.") % {"longest": longest}
            )
        return value[:longest]

    def flag(self, name: str) -> bool:
        value = self.choice(name, ("0", "1"))
        return value == "1"

    def places(self, name: str) -> tuple[str, ...]:
        """Codes of regions and positions "lat,lon", the most exact of those that lie in each other."""
        found: dict[str, None] = {}
        for value in self.query.getlist(name):
            position = position_text(str(value))
            for place in [position] if position else str(value).split(","):
                code = place if position else _region_code(place.strip())
                if code and location(code):
                    found[code] = None
                elif place.strip():
                    self.wrong(
                        name, _("“%(place)s” is no place whose position we know.") % {"place": place[:40]}
                    )
        if len(found) > MOST_PLACES:
            self.wrong(name, _("More than %(most)s values; the rest was left out.") % {"most": MOST_PLACES})
        return most_exact(tuple(found)[:MOST_PLACES])

    def codes(self, name: str, known: Callable[[str], str | None]) -> tuple[str, ...]:
        """Values given again and again, or separated by commas."""
        found: dict[str, None] = {}
        asked = [code.strip() for value in self.query.getlist(name) for code in str(value).split(",")]
        for code in filter(None, asked):
            meant = code if code == UNSTATED else known(code)
            if meant is None:
                self.wrong(name, _("“%(code)s” is not a known code.") % {"code": code[:40]})
            else:
                found[meant] = None
        if len(found) > MOST_VALUES:
            self.wrong(name, _("More than %(most)s values; the rest was left out.") % {"most": MOST_VALUES})
        return tuple(found)[:MOST_VALUES]

    def number(self, name: str, lowest: int, highest: int) -> int | None:
        value = str(self.query.get(name, "")).strip()
        if not value:
            return None
        if value.isascii() and value.isdigit() and len(value) <= 12 and lowest <= int(value) <= highest:
            return int(value)
        self.wrong(
            name,
            _("“%(value)s” is not a whole number from %(lowest)s to %(highest)s.")
            % {"value": value[:40], "lowest": lowest, "highest": highest},
        )
        return None

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        value = str(self.query.get(name, "")).strip()
        if value in ("", *choices):
            return value
        self.wrong(
            name,
            _("“%(value)s” is none of: %(choices)s.") % {"value": value[:40], "choices": ", ".join(choices)},
        )
        return ""

    def choice_of_numbers(self, name: str, choices: tuple[int, ...]) -> int | None:
        value = self.choice(name, tuple(map(str, choices)))
        return int(value) if value else None


def unknown_names(query: Mapping[str, Any]) -> list[str]:
    """Parameters that no search has."""
    return sorted(set(query) - {*NAMES, "lang"})
