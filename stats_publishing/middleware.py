"""How long an answer about figures may be kept by somebody else: never past the next release."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from stats_publishing.services.releases import seconds_to_keep

PATHS: Final = ("/data/", "/releases/", "/statistics/", "/api/v1/datasets", "/api/v1/releases")


class ReleaseCacheMiddleware:
    """Answers below `PATHS` that do not say so themselves may be kept until the next release, some minutes at
    most; what is not there, and what a person who is signed in gets, is kept by nobody.

    The clock is read before the view asks the database: an answer that crosses a release is not kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PATHS):
            return self.get_response(request)
        started = timezone.now()
        response = self.get_response(request)
        if response.has_header("Cache-Control"):
            return response
        seconds = 0
        if response.status_code == 200 and request.method in ("GET", "HEAD") and not _is_someone(request):
            seconds = seconds_to_keep(started)
        if seconds:
            patch_cache_control(response, public=True, max_age=seconds)
        else:
            patch_cache_control(response, private=True, no_store=True)
        return response


def _is_someone(request: HttpRequest) -> bool:
    return request.user.is_authenticated or bool(request.session.get("served_at_window"))
