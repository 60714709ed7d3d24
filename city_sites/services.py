"""Provisioning of city sites, and what their pages show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from accounts.models import User
from accounts.services import audit
from city_sites.enums import PresenceState
from city_sites.models import (
    BulletinIndexPage,
    BulletinPage,
    CityHomePage,
    CitySite,
    PlainPage,
    ProvinceFolderPage,
)
from city_sites.slugs import city_slugs
from jobs.models import Vacancy
from standards import regions
from stats_publishing.services import snapshot_of

EDITOR_PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page")
EDITOR_COLLECTION_PERMISSIONS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
)
NEWEST_ON_HOME = 8
BULLETINS_ON_HOME = 5


@transaction.atomic
def city_provision(*, region: str, by: User | None = None, host: str = "", is_demo: bool = False) -> CitySite:
    """Open a city's site: folder of its province, pages, Wagtail site, collection, editors' group.

    Doing it again repairs what is missing and changes nothing else; a linked city becomes a hosted one.

    Args:
        region: GB/T 2260 code of a portal city.
        host: host of its own; by default `<pinyin>.PORTAL_HOST`.
    Raises:
        ValidationError: the code is not one of a city.
    """
    city = regions.region(region)
    if city is None or not regions.is_city(region):
        raise ValidationError(_("%(code)s is not the code of a city."), params={"code": region})
    slug = city_slugs()[region]
    home = _home_page(city, slug)
    site = _wagtail_site(home, host or f"{slug}.{settings.PORTAL_HOST}", f"{city.short_name}公共就业")
    _editors_group(city, home)
    city_site, created = CitySite.objects.update_or_create(
        region=region,
        defaults={"state": PresenceState.HOSTED, "site": site, "link": ""},
        create_defaults={
            "slug": slug,
            "name": site.site_name,
            "state": PresenceState.HOSTED,
            "site": site,
            "is_demo": is_demo,
        },
    )
    if created:
        audit(actor=by, act="city_provision", subject=city_site, region=region, host=site.hostname)
    return city_site


def city_link(*, region: str, link: str, by: User | None = None, is_demo: bool = False) -> CitySite:
    """Show a city's own site elsewhere in the directory; a hosted city is left as it is."""
    city = regions.region(region)
    if city is None or not regions.is_city(region):
        raise ValidationError(_("%(code)s is not the code of a city."), params={"code": region})
    with transaction.atomic():
        city_site, created = CitySite.objects.get_or_create(
            region=region,
            defaults={
                "slug": city_slugs()[region],
                "name": f"{city.short_name}公共就业",
                "state": PresenceState.LINKED,
                "link": link,
                "is_demo": is_demo,
            },
        )
        if city_site.state == PresenceState.LINKED and city_site.link != link:
            city_site.link = link
            city_site.save(update_fields=["link"])
        if created:
            audit(actor=by, act="city_link", subject=city_site, region=region, link=link)
    return city_site


def _home_page(city: regions.Region, slug: str) -> CityHomePage:
    home: CityHomePage | None = CityHomePage.objects.filter(region=city.code).first()
    if home is None:
        home = _province_folder(city).add_child(
            instance=CityHomePage(
                title=f"{city.short_name}公共就业",
                slug=slug,
                region=city.code,
                introduction=f"{city.name}公共就业服务机构核验的岗位，求职不收任何费用。",
            )
        )
    if not BulletinIndexPage.objects.child_of(home).exists():
        home.add_child(instance=BulletinIndexPage(title="市场公告", slug="bulletins", show_in_menus=True))
    if not PlainPage.objects.child_of(home).filter(slug="about").exists():
        home.add_child(
            instance=PlainPage(
                title="关于本站",
                slug="about",
                body=f"<p>本站由{city.name}公共就业服务机构主办，是中国劳动力市场的城市站点。</p>",
            )
        )
    return home


def _province_folder(city: regions.Region) -> ProvinceFolderPage:
    province = regions.province_of(city.code)
    assert province is not None
    folder: ProvinceFolderPage | None = ProvinceFolderPage.objects.filter(region=province.code).first()
    if folder is None:
        folder = Page.get_first_root_node().add_child(
            instance=ProvinceFolderPage(
                title=province.name, slug=f"province-{province.code}", region=province.code
            )
        )
    return folder


