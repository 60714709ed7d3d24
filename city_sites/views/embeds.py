"""Parts of the portal on other sites, as frames and for the script; only these may be framed by everybody."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from csp.decorators import csp_replace, csp_update
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from city_sites.services.embeds import Embed, as_link, embed_for

KEPT_S: Final = 300
SCRIPT: Final = Path(__file__).resolve().parents[1] / "embed" / "portal.js"


@require_safe
@xframe_options_exempt
def vacancies(request: HttpRequest) -> HttpResponseBase:
    """A frame with the newest vacancies of `?city=` and a search."""
    return _frame(request, "city_sites/embed/vacancies.html")


@require_safe
@xframe_options_exempt
def search(request: HttpRequest) -> HttpResponseBase:
    """A frame with the search alone."""
    return _frame(request, "city_sites/embed/search.html")


@require_safe
def content(request: HttpRequest) -> HttpResponse:
    """What the script shows, with its words in the language of `?lang=`."""
    embed = _asked(request)
    told: dict[str, Any] = {
        "root": embed.root,
        "accent": embed.accent,
        "language": _language(),
        "vacancies": [as_link(embed, vacancy) for vacancy in embed.vacancies],
        "words": {
            "newest": _("Newest vacancies"),
            "search": _("Search vacancies"),
            "label": _("Job, skill or employer"),
            "all": _("All vacancies"),
            "none": _("There is no vacancy at the moment."),
            "opens": _("opens in a new window"),
        },
    }
    return _kept(JsonResponse(told, json_dumps_params={"ensure_ascii": False}), public=KEPT_S)


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The web components <labour-vacancies> and <labour-search>."""
    text, etag = _script()
    response = _kept(HttpResponse(text, content_type="text/javascript; charset=utf-8"), public=3600)
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


@cache
def _script() -> tuple[str, str]:
    text = SCRIPT.read_text(encoding="utf-8")
    return text, f'"{blake2b(text.encode(), digest_size=12).hexdigest()}"'


def _frame(request: HttpRequest, template: str) -> HttpResponseBase:
    embed = _asked(request)

    @csp_update({"form-action": [embed.root]})
    @csp_replace({"frame-ancestors": ["*"]})
    def shown(request: HttpRequest) -> HttpResponse:
        return _kept(render(request, template, {"embed": embed, "language": _language()}))

    return shown(request)


def _asked(request: HttpRequest) -> Embed:
    region, accent, count = (request.GET.get(name, "") for name in ("city", "accent", "count"))
    embed = embed_for(region=region, accent=accent, count=count)
    if embed is None:
        raise Http404
    return embed


def _kept(response: HttpResponse, *, public: int = 0) -> HttpResponse:
    """Any cache may keep it; browsers ask again after `public` seconds."""
    patch_cache_control(response, public=True, max_age=public, s_maxage=KEPT_S)
    return response


def _language() -> str:
    return "en" if get_language() == "en" else "zh-CN"
