"""What a city's first page shows, section by section."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils import timezone
from wagtail.models import Page

from accounts.practice import is_in_practice
from city_sites.models import (
    BulletinIndexPage,
    BulletinPage,
    CityHomePage,
    CourseIndexPage,
    CoursePage,
    FairIndexPage,
    FairPage,
    GuideIndexPage,
    GuidePage,
)
from city_sites.outlet_map import outlet_map
from city_sites.services.outlets import outlets_in
from city_sites.services.queues import with_queues
from city_sites.services.reports import newest_published
from jobs.models import Vacancy
from stats_publishing.services import snapshot_of

DEFAULT_SECTIONS: Final[tuple[tuple[str, dict[str, int]], ...]] = (
    ("figures", {}),
    ("vacancies", {"count": 8}),
    ("bulletins", {"count": 5}),
    ("fairs", {"count": 3}),
    ("courses", {"count": 3}),
    ("outlets", {"count": 3}),
    ("services", {"count": 8}),
)
"""Sections of a new city's first page."""
ACROSS: Final = frozenset({"figures", "services"})
BESIDE: Final = frozenset({"bulletins", "fairs", "courses", "outlets"})


@dataclass(slots=True)
class Band:
    """A part of the page: one section across it, or a wide and a narrow column of sections."""

    across: Any = None
    main: list[Any] = field(default_factory=list)
    beside: list[Any] = field(default_factory=list)


def bands(sections: Iterable[Any]) -> list[Band]:
    """Lay out sections in their order: those between two that go across share their columns."""
    laid: list[Band] = []
    for section in sections:
        if section.block_type in ACROSS:
            laid.append(Band(across=section))
            continue
        if not laid or laid[-1].across:
            laid.append(Band())
        column = laid[-1].beside if section.block_type in BESIDE else laid[-1].main
        column.append(section)
    return laid


def section_context(kind: str, *, region: str, home: CityHomePage, count: int | None) -> dict[str, Any]:
    """What one section of a city's first page shows."""
    return _CONTEXTS[kind](region, home, count or 5)


def _vacancies(region: str, _home: CityHomePage, count: int) -> dict[str, Any]:
    seen = Vacancy.objects.standing() if is_in_practice(region) else Vacancy.objects.public()
    public = seen.in_region(region).select_related("employer").newest_first()
    return {"vacancies": public[:count]}


def _bulletins(_region: str, home: CityHomePage, count: int) -> dict[str, Any]:
    newest = BulletinPage.objects.descendant_of(home).live().order_by("-date", "-pk")
    return {"bulletins": newest[:count], "index": _index(BulletinIndexPage, home)}


def _fairs(_region: str, home: CityHomePage, count: int) -> dict[str, Any]:
    coming = FairPage.objects.descendant_of(home).live().filter(ends_at__gte=timezone.now())
    return {"fairs": coming.order_by("starts_at", "pk")[:count], "index": _index(FairIndexPage, home)}


def _courses(_region: str, home: CityHomePage, count: int) -> dict[str, Any]:
    open_ones = CoursePage.objects.descendant_of(home).live().filter(enrol_until__gte=timezone.localdate())
    return {"courses": open_ones.order_by("starts_on", "pk")[:count], "index": _index(CourseIndexPage, home)}


def _services(_region: str, home: CityHomePage, count: int) -> dict[str, Any]:
    guides = GuidePage.objects.descendant_of(home).live().order_by("kind", "title", "pk")
    return {"guides": guides[:count], "index": _index(GuideIndexPage, home)}


def _outlets(region: str, _home: CityHomePage, count: int) -> dict[str, Any]:
    shown = with_queues(outlets_in(region)[:count])
    for number, outlet in enumerate(shown, 1):
        outlet.mark = number
    return {"outlets": shown, "map": outlet_map(shown)}


def _figures(region: str, _home: CityHomePage, _count: int) -> dict[str, Any]:
    return {"snapshot": snapshot_of(region), "newest": newest_published(region)}


def _index(model: type[Page], home: CityHomePage) -> Page | None:
    return next((page for page in home.lists if page.specific_class is model), None)


_CONTEXTS: Final[dict[str, Callable[[str, CityHomePage, int], dict[str, Any]]]] = {
    "vacancies": _vacancies,
    "bulletins": _bulletins,
    "fairs": _fairs,
    "courses": _courses,
    "services": _services,
    "outlets": _outlets,
    "figures": _figures,
}
