"""The filters of a search as chips, each with the address of the same search without it."""

from __future__ import annotations

from dataclasses import dataclass

from search.queries.facets import FACETS
from search.queries.labels import pay_range_label, value_label
from search.queries.params import SearchParams


@dataclass(frozen=True, slots=True)
class AppliedFilter:
    """One filter: `label` names the facet, `text` the value, `url` the search without it."""

    name: str
    label: str
    value: str
    text: str
    url: str


def applied_filters(params: SearchParams, *, path: str) -> list[AppliedFilter]:
    """All filters of a search in the order of the facets, for a page at `path`."""
    return [
        AppliedFilter(
            name=facet.name,
            label=str(facet.label),
            value=value,
            text=value_label(facet.name, value),
            url=address(path, params.without(facet.name, value)),
        )
        for facet in FACETS
        for value in facet.chosen(params)
    ] + _pay_range(params, path)


def _pay_range(params: SearchParams, path: str) -> list[AppliedFilter]:
    if params.pay_min is None and params.pay_max is None:
        return []
    pay = next(facet for facet in FACETS if facet.name == "pay")
    return [
        AppliedFilter(
            name="pay_range",
            label=str(pay.label),
            value="",
            text=pay_range_label(params.pay_min, params.pay_max),
            url=address(path, params.with_changes(pay_min=None, pay_max=None)),
        )
    ]


def address(path: str, params: SearchParams) -> str:
    """The address of a search."""
    query = params.query_string()
    return f"{path}?{query}" if query else path
