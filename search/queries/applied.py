"""The conditions of a search as chips, each with the address of the same search without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from search.queries.facets import FACETS
from search.queries.labels import near_label, pay_range_label, value_label
from search.queries.meaning import excluded_part, excluded_words, phrase_part, query_without
from search.queries.params import SearchParams
from search.reading import Kind, Reading


@dataclass(frozen=True, slots=True)
class AppliedFilter:
    """One condition: `label` names the facet, `text` the value, `url` the search without it.

    `excluded`: it says what must not be.
    """

    name: str
    label: str
    value: str
    text: str
    url: str
    excluded: bool = False


def applied_filters(params: SearchParams, *, path: str) -> list[AppliedFilter]:
    """All filters of a search in the order of the facets, for a page at `path`; then what is left out."""
    return [
        *_near(params, path),
        *_chosen(params, path),
        *_pay_range(params, path),
        *_excluded(params, path),
        *_repeats(params, path),
    ]


def _near(params: SearchParams, path: str) -> Iterator[AppliedFilter]:
    for place in params.near:
        yield AppliedFilter(
            name="near",
            label=_("Distance"),
            value=place,
            text=near_text(place, params.radius_km),
            url=address(path, params.without("near", place)),
        )


def near_text(place: str, radius_km: int) -> str:
    """ "within 20 km of 武汉"."""
    return _("within %(km)s km of %(place)s") % {"km": radius_km, "place": near_label(place)}


def _chosen(params: SearchParams, path: str) -> Iterator[AppliedFilter]:
    for facet in FACETS:
        for value in facet.chosen(params):
            yield AppliedFilter(
                name=facet.name,
                label=str(facet.label),
                value=value,
                text=value_label(facet.name, value),
                url=address(path, params.without(facet.name, value)),
            )


def _excluded(params: SearchParams, path: str) -> Iterator[AppliedFilter]:
    for facet in FACETS:
        for value in facet.excluded(params):
            yield AppliedFilter(
                name=f"not_{facet.name}",
                label=str(facet.label),
                value=value,
                text=value_label(facet.name, value),
                url=address(path, params.without(f"not_{facet.name}", value)),
                excluded=True,
            )


def _pay_range(params: SearchParams, path: str) -> Iterator[AppliedFilter]:
    if params.pay_min is not None or params.pay_max is not None:
        yield AppliedFilter(
            name="pay_range",
            label=facet_label("pay"),
            value="",
            text=pay_range_label(params.pay_min, params.pay_max),
            url=address(path, params.with_changes(pay_min=None, pay_max=None)),
        )


def _repeats(params: SearchParams, path: str) -> Iterator[AppliedFilter]:
    if params.repeats:
        yield AppliedFilter(
            name="repeats",
            label=_("Repeated postings"),
            value="1",
            text=_("each shown"),
            url=address(path, params.with_changes(repeats=False)),
        )


def understood(params: SearchParams, reading: Reading, *, path: str) -> list[AppliedFilter]:
    """What was understood of the words, each with the address of the search without those words."""
    concepts = [
        AppliedFilter(
            name=concept.kind,
            label=_("Skill") if concept.kind is Kind.SKILL else facet_label(concept.kind),
            value=",".join(concept.values),
            text=concept.label,
            url=address(path, params.with_changes(q=reading.without(concept))),
            excluded=concept.excluded,
        )
        for concept in reading.concepts
    ]
    phrases = [(phrase, phrase_part(phrase), False) for phrase in reading.phrases]
    refused = [(word, excluded_part(reading, word), True) for word in excluded_words(reading)]
    return concepts + [
        AppliedFilter(
            name="excluded" if excluded else "phrase",
            label=_("Single word") if excluded else _("Exact words"),
            value=word,
            text=word,
            url=address(path, params.with_changes(q=query_without(reading.query, part))),
            excluded=excluded,
        )
        for word, part, excluded in phrases + refused
    ]


def facet_label(name: str) -> str:
    """What a facet is called in the language of the page."""
    return next(str(facet.label) for facet in FACETS if facet.name == name)


def address(path: str, params: SearchParams) -> str:
    """The address of a search."""
    query = params.query_string()
    return f"{path}?{query}" if query else path
