"""The public API at /api/v1/; each room brings its own router."""

from __future__ import annotations

from ninja import NinjaAPI

from jobs.api import router as feeds_router
from search.api import router as vacancies_router
from search.suggest.api import router as suggestions_router

api = NinjaAPI(
    title="中国劳动力市场 API",
    version="1.0",
    urls_namespace="api",
    description="Vacancies of the national public employment portal, and the way in for the cities' feeds.",
)
api.add_router("", vacancies_router, tags=["vacancies"])
api.add_router("", suggestions_router, tags=["vacancies"])
api.add_router("", feeds_router, tags=["feeds"])
