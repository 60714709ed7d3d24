"""What every address of the headless API goes through: which site, how often, how long it may be kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import Any, Final

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from wagtail.models import Site

from accounts.clients import client_network
from accounts.enums import NATION
from accounts.throttling import reads_allowed, seconds_left
from city_sites.enums import PresenceState
from city_sites.services.read_keys import read_key_for
from city_sites.services.sites import city_site_of, known_sites, site_note, site_of
from stats_publishing.services.releases import seconds_to_keep

View = Callable[..., HttpResponse]
KEPT_S: Final = 300
"""How long a shared cache keeps an answer, in seconds: what is published is purged from it,
and nothing is kept past the next release of statistics."""
LIST_KEPT_S: Final = 60
"""The same for answers to a search or a filter, whose addresses nobody can list."""


def gated(view: View) -> View:
    """The view behind the gate. `site_of` gives it the site of `?site=` or of the host."""

    @wraps(view)
    def answer(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return refusal(405, _("This only reads: ask by GET."), Allow="GET, HEAD, OPTIONS")
        site = site_asked_for(request)
        if site is None:
            return refusal(404, _("There is no such site here."))
        if told := _too_much(request, _region(request)):
            return told
        if any("\0" in value for value in request.GET.values()):
            return refusal(400, _("A parameter has a character that stands in no text."))
        kept = min(LIST_KEPT_S if request.GET else KEPT_S, seconds_to_keep(timezone.now()))
        query = request.GET.copy()
        for name in ("site", "lang"):  # read above, and by the middleware
            query.pop(name, None)
        request.GET = query  # type: ignore[assignment]
        return conditional(request, view(request, *parts, **named), kept_s=kept)

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def site_asked_for(request: HttpRequest) -> Site | None:
    """The open site of `?site=` (host, host:port or GB/T 2260 code), else of the host; from now on the
    request is about it."""
    asked = request.GET.get("site", "").strip().lower()
    if asked:
        named = _site_named(asked)
        if named is None:
            return None
        site_note(request, named)
    city_site = city_site_of(request)
    if city_site is not None and (city_site.state != PresenceState.HOSTED or city_site.practises):
        return None
    return site_of(request)


def _site_named(name: str) -> Site | None:
    sites = known_sites()
    if name.isascii() and name.isdigit():
        is_it = {"is_default_site": True} if name == NATION else {"city_site__region": name}
        return sites.filter(**is_it).first()
    host, _colon, port = name.partition(":")
    slug, _dot, above = host.partition(".")
    stands_there = Q(hostname=host)
    if above == settings.PORTAL_HOST:  # where a site that has moved to a domain of its own was
        stands_there |= Q(city_site__slug=slug)
    found = sites.filter(stands_there)
    if port:
        found = found.filter(port=int(port)) if port.isascii() and port.isdigit() else found.none()
    return found.first()


def _region(request: HttpRequest) -> str:
    city_site = city_site_of(request)
    return city_site.region if city_site else NATION


def _too_much(request: HttpRequest, region: str) -> HttpResponse | None:
    """A refusal where the key is not good or somebody asks too often; with a key, its own rate holds."""
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    if text and scheme.lower() == "bearer":
        key = read_key_for(text=text.strip(), region=region)
        if key is None:
            return refusal(401, _("This key is not known here, or was taken back."))
        who, rate = f"read_key:{key.pk}", key.rate
    else:
        who, rate = f"reads:{client_network(request)}", settings.READS_A_MINUTE_FROM_AN_ADDRESS
    if reads_allowed(who, rate):
        return None
    wait = seconds_left()
    told = _("Too many requests: %(rate)s a minute are answered. Wait %(wait)s seconds, or use a key.")
    return refusal(429, told % {"rate": rate, "wait": wait}, **{"Retry-After": str(wait)})


def conditional(request: HttpRequest, response: HttpResponse, *, kept_s: int) -> HttpResponse:
    """The answer with its ETag; 304 where the client has it already. Refusals are kept by nobody."""
    if hasattr(response, "render") and not getattr(response, "is_rendered", True):
        response = response.render()
    if "no-store" in response.headers.get("Cache-Control", ""):
        return response
    if response.status_code != 200:
        patch_cache_control(response, no_cache=True)
        return response
    digest = blake2b(response.content, digest_size=12).hexdigest()
    response.headers["ETag"] = etag = f'W/"{digest}"'
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True, s_maxage=kept_s)
    return get_conditional_response(request, etag=etag, response=response) or response


def refusal(status: int, message: str, **headers: str) -> HttpResponse:
    """Why there is no answer, in the form of Wagtail's own refusals."""
    return JsonResponse(
        {"message": message},
        status=status,
        headers={"Cache-Control": "no-store", **headers},
        json_dumps_params={"ensure_ascii": False},
    )
