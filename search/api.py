"""The public API of vacancies: `GET /api/v1/vacancies` and `GET /api/v1/vacancies/{id}`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import orjson
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from accounts.throttling import Throttle, search_allowed
from jobs.enums import EmploymentType
from jobs.models import Vacancy
from jobs.standing import Standing, vacancy_standing
from search.bands import EXPERIENCE, PAY, POSTED_WITHIN_DAYS
from search.benefits import benefits
from search.client import INDEX_ERRORS
from search.documents import vacancy_rows
from search.queries import (
    BadCursor,
    FacetCount,
    SearchResult,
    VacancyHit,
    hit_from_row,
    parse_params,
    unknown_names,
    vacancy_search,
)
from search.queries.params import (
    LARGEST_PAGE,
    LONGEST_QUERY,
    MOST_PLACES,
    PAGE_SIZE,
    RADII_KM,
    SORTS,
    UNSTATED,
    USUAL_RADIUS_KM,
)
from search.scope import scope_region

router = Router()


def _list_of(what: str, values: Iterable[object] = ()) -> Any:
    known = f" One of: {', '.join(map(str, values))}." if values else ""
    return Field(default_factory=list, description=f"{what}{known} May be repeated; “{UNSTATED}” is allowed.")


def _left_out(name: str) -> Any:
    return Field(
        default_factory=list, description=f"Values as of `{name}` that must not be. May be repeated."
    )


class SearchQuery(Schema):
    """What may be asked. All values are checked by `parse_params`, as on the page."""

    q: str = Field(
        "", description=f"Words: job, skill, employer or place; at most {LONGEST_QUERY} characters."
    )
    verbatim: str = Field(
        "", description="1 takes the words as words: no place, pay or benefit is read in them."
    )
    near: list[str] = Field(
        default_factory=list,
        description="GB/T 2260 code of a region, or a position “latitude,longitude” in degrees, which is "
        f"rounded to 0.01°. May be repeated (at most {MOST_PLACES}): the nearest counts. Of places that lie "
        "in each other the most exact one counts.",
    )
    within: str = Field(
        "",
        description=f"Kilometres around `near`, {USUAL_RADIUS_KM} where it is left out. One of: "
        f"{', '.join(map(str, RADII_KM))}.",
    )
    region: list[str] = _list_of("GB/T 2260 code of a province, city or district; old codes are understood.")
    occupation: list[str] = _list_of("Code of the classification of occupations (2022), at any level.")
    industry: list[str] = _list_of("GB/T 4754-2017 code, at any level.")
    pay: list[str] = _list_of("Band of pay in yuan a month.", [band.code for band in PAY])
    pay_min: str = Field("", description="Yuan a month that the vacancy pays at best at least.")
    pay_max: str = Field("", description="Yuan a month that the vacancy pays at least at most.")
    education: list[str] = _list_of("GB/T 4658 code of the broad level asked for; 00 is no requirement.")
    experience: list[str] = _list_of("Years asked for.", [band.code for band in EXPERIENCE])
    employment_type: list[str] = _list_of("Type of employment.", EmploymentType.values)
    benefit: list[str] = _list_of("Benefit.", benefits())
    employer: list[str] = _list_of("Id of an employer, `employer_id` of a result.")
    not_region: list[str] = _left_out("region")
    not_occupation: list[str] = _left_out("occupation")
    not_industry: list[str] = _left_out("industry")
    not_pay: list[str] = _left_out("pay")
    not_education: list[str] = _left_out("education")
    not_experience: list[str] = _left_out("experience")
    not_employment_type: list[str] = _left_out("employment_type")
    not_benefit: list[str] = _left_out("benefit")
    not_employer: list[str] = _left_out("employer")
    posted_within: str = Field("", description=f"Days. One of: {', '.join(map(str, POSTED_WITHIN_DAYS))}.")
    repeats: str = Field(
        "",
        description="1 lists every vacancy; else one stands for its employer's postings of a job in a city.",
    )
    sort: str = Field("", description=f"One of: {', '.join(SORTS)}; distance needs `near`.")
    cursor: str = Field("", description="`next_cursor` or `previous_cursor` of an answer to the same search.")
    page_size: str = Field("", description=f"1 to {LARGEST_PAGE}; {PAGE_SIZE} where it is left out.")


class VacancyItem(Schema):
    """A vacancy in a list. Codes are "" and figures null where not stated; pay is whole yuan a month."""

    id: int
    url: str = Field(description="address of its page")
    title: str
    employer: str
    employer_id: int | None
    region: str
    place: str
    occupation: str
    pay_min: int | None
    pay_max: int | None
    pay_text: str = Field(description="pay as the source writes it")
    education: str
    experience_min: int | None
    experience_max: int | None
    employment_type: str
    benefits: list[str]
    headcount: int
    source_name: str
    published_at: dt.datetime
    expires_on: dt.date | None
    is_demo: bool


class FoundVacancy(VacancyItem):
    title_html: str = Field(description="escaped HTML with <mark> around what was found")
    snippet_html: str = Field(description="a part of the duties, likewise; empty without a find in them")
    repeats: int = Field(description="more postings of the same job by its employer among what was found")
    distance_km: float | None = Field(description="to the nearest place of `near`")
    is_about: bool = Field(description="the distance goes by the middle of a district or city")


class FacetValue(Schema):
    value: str
    label: str
    count: int
    chosen: bool
    excluded: bool


class Facet(Schema):
    """Counts among what all filters leave but the values chosen in this facet."""

    name: str
    label: str
    values: list[FacetValue]


class Understood(Schema):
    """What a part of the words was read as, and is searched for."""

    kind: str
    values: list[str]
    words: str
    label: str
    excluded: bool


class SearchAnswer(Schema):
    total: int = Field(description="of all vacancies, those behind a result's `repeats` included")
    understood: list[Understood]
    instead: str = Field(description="a query that was probably meant; empty where there is none")
    results: list[FoundVacancy]
    facets: list[Facet]
    next_cursor: str
    previous_cursor: str


class VacancyDetail(VacancyItem):
    duties: str
    address: str
    industry: str


class Problem(Schema):
    """Why there is no answer: `detail` in plain words, `errors` by parameter."""

    title: str
    status: int
    detail: str
    errors: dict[str, list[str]] = Field(default_factory=dict)


@router.get(
    "/vacancies",
    throttle=Throttle(search_allowed),
    response={200: SearchAnswer, 422: Problem, 429: Problem, 503: Problem},
    summary="Search public vacancies",
    operation_id="vacancies_search",
)
def vacancies_search(request: HttpRequest, query: Query[SearchQuery]) -> Any:  # noqa: ARG001  documents the parameters
    """Search as on the page, with the same words, filters, facets and order.

    On a city's host the search is about that city.
    """
    params, errors = parse_params(request.GET)
    for name in unknown_names(request.GET):
        errors[name] = [_("There is no such parameter.")]
    if errors:
        return refused(errors)
    try:
        result = vacancy_search(params, scope_region=scope_region(request))
    except BadCursor:
        return refused({"cursor": [_("The cursor does not belong to this search.")]})
    except INDEX_ERRORS:
        return problem(503, _("Unavailable"), _("The search is not available at the moment. Try again soon."))
    return HttpResponse(
        orjson.dumps(_answer(request, result), option=orjson.OPT_UTC_Z), content_type="application/json"
    )


@router.get(
    "/vacancies/{vacancy_id}",
    response={200: VacancyDetail, 404: Problem, 410: Problem},
    summary="One public vacancy",
    operation_id="vacancies_get",
)
def vacancies_get(request: HttpRequest, vacancy_id: int) -> Any:
    """From the database, so that it answers even while the search does not.

    One that shows under another source's id is answered with the one that shows.
    """
    row = next(
        vacancy_rows(Vacancy.objects.public().filter(Q(pk=vacancy_id) | Q(duplicates=vacancy_id))), None
    )
    if row is not None:
        more = {"duties": row.duties, "address": row.address, "industry": row.industry}
        return _item(_host(request), hit_from_row(row)) | more
    found = Vacancy.objects.select_related("employer").filter(pk=vacancy_id).first()
    if found is None or vacancy_standing(found, today=timezone.localdate()) is Standing.HIDDEN:
        return problem(404, _("Not found"), _("There is no such vacancy."))
    return problem(410, _("Gone"), _("This vacancy is not public any more."))


def refused(errors: dict[str, list[str]]) -> Status[Any]:
    """The answer to parameters that are not understood: name → messages."""
    detail = " ".join(f"{name}: {message}" for name, messages in errors.items() for message in messages)
    return problem(422, _("Not understood"), detail, errors)


def problem(status: int, title: str, detail: str, errors: dict[str, list[str]] | None = None) -> Status[Any]:
    """An answer that says why there is none."""
    return Status(status, {"title": title, "status": status, "detail": detail, "errors": errors or {}})


_PLAIN = tuple(name for name in VacancyItem.model_fields if name != "url")


def _item(host: str, hit: VacancyHit) -> dict[str, Any]:
    return {**{name: getattr(hit, name) for name in _PLAIN}, "url": host + hit.url}


def _host(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _answer(request: HttpRequest, result: SearchResult) -> dict[str, Any]:
    host = _host(request)
    return {
        "total": result.total,
        "understood": [asdict(concept) for concept in result.reading.concepts],
        "instead": result.reading.instead,
        "results": [_found(host, hit) for hit in result.hits],
        "facets": [_facet(facet) for facet in result.facets],
        "next_cursor": result.next_cursor,
        "previous_cursor": result.previous_cursor,
    }


def _found(host: str, hit: VacancyHit) -> dict[str, Any]:
    return _item(host, hit) | {
        "title_html": str(hit.title_html),
        "snippet_html": str(hit.snippet_html),
        "repeats": hit.repeats,
        "distance_km": None if hit.distance_km is None else round(hit.distance_km, 2),
        "is_about": hit.is_about,
    }


def _facet(facet: FacetCount) -> dict[str, Any]:
    return {
        "name": facet.name,
        "label": facet.label,
        "values": [
            {
                "value": bucket.value,
                "label": bucket.label,
                "count": bucket.count,
                "chosen": bucket.chosen,
                "excluded": bucket.excluded,
            }
            for bucket in facet.buckets
        ],
    }
