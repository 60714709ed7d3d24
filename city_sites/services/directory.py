"""All cities by province, with how each stands in the portal."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from accounts.practice import InPractice
from city_sites.enums import PresenceState
from city_sites.models import CitySite
from city_sites.presence import shown_state
from city_sites.services.links import regions_down
from city_sites.slugs import province_slugs
from standards import regions


@dataclass(frozen=True, slots=True)
class DirectoryCity:
    """One city in the national directory; `address` is empty where there is no site yet.

    is_down: its own site elsewhere is known not to answer, so that nobody is led there.
    """

    name: str
    region: str
    state: PresenceState
    address: str
    is_down: bool = False


@dataclass(frozen=True, slots=True)
class DirectoryProvince:
    name: str
    region: str
    cities: list[DirectoryCity]

    @property
    def address(self) -> str:
        """Path of the province's page on the national site."""
        return f"/provinces/{province_slugs()[self.region]}/"

    @property
    def is_present(self) -> bool:
        """Whether any of its cities has a site, here or elsewhere."""
        return any(city.state != PresenceState.NONE for city in self.cities)


def mainland_cities() -> list[regions.Region]:
    """The cities that the public employment services of the three belts serve: not 香港, 澳门, 台湾."""
    return [city for city in regions.cities() if city.group]


def directory() -> list[DirectoryProvince]:
    """All cities by province, those with a site first, in two queries; one that practises has none yet."""
    down = regions_down()
    seen = CitySite.objects.filter(~Q(InPractice("region"))).select_related("site")
    known = {site.region: site for site in seen}
    order = list(PresenceState)
    provinces: dict[str, DirectoryProvince] = {
        province.code: DirectoryProvince(province.short_name, province.code, [])
        for province in regions.provinces()
    }
    for city in mainland_cities():
        site = known.get(city.code)
        state = shown_state(site)
        provinces[f"{city.code[:2]}0000"].cities.append(
            DirectoryCity(
                name=city.short_name,
                region=city.code,
                state=state,
                address=site.address_root if site else "",
                is_down=state == PresenceState.LINKED and city.code in down,
            )
        )
    for province in provinces.values():
        province.cities.sort(key=lambda city: (order.index(city.state), city.region))
    return [province for province in provinces.values() if province.cities]


def directory_counts(provinces: list[DirectoryProvince]) -> dict[str, int]:
    """How many cities are hosted, linked, linked to a site that does not answer ("down"), and neither."""
    counts = {state.value: 0 for state in PresenceState if state != PresenceState.RETIRED} | {"down": 0}
    for province in provinces:
        for city in province.cities:
            counts["down" if city.is_down else city.state.value] += 1
    return counts
