"""What the national site shows of one province."""

from __future__ import annotations

from typing import Any, Final

from accounts.enums import NATION
from accounts.permissions import region_prefix
from city_sites.models import BulletinPage
from city_sites.services.directory import DirectoryProvince, directory
from city_sites.services.listings import shown_in_the_nation
from jobs.models import Vacancy
from standards import regions
from stats_publishing.models import DatasetVersion, MarketSnapshot

NEWEST_VACANCIES: Final = 8
NEWEST_BULLETINS: Final = 6
NEWEST_TABLES: Final = 8


def province_context(province: regions.Region) -> dict[str, Any]:
    """The province's cities with their state, newest vacancies and bulletins, figures and tables."""
    prefix = region_prefix(province.code)
    cities = [city for one in directory() if one.region == province.code for city in one.cities]
    public = Vacancy.objects.public().in_region(province.code).select_related("employer").newest_first()
    bulletins = shown_in_the_nation(BulletinPage).filter(region__startswith=prefix)
    newest = MarketSnapshot.objects.filter(region=NATION).order_by("-day").first()
    figures = MarketSnapshot.objects.none()
    if newest:
        figures = MarketSnapshot.objects.filter(region__startswith=prefix, day=newest.day)
    return {
        "province": province,
        "province_cities": DirectoryProvince(province.short_name, province.code, cities),
        "vacancies": public[:NEWEST_VACANCIES],
        "bulletins": bulletins.order_by("-date", "-pk")[:NEWEST_BULLETINS],
        "figures": figures.order_by("-headcount", "region"),
        "figures_day": newest.day if newest else None,
        "tables": tables_of(prefix),
    }


def tables_of(prefix: str) -> list[DatasetVersion]:
    """The newest published tables of regions below a prefix: one a dataset, region and period."""
    newest = DatasetVersion.objects.released().filter(region__startswith=prefix).newest()
    shown = DatasetVersion.objects.filter(pk__in=newest.values("pk"))
    shown = shown.select_related("release_item__release")
    return list(shown.order_by("-period", "region", "dataset")[:NEWEST_TABLES])
