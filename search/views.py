"""The results page: the same on the national host and on a city's, where it is about that city."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.throttling import search_throttled
from jobs.models import Vacancy
from search.client import INDEX_ERRORS
from search.documents import vacancy_rows
from search.queries import (
    FEW,
    BadCursor,
    SearchParams,
    SearchResult,
    VacancyHit,
    Ways,
    address,
    applied_filters,
    hit_from_row,
    params_reading,
    parse_params,
    understood,
    vacancy_search,
    ways_on,
)
from search.queries.params import FILTER_NAMES, RADII_KM
from search.scope import scope_region
from search.suggest.asked import search_note
from search.written_places import places_text, read_places, with_places, without_distance
from standards import industries, occupations, regions

log = structlog.get_logger(__name__)

SORT_LABELS: dict[str, str | Promise] = {
    "relevance": gettext_lazy("Most relevant"),
    "newest": gettext_lazy("Newest"),
    "pay": gettext_lazy("Pay"),
    "distance": gettext_lazy("Distance"),
}
_TREES: dict[str, Callable[[str], Any]] = {
    "region": regions.ancestors,
    "occupation": occupations.ancestors,
    "industry": industries.ancestors,
}


@require_safe
@search_throttled
def vacancy_results(request: HttpRequest) -> HttpResponse:
    scope = scope_region(request)
    place = request.GET.get("place", "").strip()[:100]
    query, unknown = _meant(request.GET, place, scope)
    params, errors = parse_params(query)
    params = _narrowed(params)
    if place and not unknown:
        return HttpResponseRedirect(address(request.path, params))
    if unknown:
        errors["place"] = [_("“%(place)s” is not a place we know.") % {"place": name} for name in unknown]
    context = _frame(request, params, scope, errors, place)
    try:
        result = vacancy_search(params, scope_region=scope)
    except BadCursor:
        return HttpResponseRedirect(address(request.path, params.with_changes()))
    except INDEX_ERRORS as error:
        log.warning("the index is away, the newest are shown", error=str(error))
        return render(request, "search/away.html", context | {"hits": _newest(params, scope)})
    if params.q and result.total and not params.cursor:
        search_note(text=params.q, request=request)
    context |= _found(request, params, result) | _words(request, params, result, scope)
    response = render(request, "search/results.html", context)
    response["HX-Push-Url"] = address(request.path, params)
    return response


def _meant(query: QueryDict, place: str, scope: str) -> tuple[QueryDict, tuple[str, ...]]:
    """The query with the place box read into its parameters, and the names in it that nobody knows."""
    if place:
        places = read_places(place, scope=scope)
        return with_places(query, places.known), places.unknown
    if "place" in query and not query.get("near"):
        return without_distance(query), ()
    return query, ()


def _frame(
    request: HttpRequest, params: SearchParams, scope: str, errors: dict[str, list[str]], place: str
) -> dict[str, Any]:
    """What the page shows whether the index answers or not."""
    replaced = ("near", "within") if params.near else ("region",)
    return {
        "params": params,
        "errors": [message for messages in errors.values() for message in messages],
        "place": place or places_text(params),
        "radii": [(km, bool(params.near) and km == params.radius_km) for km in RADII_KM],
        "scope": regions.region(scope),
        "kept_by_words": params.pairs(but=("q", "cursor", *replaced)),
        "kept_by_filters": params.pairs(but=("cursor", *FILTER_NAMES)),
        "applied": applied_filters(params, path=request.path),
        "unfiltered_url": address(request.path, SearchParams(q=params.q, verbatim=params.verbatim)),
        "has_position": any("," in near for near in params.near),
    }


def _found(request: HttpRequest, params: SearchParams, result: SearchResult) -> dict[str, Any]:
    def at(cursor: str) -> str:
        return address(request.path, params.with_changes(cursor=cursor)) if cursor else ""

    has_sort = {"relevance": params.q, "distance": params.near}
    return {
        "result": result,
        "hits": result.hits,
        "sorts": [
            (label, address(request.path, params.with_changes(sort=sort)), sort == params.order)
            for sort, label in SORT_LABELS.items()
            if has_sort.get(sort, True)
        ],
        "repeats_url": address(request.path, params.with_changes(repeats=True, employer=())),
        "next_url": at(result.next_cursor),
        "previous_url": at(result.previous_cursor),
    }


def _words(request: HttpRequest, params: SearchParams, result: SearchResult, scope: str) -> dict[str, Any]:
    """What was understood of the words, the way out of it, and what to change where little was found."""
    read_anew = params_reading(params.with_changes(verbatim=False), scope=scope) if params.verbatim else None
    return {
        "understood": understood(params, result.reading, path=request.path),
        "verbatim_url": address(request.path, params.with_changes(verbatim=not params.verbatim)),
        "is_verbatim": bool(read_anew and read_anew.concepts),
        "ways": _ways(request, params, result, scope),
    }


def _ways(request: HttpRequest, params: SearchParams, result: SearchResult, scope: str) -> Ways | None:
    if params.cursor or (result.total >= FEW and not result.reading.instead):
        return None
    try:
        return ways_on(params, result.reading, total=result.total, scope=scope, path=request.path)
    except INDEX_ERRORS as error:
        log.warning("the index went away, no changes are offered", error=type(error).__name__)
        return None


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
