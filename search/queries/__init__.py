"""Searching vacancies. `vacancy_search(parse_params(request.GET)[0])` is the whole of it."""

from search.queries.applied import AppliedFilter, address, applied_filters
from search.queries.cursor import BadCursor
from search.queries.params import SearchParams, parse_params, unknown_names
from search.queries.results import Bucket, FacetCount, SearchResult, VacancyHit, hit_from_row
from search.queries.vacancies import vacancy_search

__all__ = [
    "AppliedFilter",
    "BadCursor",
    "Bucket",
    "FacetCount",
    "SearchParams",
    "SearchResult",
    "VacancyHit",
    "address",
    "applied_filters",
    "hit_from_row",
    "parse_params",
    "unknown_names",
    "vacancy_search",
]
