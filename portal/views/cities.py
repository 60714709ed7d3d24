"""The directory of all cities: by province, and A–Z."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from city_sites.services import DirectoryCity, DirectoryProvince, directory, directory_counts
from city_sites.slugs import city_slugs


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
