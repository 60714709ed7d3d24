"""`GET /api/v1/suggestions`: type-ahead for the search line and for whoever builds another."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from accounts.throttling import Throttle, suggestion_allowed
from search.api import Problem, problem, refused
from search.client import INDEX_ERRORS
from search.scope import scope_region
from search.suggest.finding import LONGEST_TYPED, suggestions
from search.suggest.names import SuggestionKind

router = Router()

FRESH_S = 60


class SuggestionQuery(Schema):
    """What may be asked."""

    q: str = Field(
        "", description=f"What is typed so far, in characters, pinyin or initials; at most {LONGEST_TYPED}."
    )


class SuggestionItem(Schema):
    kind: SuggestionKind = Field(description="what it is; `search` is a search that many people made")
    text: str = Field(description="what to search for")
    vacancies: int | None = Field(description="how many vacancies there are of it here; null for a search")


class SuggestionAnswer(Schema):
    """Occupations first, then popular searches, places and employers; [] where nothing fits."""

    query: str
    suggestions: list[SuggestionItem]


@router.get(
    "/suggestions",
    throttle=Throttle(suggestion_allowed),
    response={200: SuggestionAnswer, 422: Problem, 429: Problem, 503: Problem},
    summary="What somebody may be about to type",
    operation_id="suggestions_list",
)
def suggestions_list(request: HttpRequest, response: HttpResponse, query: Query[SuggestionQuery]) -> Any:
    """Names that begin with what is typed and lead to vacancies; on a city's host, to those of the city."""
    if len(query.q) > LONGEST_TYPED:
        longer = _("Longer than %(longest)s characters.") % {"longest": LONGEST_TYPED}
        return refused({"q": [longer]})
    try:
        found = suggestions(query.q, scope=scope_region(request))
    except INDEX_ERRORS:
        return problem(503, _("Unavailable"), _("Suggestions are not available at the moment."))
    response["Cache-Control"] = f"public, max-age={FRESH_S}"
    return {
        "query": query.q,
        "suggestions": [{"kind": one.kind, "text": one.text, "vacancies": one.vacancies} for one in found],
    }
