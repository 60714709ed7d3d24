"""What search engines are told: pages of the site asked for; on the national one every public vacancy too."""

from __future__ import annotations

import datetime as dt

from django.contrib.sitemaps import Sitemap as DjangoSitemap
from django.contrib.sitemaps import views
from django.contrib.sitemaps.views import SitemapIndexItem
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as PageSitemap

from accounts.practice import InPractice
from city_sites.enums import PresenceState
from city_sites.models import CitySite
from city_sites.services import city_site_of
from city_sites.slugs import province_slugs
from jobs.models import Vacancy
from jobs.querysets import VacancyQuerySet
from portal.addresses import national_root
from standards.regions import group_of


class VacancySitemap(DjangoSitemap[Vacancy]):
    """Public vacancies; their canonical addresses are on the national site."""

    limit = 5000

    def items(self) -> VacancyQuerySet:
        return Vacancy.objects.public().only("pk", "updated_at").order_by("pk")

    def lastmod(self, item: Vacancy) -> dt.datetime:
        return item.updated_at


class NationSitemap(DjangoSitemap[str]):
    """Pages of the national site that are no pages of the CMS."""

    def items(self) -> list[str]:
        provinces = [f"/provinces/{slug}/" for code, slug in province_slugs().items() if group_of(code)]
        return ["/cities/", "/cities/coverage/", "/market/", *provinces]

    def location(self, item: str) -> str:
        return item


def _sections(request: HttpRequest) -> dict[str, object]:
    pages = {"pages": PageSitemap(request)}
    return pages if city_site_of(request) else pages | {"nation": NationSitemap, "vacancies": VacancySitemap}


def index(request: HttpRequest) -> HttpResponse:
    """The sections of the site; on the national one the sitemaps of all open city sites too."""
    answer: TemplateResponse = views.index(
        request,
        _sections(request),  # type: ignore[arg-type]
        sitemap_url_name="sitemap_section",
    )
    if city_site_of(request) is None and answer.context_data is not None:
        hosted = (
            CitySite.objects.filter(~Q(InPractice("region")), state=PresenceState.HOSTED)
            .select_related("site")
            .order_by("region")
        )
        path = reverse("sitemap_section", args=["pages"])
        answer.context_data["sitemaps"] += [
            SitemapIndexItem(location=f"{one.address_root}{path}") for one in hosted
        ]
    return answer


def section(request: HttpRequest, section: str) -> HttpResponse:
    return views.sitemap(request, _sections(request), section=section)  # type: ignore[arg-type]


def robots(request: HttpRequest) -> HttpResponse:
    """Search pages are endless and are left out; vacancies and pages are found by the sitemap."""
    root = request.build_absolute_uri("/").rstrip("/") if city_site_of(request) else national_root()
    lines = [
        "User-agent: *",
        "Disallow: /cms/",
        "Disallow: /workspace/",
        "Disallow: /embed/",
        "Disallow: /vacancies/?",
        f"Sitemap: {root}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
