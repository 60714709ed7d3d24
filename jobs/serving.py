"""Who a request acts for: the person who is signed in, or the one whom they serve at a window.

While somebody of a service point serves a person, all that stands below /me/ is that person's. It ends by
itself: after `IDLE_S` without a click the session forgets whom it serves, and the browser goes to a page that
shows nothing of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.enums import Action
from accounts.permissions import may
from accounts.rights import acting_by
from jobs.models import JobSeeker, WindowRegistration
from jobs.permissions import seeker_of

IDLE_S: Final = 600
_SERVED: Final = "served_at_window"


def seeker_here(request: HttpRequest) -> JobSeeker | None:
    """The job seeker whose pages these are; None for who has not begun to be one."""
    return seeker_served(request) or seeker_of(request.user)


def seeker_served(request: HttpRequest) -> JobSeeker | None:
    """The person served at this window, as long as it is not idle and the right to serve them is held."""
    mark = request.session.get(_SERVED)
    if mark is None:
        return None
    if not hasattr(request, "_seeker_served"):
        found = WindowRegistration.objects.filter(seeker=mark["seeker"]).select_related("seeker").first()
        idle = time.time() - mark["at"] > IDLE_S
        if found is None or idle or not may(request.user, Action.SERVE_AT_WINDOW, found.region):
            serving_end(request)
            return None
        mark["at"] = time.time()
        request.session[_SERVED] = mark
        request._seeker_served = found.seeker  # type: ignore[attr-defined]
    return request._seeker_served  # type: ignore[attr-defined,no-any-return]


def serving_begin(request: HttpRequest, seeker: JobSeeker) -> None:
    request.session[_SERVED] = {"seeker": seeker.pk, "at": time.time()}


def serving_end(request: HttpRequest) -> None:
    request.session.pop(_SERVED, None)


def is_serving(request: HttpRequest) -> bool:
    """Whether somebody is served at this window, as far as the session knows."""
    return request.user.is_authenticated and _SERVED in request.session


class ServingMiddleware:
    """Who serves a person acts by the right to do so. Pages of the person are stored nowhere, and leave the
    screen by themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting_by(Action.SERVE_AT_WINDOW) if is_serving(request) else nullcontext():
            response = self.get_response(request)
        if is_serving(request):
            response.headers["Refresh"] = f"{IDLE_S}; url={reverse('window_idle')}"
            response.headers["Cache-Control"] = "private, no-store"
        return response
