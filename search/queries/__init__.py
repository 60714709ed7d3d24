"""Searching vacancies. `vacancy_search(parse_params(request.GET)[0])` is the whole of it."""

from search.queries.applied import AppliedFilter, address, applied_filters, understood
from search.queries.cursor import BadCursor
from search.queries.meaning import params_reading
from search.queries.params import SearchParams, parse_params, unknown_names
from search.queries.results import Bucket, FacetCount, SearchResult, VacancyHit, hit_from_row
from search.queries.similar import similar_vacancies
from search.queries.vacancies import vacancy_search
from search.queries.ways import FEW, Way, Ways, ways_on

__all__ = [
    "FEW",
    "AppliedFilter",
    "BadCursor",
    "Bucket",
    "FacetCount",
    "SearchParams",
    "SearchResult",
    "VacancyHit",
    "Way",
    "Ways",
    "address",
    "applied_filters",
    "hit_from_row",
    "params_reading",
    "parse_params",
    "similar_vacancies",
    "understood",
    "unknown_names",
    "vacancy_search",
    "ways_on",
]
