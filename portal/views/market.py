"""The market's figures of the day, for the country and for each city."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.enums import NATION
from city_sites.services import city_site_of
from city_sites.services.reports import newest_published
from standards import regions
from stats_publishing.models import MarketSnapshot
from stats_publishing.services import snapshot_of


@require_safe
def market(request: HttpRequest) -> HttpResponse:
    """On a city's site its own figures come first; the table always holds all cities of that day."""
    city_site = city_site_of(request)
    snapshot = snapshot_of(city_site.region if city_site else NATION)
    nation = snapshot_of(NATION)
    rows = (
        MarketSnapshot.objects.filter(day=nation.day).exclude(region=NATION).order_by("-headcount", "region")
        if nation
        else MarketSnapshot.objects.none()
    )
    cities = [(unit.short_name if (unit := regions.region(row.region)) else row.region, row) for row in rows]
    context = {
        "snapshot": snapshot,
        "nation": nation,
        "cities": cities,
        "newest": newest_published(city_site.region if city_site else NATION),
    }
    return render(request, "portal/market.html", context)
