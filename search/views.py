"""The results page: the same on the national host and on a city's, where it is about that city."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jobs.models import Vacancy
from search.client import INDEX_ERRORS
from search.documents import vacancy_rows
from search.queries import (
    BadCursor,
    SearchParams,
    SearchResult,
    VacancyHit,
    address,
    applied_filters,
    hit_from_row,
    parse_params,
    vacancy_search,
)
from search.scope import scope_region
from standards import industries, occupations, regions
from standards.places import resolve_place

log = structlog.get_logger(__name__)

SORT_LABELS: dict[str, str | Promise] = {
    "relevance": gettext_lazy("Most relevant"),
    "newest": gettext_lazy("Newest"),
    "pay": gettext_lazy("Pay"),
}
_PLACE_BREAKS = re.compile(r"[、,，;；\s]+")
_TREES: dict[str, Callable[[str], Any]] = {
    "region": regions.ancestors,
    "occupation": occupations.ancestors,
    "industry": industries.ancestors,
}


@require_safe
def vacancy_results(request: HttpRequest) -> HttpResponse:
    scope = scope_region(request)
    params, errors = parse_params(request.GET)
    params = _narrowed(params)
    if place := request.GET.get("place", "").strip()[:100]:
        found, unknown = _places(place, scope)
        if not unknown:
            return HttpResponseRedirect(address(request.path, params.with_changes(region=found)))
        params = params.with_changes(region=found)
        errors["place"] = [_("“%(place)s” is not a place we know.") % {"place": name} for name in unknown]
    context = _frame(request, params, scope, errors, place)
    try:
        result = vacancy_search(params, scope_region=scope)
    except BadCursor:
        return HttpResponseRedirect(address(request.path, params.with_changes()))
    except INDEX_ERRORS as error:
        log.warning("the index is away, the newest are shown", error=str(error))
        return render(request, "search/away.html", context | {"hits": _newest(params, scope)})
    response = render(request, "search/results.html", context | _found(request, params, result))
    response["HX-Push-Url"] = address(request.path, params)
    return response


def _frame(
    request: HttpRequest, params: SearchParams, scope: str, errors: dict[str, list[str]], place: str
) -> dict[str, Any]:
    """What the page shows whether the index answers or not."""
    return {
        "params": params,
        "errors": [message for messages in errors.values() for message in messages],
        "place": place
        or "、".join(regions.display_name(code) for code in params.region if regions.region(code)),
        "scope": regions.region(scope),
        "kept_by_words": params.pairs(but=("q", "region", "cursor")),
        "kept_by_filters": params.pairs(but=_FILTER_NAMES),
        "applied": applied_filters(params, path=request.path),
        "unfiltered_url": address(request.path, SearchParams(q=params.q, sort=params.sort)),
    }


_FILTER_NAMES = (
    *("region", "occupation", "industry", "pay", "pay_min", "pay_max", "education", "experience"),
    *("employment_type", "posted_within", "cursor"),
)


def _found(request: HttpRequest, params: SearchParams, result: SearchResult) -> dict[str, Any]:
    def at(cursor: str) -> str:
        return address(request.path, params.with_changes(cursor=cursor)) if cursor else ""

    return {
        "result": result,
        "hits": result.hits,
        "sorts": [
            (label, address(request.path, params.with_changes(sort=sort)), sort == params.order)
            for sort, label in SORT_LABELS.items()
            if sort != "relevance" or params.q
        ],
        "next_url": at(result.next_cursor),
        "previous_url": at(result.previous_cursor),
    }


def _newest(params: SearchParams, scope: str) -> list[VacancyHit]:
    """The newest public vacancies of the database; no words or filters, which only the index can answer."""
    vacancies = Vacancy.objects.public().newest_first()
    if scope:
        vacancies = vacancies.in_region(scope)
    return [hit_from_row(row) for row in vacancy_rows(vacancies[: params.page_size])]


def _narrowed(params: SearchParams) -> SearchParams:
    """On the page, to choose a part of what is chosen means the part: 湖北 with 武汉 is 武汉."""
    for name, ancestors in _TREES.items():
        codes = getattr(params, name)
        above = {entry.code for code in codes for entry in ancestors(code)}
        if above.intersection(codes):
            kept = tuple(code for code in codes if code not in above)
            params = params.with_changes(**{name: kept, "cursor": params.cursor})
    return params


def _places(text: str, scope: str) -> tuple[tuple[str, ...], list[str]]:
    """Codes of the places that a person wrote, and the ones that nobody knows."""
    found: list[str] = []
    unknown: list[str] = []
    for name in filter(None, _PLACE_BREAKS.split(text)):
        code = resolve_place(name, within=scope).code
        (found if code else unknown).append(code or name)
    return tuple(dict.fromkeys(found)), unknown
