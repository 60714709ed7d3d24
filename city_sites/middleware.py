"""Addresses of sites that are elsewhere, closed, or there for their staff only."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.module_loading import import_string

from accounts.practice import is_staff_of
from city_sites.enums import PresenceState
from city_sites.services.sites import city_site_of, moved_site_of

KEPT_FOR_S = 3600
"""How long a browser may remember where a site leads: it may open again, or come back."""

HEALTH = "/health/"
DOORS = ("/sign-in/", "/sign-out/", "/static/")
"""By these the staff of a site that practises come to it."""


class PracticeSiteMiddleware:
    """A site that practises is there for its own staff only; for all others no address of it exists."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith((HEALTH, *DOORS)):
            return self.get_response(request)
        city_site = city_site_of(request)
        if city_site is not None and city_site.practises and not is_staff_of(request.user, city_site.region):
            raise Http404
        return self.get_response(request)


class MovedSiteMiddleware:
    """What is asked of a city's host below the portal's leads to its own domain, path and query kept.

    What changes something is answered in place, and so is what carries a key, since clients take none along
    to another host.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(HEALTH):
            return self.get_response(request)
        moved = moved_site_of(request)
        if moved is None:
            return self.get_response(request)
        is_read = request.method in ("GET", "HEAD") and "Authorization" not in request.headers
        if not is_read or moved.state == PresenceState.RETIRED or moved.practises:
            return self.get_response(request)
        response = HttpResponsePermanentRedirect(f"{moved.address_root}{request.get_full_path()}")
        response.headers["Cache-Control"] = f"max-age={KEPT_FOR_S}"
        return response


class RetiredSiteMiddleware:
    """Every address of a retired city's host leads to where the city is now, or to the national portal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(HEALTH):  # must answer without a database
            return self.get_response(request)
        city_site = city_site_of(request)
        if city_site is None or city_site.state != PresenceState.RETIRED:
            return self.get_response(request)
        target = city_site.link or f"{import_string(settings.SITE_ROOT_OF)('')}/cities/"
        response = HttpResponsePermanentRedirect(target)
        response.headers["Cache-Control"] = f"max-age={KEPT_FOR_S}"
        return response
