"""Which hosts the portal answers at."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.http.request import validate_host
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from city_sites.middleware import HEALTH
from city_sites.services.domains import is_served
from city_sites.services.sites import host_of, stands_at


class HostMiddleware:
    """The hosts of ALLOWED_HOSTS, and those at which a city's site stands, as long as it does. At any other
    nothing is there.

    Comes first: whatever asks Django for the host then gets it (CSRF, whole addresses). Without this
    middleware own domains would be refused, as Django refuses every host that is not allowed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = host_of(request)
        if not host or validate_host(host, settings.ALLOWED_HOSTS) or request.path.startswith(HEALTH):
            return self.get_response(request)
        if not stands_at(request, host):
            return HttpResponseNotFound(
                "这个地址没有网站。 There is no site at this address.\n",
                content_type="text/plain; charset=utf-8",
            )
        request.get_host = request._get_raw_host  # type: ignore[attr-defined, method-assign]
        return self.get_response(request)


@require_safe
@never_cache
def known_host(request: HttpRequest) -> HttpResponse:
    """For the proxy in front, before it asks for a certificate: 200 where the portal answers at the host of
    `?domain=`, else 404."""
    return HttpResponse(status=200 if is_served(request.GET.get("domain", "").lower()) else 404)
