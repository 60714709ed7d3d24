"""What the desks of city sites show, and who may sit at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from accounts.enums import NATION, Action
from accounts.models import User
from accounts.permissions import may, regions_by_action
from accounts.practice import is_in_practice, practice_prefixes
from city_sites.enums import PresenceState
from city_sites.models import CityDomain, CitySite
from city_sites.services import mainland_cities
from standards import regions


@dataclass(frozen=True, slots=True)
class CityRow:
    """A city, its site if it has one, and what the person may do with it."""

    city: regions.Region
    site: CitySite | None
    may_edit: bool
    may_open: bool
    may_publish: bool
    practises: bool

    @property
    def state(self) -> PresenceState:
        return PresenceState(self.site.state) if self.site else PresenceState.NONE

    @property
    def domain(self) -> CityDomain | None:
        """The domain of its own that the city has, or has entered."""
        return getattr(self.site, "domain", None)

    @property
    def domain_use(self) -> str:
        return "in_use" if self.domain and self.domain.proven_at else ""

    @property
    def domain_state(self) -> str:
        return "lost" if self.domain and self.domain.is_lost else self.domain_use


def is_city(region: str) -> bool:
    return regions.is_city(region)


def cities_of(user: User) -> list[CityRow]:
    """The mainland's cities in the regions where the person edits or opens sites, in a few queries."""
    held = regions_by_action(user)
    edits, opens, publishes = (
        held[action] for action in (Action.EDIT_CONTENT, Action.OPEN_SITES, Action.PUBLISH_CONTENT)
    )
    known = {site.region: site for site in CitySite.objects.select_related("site", "domain")}
    practice = practice_prefixes()
    rows = [
        CityRow(
            city,
            known.get(city.code),
            _within(city.code, edits),
            _within(city.code, opens),
            _within(city.code, publishes),
            is_in_practice(city.code, practice),
        )
        for city in mainland_cities()
    ]
    return [row for row in rows if row.may_open or (row.may_edit and row.site)]


def provinces_among(rows: list[CityRow]) -> list[regions.Region]:
    """The provinces in which the cities lie, in their order."""
    known = {row.city.code[:2] for row in rows}
    return [province for province in regions.provinces() if province.code[:2] in known]


def _within(code: str, held: list[str]) -> bool:
    return any(region == NATION or regions.is_within(code, region) for region in held)


def site_with(request: HttpRequest, region: str, action: Action) -> CitySite:
    """The site of a city, for who may do `action` there; for everybody else it does not exist."""
    city_site = CitySite.objects.select_related("site").filter(region=region, site__isnull=False).first()
    if city_site is None or not may(request.user, action, region):
        raise Http404
    return city_site


def edited_site(request: HttpRequest, region: str) -> CitySite:
    return site_with(request, region, Action.EDIT_CONTENT)


def edited_desk(request: HttpRequest, region: str) -> CitySite:
    """The same; for 000000 the national site, as settings that are not stored."""
    if region != NATION:
        return edited_site(request, region)
    if not may(request.user, Action.EDIT_CONTENT, NATION):
        raise Http404
    return CitySite(region=NATION, name=_("China Labour Market"))


def with_districts(region: str) -> list[regions.Region]:
    """A city and the districts in it."""
    unit = regions.region(region)
    return [*([unit] if unit else []), *regions.children(region)]


def frame(city_site: CitySite, request: HttpRequest) -> dict[str, Any]:
    """What every page of a site's desk shows around its own."""
    return {
        "desk_site": city_site,
        "is_nation": city_site.region == NATION,
        "may_edit": may(request.user, Action.EDIT_CONTENT, city_site.region),
        "may_lend": may(request.user, Action.PUBLISH_CONTENT, city_site.region),
    }


def pages_of(city_site: CitySite) -> int:
    """How many public pages the site has."""
    assert city_site.site is not None
    count: int = city_site.site.root_page.get_descendants(inclusive=True).live().count()
    return count
