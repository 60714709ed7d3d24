"""Opening, linking and retiring city sites."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from accounts.models import User
from accounts.services import audit
from city_sites.enums import PresenceState
from city_sites.models import CityDomain, CityHomePage, CitySite, ProvinceFolderPage
from city_sites.services.coverage import presence_note
from city_sites.services.domains import domain_vouch
from city_sites.services.home import DEFAULT_SECTIONS
from city_sites.services.staff import province_group_ensure, site_groups_ensure, workflow_ensure
from city_sites.slugs import city_slugs
from city_sites.starter_pages import starter_pages_ensure
from standards import regions


@transaction.atomic
def city_provision(*, region: str, by: User | None = None, host: str = "", is_demo: bool = False) -> CitySite:
    """Open a city's site: folder of its province, pages, Wagtail site, collection, groups, workflow.

    Doing it again repairs what is missing and changes nothing else; a linked or retired city becomes hosted.

    Args:
        region: GB/T 2260 code of a portal city.
        host: a domain of its own, on the word of who runs the portal (`domain_vouch`); without one it is at
            `<pinyin>.PORTAL_HOST`, or stays at the domain that it has.
    Raises:
        ValidationError: the code is not one of a city, or the host is no domain.
    """
    city = _city(region)
    slug = city_slugs()[region]
    home = _home_page(city, slug)
    proven = CityDomain.objects.filter(city_site__region=region, proven_at__isnull=False).first()
    stands_at = proven.name if proven else f"{slug}.{settings.PORTAL_HOST}"
    site = _wagtail_site(home, stands_at, f"{city.short_name}公共就业")
    site_groups_ensure(city=city, home=home)
    workflow_ensure()
    before = CitySite.objects.filter(region=region).values_list("state", flat=True).first()
    city_site, _created = CitySite.objects.update_or_create(
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
    presence_note(region=region, city_site=city_site)
    if before != PresenceState.HOSTED:
        audit(actor=by, act="city_provision", subject=city_site, region=region, host=site.hostname)
    if host:
        city_site.refresh_from_db()
        domain_vouch(city_site=city_site, text=host, by=by)
        city_site.refresh_from_db()
    return city_site


@transaction.atomic
def city_retire(*, region: str, by: User | None = None, link: str = "") -> CitySite:
    """Close a city's site: its content is kept, its addresses lead to `link`, or else to the national
    directory, and `city_provision` opens it again. A site that is not open is left as it is.

    Args:
        link: where the city's site is from now on.
    Raises:
        ValidationError: the city has no site here.
    """
    city_site = CitySite.objects.select_for_update(of=("self",)).filter(region=region).first()
    if city_site is None or city_site.site_id is None:
        raise ValidationError(_("%(code)s has no site here."), params={"code": region})
    if city_site.state == PresenceState.HOSTED:
        city_site.state, city_site.link = PresenceState.RETIRED, link
        city_site.full_clean(validate_unique=False, validate_constraints=False)
        city_site.save(update_fields=["state", "link"])
        presence_note(region=region, city_site=city_site)
        audit(actor=by, act="city_retire", subject=city_site, region=region, link=link)
    return city_site


def city_link(*, region: str, link: str, by: User | None = None, is_demo: bool = False) -> CitySite:
    """Show a city's own site elsewhere in the directory; a city with a site here is left as it is.

    Raises:
        ValidationError: the code is not one of a city, or the address is none.
    """
    city = _city(region)
    CitySite._meta.get_field("link").run_validators(link)
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
            city_site.link, created = link, True
            city_site.save(update_fields=["link"])
        if created:
            presence_note(region=region, city_site=city_site)
            audit(actor=by, act="city_link", subject=city_site, region=region, link=link)
    return city_site


@transaction.atomic
def city_unlink(*, region: str, by: User | None = None) -> None:
    """Take a city's link away: it has no site yet. A city with a site here is left as it is."""
    linked = CitySite.objects.select_for_update().filter(region=region, state=PresenceState.LINKED).first()
    if linked:
        audit(actor=by, act="city_unlink", subject=linked, region=region, link=linked.link)
        linked.delete()
        presence_note(region=region, city_site=None)


def _city(code: str) -> regions.Region:
    city = regions.region(code)
    if city is None or not regions.is_city(code):
        raise ValidationError(_("%(code)s is not the code of a city."), params={"code": code})
    return city


def _home_page(city: regions.Region, slug: str) -> CityHomePage:
    home: CityHomePage | None = CityHomePage.objects.filter(region=city.code).first()
    if home is None:
        home = _province_folder(city).add_child(
            instance=CityHomePage(
                title=f"{city.short_name}公共就业",
                slug=slug,
                region=city.code,
                introduction=f"{city.name}公共就业服务机构核验的岗位，求职不收任何费用。",
                sections=[*DEFAULT_SECTIONS],
            )
        )
    elif not home.sections:
        home.sections = [*DEFAULT_SECTIONS]
        home.save()
    starter_pages_ensure(home=home, city=city)
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
        province_group_ensure(folder)
    return folder


def _wagtail_site(home: CityHomePage, host: str, name: str) -> Site:
    site, _created = Site.objects.get_or_create(
        root_page=home,
        is_default_site=False,
        defaults={"hostname": host, "port": settings.PORTAL_PORT, "site_name": name},
    )
    if (site.hostname, site.port) != (host, settings.PORTAL_PORT):
        site.hostname, site.port = host, settings.PORTAL_PORT
        site.save(update_fields=["hostname", "port"])
    return site
