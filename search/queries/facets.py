"""Facets: what narrows a search, and how many vacancies each choice would leave.

A facet is counted with every filter but what is chosen in it, so that the numbers beside its other values say
what choosing them as well would add. What it leaves out stays left out: those vacancies would not be added.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobs.enums import EmploymentType
from search.bands import EXPERIENCE, PAY, POSTED_WITHIN_DAYS
from search.benefits import benefits
from search.queries.params import UNSTATED, SearchParams, education_levels
from standards import industries, occupations, regions

Clause = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet whose values stand in a keyword field of the index.

    Attributes:
        name: of the parameter.
        choices: the values that are counted for a search within a region ("" is the country), in the order
            in which they are shown.
        by_count: the values with the most vacancies are shown first instead.
    """

    name: str
    label: str | Promise
    field: str
    choices: Callable[[SearchParams, str], Iterable[str]]
    by_count: bool = False

    @property
    def can_exclude(self) -> bool:
        """Whether a value can be left out."""
        return True

    def chosen(self, params: SearchParams) -> tuple[str, ...]:
        return tuple(getattr(params, self.name))

    def excluded(self, params: SearchParams) -> tuple[str, ...]:
        return tuple(getattr(params, f"not_{self.name}"))

    def wanted(self, params: SearchParams) -> list[Clause]:
        """What the chosen values ask for: any of them."""
        chosen = self._clauses(self.chosen(params))
        return [_any_of(chosen)] if chosen else []

    def unwanted(self, params: SearchParams) -> list[Clause]:
        """What is left out: none of the values may be there."""
        excluded = self._clauses(self.excluded(params))
        return [{"bool": {"must_not": excluded}}] if excluded else []

    def _clauses(self, values: tuple[str, ...]) -> list[Clause]:
        clauses: list[Clause] = []
        if codes := [code for code in values if code != UNSTATED]:
            clauses.append({"terms": {self.field: codes}})
        if UNSTATED in values:
            clauses.append(_absent(self.field))
        return clauses

    def aggregations(self, params: SearchParams, scope: str) -> Clause:
        """What is counted; {} for a facet that shows no counts."""
        values = list(dict.fromkeys(self.choices(params, scope)))
        counted: Clause = {"unstated": {"missing": {"field": self.field}}}
        if values:
            counted["values"] = {"terms": {"field": self.field, "include": values, "size": len(values)}}
        return counted


def _absent(field: str) -> Clause:
    return {"bool": {"must_not": {"exists": {"field": field}}}}


def _any_of(alternatives: list[Clause]) -> Clause:
    if len(alternatives) == 1:
        return alternatives[0]
    return {"bool": {"should": alternatives, "minimum_should_match": 1}}


class PayFacet(Facet):
    """Bands of pay, and a free range: at best at least `pay_min`, at least at most `pay_max`."""

    __slots__ = ()

    def wanted(self, params: SearchParams) -> list[Clause]:
        clauses = super().wanted(params)
        if params.pay_min is not None:
            clauses.append(
                _any_of([_at_least("pay_max", params.pay_min), _at_least("pay_min", params.pay_min)])
            )
        if params.pay_max is not None:
            clauses.append(
                _any_of([_at_most("pay_min", params.pay_max), _at_most("pay_max", params.pay_max)])
            )
        return clauses


def _at_least(field: str, pay: int) -> Clause:
    return {"range": {field: {"gte": pay}}}


def _at_most(field: str, pay: int) -> Clause:
    return {"range": {field: {"lte": pay}}}


class PostedFacet(Facet):
    """Published within some days; every vacancy states it, and each span holds the shorter ones."""

    __slots__ = ()

    def chosen(self, params: SearchParams) -> tuple[str, ...]:
        return () if params.posted_within is None else (str(params.posted_within),)

    @property
    def can_exclude(self) -> bool:
        return False

    def excluded(self, _params: SearchParams) -> tuple[str, ...]:
        return ()

    def wanted(self, params: SearchParams) -> list[Clause]:
        return [] if params.posted_within is None else [published_within(params.posted_within)]

    def aggregations(self, _params: SearchParams, _scope: str) -> Clause:
        spans = {str(days): published_within(days) for days in POSTED_WITHIN_DAYS}
        return {"values": {"filters": {"filters": spans}}}


class EmployerFacet(Facet):
    """Only a filter: there are too many employers to list, and their names are searched in."""

    __slots__ = ()

    def aggregations(self, _params: SearchParams, _scope: str) -> Clause:
        return {}


def published_within(days: int) -> Clause:
    """Published today or on one of the `days - 1` days before."""
    first = timezone.localdate() - dt.timedelta(days=days - 1)
    start = timezone.make_aware(dt.datetime.combine(first, dt.time.min))
    return {"range": {"published_at": {"gte": start.isoformat()}}}


def _tree(
    chosen: Iterable[str],
    scope: str,
    children: Callable[[str], Iterable[Any]],
    ancestors: Callable[[str], Iterable[Any]],
) -> list[str]:
    """The entries under `scope`, and the branches that lead to what is chosen, one level below it open."""
    opened = {scope}
    for code in chosen:
        if code != UNSTATED:
            opened |= {code, *(above.code for above in ancestors(code))}

    def walk(code: str) -> Iterable[str]:
        for child in children(code):
            yield child.code
            if child.code in opened:
                yield from walk(child.code)

    return list(walk(scope))


def _none(_params: SearchParams, _scope: str) -> Iterable[str]:
    return ()


def _every(values: Callable[[], Iterable[str]]) -> Callable[[SearchParams, str], Iterable[str]]:
    """The same choices for every search."""
    return lambda _params, _scope: values()


FACETS: tuple[Facet, ...] = (
    Facet(
        "region",
        _("Region"),
        "regions",
        lambda params, scope: _tree(
            (*params.region, *params.not_region), scope, regions.children, regions.ancestors
        ),
    ),
    PayFacet("pay", _("Pay a month"), "pay_bands", _every(lambda: [band.code for band in PAY])),
    Facet(
        "occupation",
        _("Occupation"),
        "occupations",
        lambda params, _scope: _tree(
            (*params.occupation, *params.not_occupation), "", occupations.children, occupations.ancestors
        ),
    ),
    Facet("education", _("Education"), "education", _every(education_levels)),
    Facet("experience", _("Experience"), "experience", _every(lambda: [band.code for band in EXPERIENCE])),
    Facet(
        "employment_type",
        _("Employment type"),
        "employment_type",
        _every(lambda: EmploymentType.values),
    ),
    Facet("benefit", _("Benefit"), "benefit", _every(benefits), by_count=True),
    Facet(
        "industry",
        _("Industry"),
        "industries",
        lambda params, _scope: _tree(
            (*params.industry, *params.not_industry), "", industries.children, industries.ancestors
        ),
    ),
    PostedFacet(
        "posted_within", _("Posted within"), "published_at", _every(lambda: map(str, POSTED_WITHIN_DAYS))
    ),
    EmployerFacet("employer", _("Employer"), "employer_id", _none),
)


def filters(params: SearchParams, *, but: str = "") -> list[Clause]:
    """The filters of all facets; of one of them, not what is chosen in it."""
    return [
        clause
        for facet in FACETS
        for clause in ([] if facet.name == but else facet.wanted(params)) + facet.unwanted(params)
    ]


def aggregations(params: SearchParams, scope: str) -> Clause:
    """Each facet counted among what every other facet leaves."""
    return {
        facet.name: {"filter": {"bool": {"filter": filters(params, but=facet.name)}}, "aggs": counted}
        for facet in FACETS
        if (counted := facet.aggregations(params, scope))
    }
