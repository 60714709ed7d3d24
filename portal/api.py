"""The public API at /api/v1/; each room brings its own router."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import Throttled

from jobs.api import router as feeds_router
from search.api import router as vacancies_router
from search.suggest.api import router as suggestions_router
from stats_publishing.api import router as statistics_router
from stats_publishing.returns_api import router as returns_router

api = NinjaAPI(
    title="中国劳动力市场 API",
    version="1.0",
    urls_namespace="api",
    description="Vacancies of the national public employment portal, and the way in for the cities' feeds.",
)
api.add_router("", vacancies_router, tags=["vacancies"])
api.add_router("", suggestions_router, tags=["vacancies"])
api.add_router("", feeds_router, tags=["feeds"])
api.add_router("", statistics_router, tags=["statistics"])
api.add_router("", returns_router, tags=["returns"])


@api.exception_handler(Throttled)
def throttled(request: HttpRequest, _error: Throttled) -> HttpResponse:
    """As every refusal of the API: why, in words; ninja adds Retry-After."""
    detail = _("Too many searches from here. Wait as many seconds as Retry-After says.")
    return api.create_response(
        request, {"title": _("Too many requests"), "status": 429, "detail": detail, "errors": {}}, status=429
    )
