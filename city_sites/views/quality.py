"""The public ranking of cities by the quality of their data, where the ministry has switched it on."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.enums import NATION
from city_sites.services import city_site_of, quality


@require_safe
def quality_ranking(request: HttpRequest) -> HttpResponse:
    """All cities, on the national site only."""
    if city_site_of(request) is not None or not quality.ranking_is_public():
        raise Http404
    rows = quality.city_qualities([NATION])
    context = {
        "ranked": [row for row in rows if row.rank is not None],
        "others": [row for row in rows if row.rank is None],
        "day": rows[0].figure.day if rows else None,
        "fewest": quality.FEWEST_VACANCIES,
    }
    return render(request, "city_sites/quality.html", context)