def _wagtail_site(home: CityHomePage, host: str, name: str) -> Site:
    site, _created = Site.objects.update_or_create(
        root_page=home,
        is_default_site=False,
        defaults={"hostname": host, "port": settings.PORTAL_PORT, "site_name": name},
    )
    return site


def _editors_group(city: regions.Region, home: CityHomePage) -> Group:
    """The group of those who edit this city's pages, images and documents, and nothing else."""
    group, _created = Group.objects.get_or_create(name=f"{city.code} {city.name}")
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    for codename in EDITOR_PAGE_PERMISSIONS:
        GroupPagePermission.objects.get_or_create(
            group=group, page=home, permission=_permission("wagtailcore", codename)
        )
    collection = Collection.objects.filter(name=group.name).first()
    if collection is None:
        collection = Collection.get_first_root_node().add_child(name=group.name)
    for codename in EDITOR_COLLECTION_PERMISSIONS:
        app = "wagtailimages" if codename.endswith("image") else "wagtaildocs"
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=_permission(app, codename)
        )
    return group


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def city_site_of(request: HttpRequest) -> CitySite | None:
    """The city whose host was asked for; None on the national site. One query a request at most."""
    if not hasattr(request, "_city_site"):
        site = Site.find_for_request(request)
        found = None
        if site is not None and not site.is_default_site:
            found = CitySite.objects.select_related("site").filter(site=site).first()
        request._city_site = found  # type: ignore[attr-defined]
    return request._city_site  # type: ignore[attr-defined, no-any-return]


def site_of_region(region: str) -> CitySite | None:
    """The city site that this portal serves for a region, for where there is no request."""
    hosted = CitySite.objects.select_related("site").filter(state=PresenceState.HOSTED)
    return hosted.filter(region=region).first()


def any_demonstration() -> bool:
    """Whether the portal holds demonstration cities, so that national pages say so; kept for a minute."""
    known = cache.get_or_set(
        "any_demonstration", lambda: CitySite.objects.filter(is_demo=True).exists(), timeout=60
    )
    return bool(known)


def city_home_context(*, home: CityHomePage) -> dict[str, Any]:
    """What a city's first page shows: newest vacancies, newest bulletins, the market's figures."""
    vacancies = Vacancy.objects.public().in_region(home.region).select_related("employer").newest_first()
    bulletins = BulletinPage.objects.descendant_of(home).live().order_by("-date", "-pk")
    return {
        "newest_vacancies": vacancies[:NEWEST_ON_HOME],
        "bulletins": bulletins[:BULLETINS_ON_HOME],
        "bulletin_index": BulletinIndexPage.objects.child_of(home).live().first(),
        "snapshot": snapshot_of(home.region),
    }


@dataclass(frozen=True, slots=True)
class DirectoryCity:
    """One city in the national directory; `address` is empty where there is no site yet."""

    name: str
    region: str
    state: PresenceState
    address: str


@dataclass(frozen=True, slots=True)
class DirectoryProvince:
    name: str
    region: str
    cities: list[DirectoryCity]

    @property
    def is_present(self) -> bool:
        """Whether any of its cities has a site, here or elsewhere."""
        return any(city.state != PresenceState.NONE for city in self.cities)


def mainland_cities() -> list[regions.Region]:
    """The cities that the public employment services of the three belts serve: not 香港, 澳门, 台湾."""
    return [city for city in regions.cities() if city.group]


def directory() -> list[DirectoryProvince]:
    """All cities by province, those with a site first, in one query."""
    known = {site.region: site for site in CitySite.objects.select_related("site")}
    order = list(PresenceState)
    provinces: dict[str, DirectoryProvince] = {
        province.code: DirectoryProvince(province.short_name, province.code, [])
        for province in regions.provinces()
    }
    for city in mainland_cities():
        site = known.get(city.code)
        provinces[f"{city.code[:2]}0000"].cities.append(
            DirectoryCity(
                name=city.short_name,
                region=city.code,
                state=PresenceState(site.state) if site else PresenceState.NONE,
                address=site.address_root if site else "",
            )
        )
    for province in provinces.values():
        province.cities.sort(key=lambda city: (order.index(city.state), city.region))
    return [province for province in provinces.values() if province.cities]


def directory_counts(provinces: list[DirectoryProvince]) -> dict[str, int]:
    """How many cities are hosted, linked and neither."""
    counts = {state.value: 0 for state in PresenceState}
    for province in provinces:
        for city in province.cities:
            counts[city.state.value] += 1
    return counts
