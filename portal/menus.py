"""What the header and the footer of a site show: fixed addresses of the portal, and pages of its tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from city_sites.models import (
    BulletinIndexPage,
    CitySite,
    CourseIndexPage,
    FairIndexPage,
    FaqPage,
    GuideIndexPage,
    NewsIndexPage,
    PolicyIndexPage,
    ReportIndexPage,
)
from portal.addresses import national_root

KEPT_S: Final = 60
"""How long a changed page tree may be unknown to the menus, in seconds."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of a menu; `here` are the beginnings of the paths that it stands for, `tag` its language."""

    title: str
    address: str
    here: tuple[str, ...] = ()
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Links under a heading."""

    name: str
    title: str
    entries: list[Entry] = field(default_factory=list)


WORDS: Final[dict[type[Page], Any]] = {
    BulletinIndexPage: _("Market bulletins"),
    NewsIndexPage: _("News"),
    ReportIndexPage: _("Statistical reports"),
    PolicyIndexPage: _("Policy documents"),
    GuideIndexPage: _("Service guides"),
    CourseIndexPage: _("Courses"),
    FairIndexPage: _("Job fairs"),
    FaqPage: _("Questions and answers"),
}
"""Titles of lists in both languages; any other page has its own title, in Chinese."""
_FINDING: Final = (FairIndexPage, CourseIndexPage)
_DATA: Final = (ReportIndexPage, BulletinIndexPage, NewsIndexPage)


def header(city_site: CitySite | None) -> list[Entry]:
    """The main menu; what only the national site has leads there."""
    elsewhere = national_root() if city_site else ""
    return [
        Entry(gettext("Find work"), reverse("vacancies"), ("/vacancies/",)),
        Entry(gettext("Recruit"), f"{elsewhere}/employers/", ("/employers/",)),
        Entry(
            gettext("Market data"),
            reverse("market"),
            ("/market/", "/bulletins/", "/releases/", "/data/", "/statistics/"),
        ),
        Entry(gettext("Services"), f"{elsewhere}/services/", ("/services/",)),
    ]


def footer(site: Site | None, city_site: CitySite | None) -> list[Group]:
    """Groups of links: addresses of the portal, and the public pages right below the first page of the site
    that are for the menus, a list under what it is about and every other page under "About"."""
    nation = national_root()
    pages = _pages(site)
    find = [
        Entry(gettext("Search vacancies"), reverse("vacancies")),
        Entry(gettext("Service outlets"), reverse("outlets")),
        *_of(pages, _FINDING),
        Entry(gettext("Saved searches"), reverse("alerts")),
        Entry(gettext("All cities"), f"{nation}/cities/"),
    ]
    data = [
        Entry(gettext("Market data"), reverse("market")),
        Entry(gettext("Release calendar"), reverse("releases")),
        Entry(gettext("Published tables"), reverse("data")),
        *_of(pages, _DATA),
        Entry(gettext("Open interface (API)"), f"{nation}/api/v1/docs"),
        Entry(gettext("For cities: sending vacancies"), f"{nation}/for-cities/"),
    ]
    about = [
        *_of(pages, tuple(model for model in WORDS if model not in (*_FINDING, *_DATA))),
        *(Entry(title, address, tag="zh-CN") for kind, title, address in pages if kind not in _KINDS),
        Entry(gettext("About this site"), "/about/"),
        Entry(gettext("Accessibility"), f"{nation}/accessibility/"),
    ]
    if city_site:
        about.append(Entry(gettext("National portal"), f"{nation}/"))
    return [
        Group("find", gettext("Find work"), find),
        Group("data", gettext("Data"), data),
        Group("about", gettext("About"), about),
    ]


_KINDS: Final = {model._meta.label: model for model in WORDS}


def _of(pages: list[tuple[str, str, str]], models: tuple[type[Page], ...]) -> list[Entry]:
    labels = {model._meta.label: model for model in models}
    found = [(labels[kind], address) for kind, _title, address in pages if kind in labels]
    return [
        Entry(gettext(str(WORDS[model])), address) for model, address in sorted(found, key=_place(models))
    ]


def _place(models: tuple[type[Page], ...]) -> Any:
    return lambda one: models.index(one[0])


def _pages(site: Site | None) -> list[tuple[str, str, str]]:
    """Kind, title and path of the pages for the menus, in their order in the tree."""
    if site is None:
        return []
    return cache.get_or_set(f"menu:{site.pk}", lambda: _read(site), KEPT_S) or []


def _read(site: Site) -> list[tuple[str, str, str]]:
    below = Page.objects.child_of(site.root_page).live().public().filter(show_in_menus=True)
    return [
        (page.specific_class._meta.label, page.title, f"/{page.slug}/")
        for page in below.select_related("content_type").order_by("path")
    ]


def menus_forget(site_pk: int) -> None:
    """Read the page tree anew at the next look: a page was published, taken away or moved."""
    cache.delete(f"menu:{site_pk}")


def language_tag() -> str:
    return "en" if get_language() == "en" else "zh-CN"
