"""The directory of all cities: by province, and A–Z; how far the portal has come; one province."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from city_sites.services import (
    DirectoryCity,
    DirectoryProvince,
    city_site_of,
    directory,
    directory_counts,
    mainland_cities,
)
from city_sites.services.coverage import pilot_regions, targets_progress
from city_sites.services.provinces import province_context
from city_sites.slugs import city_slugs, province_of_slug, province_slugs
from portal.addresses import national_root
from portal.coverage_map import coverage_map


def by_letter(provinces: list[DirectoryProvince]) -> list[tuple[str, list[DirectoryCity]]]:
    """All cities under the first letter of their name in pinyin, in the order of the pinyin."""
    slugs = city_slugs()
    cities = sorted(
        (city for province in provinces for city in province.cities), key=lambda city: slugs[city.region]
    )
    return [
        (letter.upper(), list(group))
        for letter, group in groupby(cities, key=lambda city: slugs[city.region][0])
    ]


@require_safe
def cities(request: HttpRequest) -> HttpResponse:
    """All cities with their state; `?by=letter` orders them A–Z."""
    provinces = directory()
    letters = by_letter(provinces) if request.GET.get("by") == "letter" else None
    return render(
        request,
        "portal/cities.html",
        {"provinces": provinces, "letters": letters, "city_counts": directory_counts(provinces)},
    )


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """How many cities are present against the targets: a map, the targets, and a table by province."""
    provinces = directory()
    pilots = pilot_regions()
    rows = [
        (province, directory_counts([province]), sum(city.region in pilots for city in province.cities))
        for province in provinces
    ]
    context = {
        "map": coverage_map(provinces),
        "city_counts": directory_counts(provinces),
        "rows": rows,
        "targets": targets_progress(cities=[city.code for city in mainland_cities()]),
        "pilots": len(pilots),
    }
    return render(request, "portal/coverage.html", context)


@require_safe
def province(request: HttpRequest, name: str) -> HttpResponse:
    """A province by its name in pinyin; its code leads there, and a city's host to the national one."""
    unit = province_of_slug(name)
    if unit is None or not unit.group:
        raise Http404
    slug = province_slugs()[unit.code]
    if slug != name or city_site_of(request):
        return redirect(f"{national_root()}/provinces/{slug}/", permanent=True)
    return render(request, "portal/province.html", province_context(unit))
