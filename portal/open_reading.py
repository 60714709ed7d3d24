"""Addresses that programs on other hosts read: without cookies, and from every origin (CORS)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

COOKIELESS: Final = ("/api/cms/", "/embed/", "/feeds/")
"""Whoever asks gets the same: cookies are not looked at and none is set, so that any cache may keep it."""
READABLE: Final = ("/api/cms/", "/api/v1/vacancies", "/api/v1/suggestions", "/embed/")
"""Scripts of every origin may read it; they send no credentials."""
CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class OpenReadingMiddleware:
    """Stands before whatever reads a cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_readable = request.path_info.startswith(READABLE)
        if is_readable and request.method == "OPTIONS":
            return HttpResponse(status=204, headers=CORS | PREFLIGHT)
        is_cookieless = request.path_info.startswith(COOKIELESS)
        if is_cookieless:
            request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        if is_cookieless:
            _without_cookies(response)
        if is_readable:
            for name, value in CORS.items():
                response.headers[name] = value
        return response


def _without_cookies(response: HttpResponse) -> None:
    response.cookies.clear()
    varies = [name.strip() for name in response.headers.get("Vary", "").split(",")]
    kept = [name for name in varies if name and name.lower() != "cookie"]
    response.headers.pop("Vary", None)
    patch_vary_headers(response, kept)
