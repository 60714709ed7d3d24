"""The emblem of a city's site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from city_sites.models import Emblem


@require_safe
def emblem(_request: HttpRequest, key: str) -> HttpResponse:
    """The image of a key, which is never another one."""
    found = get_object_or_404(Emblem, city_site__emblem_key=key)
    response = HttpResponse(bytes(found.content), content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
