"""Pages of a city's site. Those that the national site needs as well can stand there too."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.models import Page

from accounts.enums import NATION

BULLETINS_A_PAGE = 20
RICH_TEXT = ["h2", "h3", "bold", "ol", "ul", "hr", "link", "document-link", "image"]


class ProvinceFolderPage(Page):
    """Holds the city sites of one province; it is on no site itself and is never shown."""

    region = models.CharField(_("region"), max_length=6, unique=True)

    subpage_types = ["city_sites.CityHomePage"]
    parent_page_types = ["wagtailcore.Page"]
    promote_panels: list[Any] = []

    class Meta:
        verbose_name = _("province folder")
        verbose_name_plural = _("province folders")


class CityHomePage(Page):
    """First page of a city's site: the city's own voice over the shared parts."""

    region = models.CharField(_("region"), max_length=6, unique=True)
    introduction = models.CharField(_("introduction"), max_length=200, blank=True)
    notice = RichTextField(_("notice"), features=RICH_TEXT, blank=True)

    subpage_types = ["city_sites.BulletinIndexPage", "city_sites.PlainPage"]
    parent_page_types = ["city_sites.ProvinceFolderPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("notice")]
    api_fields = [APIField("region"), APIField("introduction"), APIField("notice")]

    class Meta:
        verbose_name = _("city home page")
        verbose_name_plural = _("city home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from city_sites.services import city_home_context

        return super().get_context(request, *args, **kwargs) | city_home_context(home=self)


class BulletinIndexPage(Page):
    """Bulletins of a city, newest first; on the national site, those of all cities and the nation's own."""

    introduction = models.CharField(_("introduction"), max_length=200, blank=True)

    subpage_types = ["city_sites.BulletinPage"]
    parent_page_types = ["city_sites.CityHomePage", "portal.NationalHomePage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    api_fields = [APIField("introduction")]

    class Meta:
        verbose_name = _("bulletin list")
        verbose_name_plural = _("bulletin lists")

    def bulletins(self, page_number: str | None) -> PaginatorPage[BulletinPage]:
        bulletins = BulletinPage.objects.live().order_by("-date", "-pk")
        if region_of_page(self) != NATION:
            bulletins = bulletins.child_of(self)
        return Paginator(bulletins, BULLETINS_A_PAGE).get_page(page_number)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | {"bulletins": self.bulletins(request.GET.get("page"))}


class BulletinPage(Page):
    """A market bulletin (市场公告): an announcement of a city or of the nation."""

    region = models.CharField(_("region"), max_length=6, db_index=True, help_text=_("000000 for the country"))
    date = models.DateField(_("date"), default=timezone.localdate)
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    body = RichTextField(_("text"), features=RICH_TEXT)

    subpage_types: list[str] = []
    parent_page_types = ["city_sites.BulletinIndexPage"]
    content_panels = [*Page.content_panels, FieldPanel("date"), FieldPanel("summary"), FieldPanel("body")]
    api_fields = [APIField("region"), APIField("date"), APIField("summary"), APIField("body")]

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        parent = self.get_parent() if self.path else None
        if not self.region and parent is not None:
            self.region = region_of_page(parent)
        super().full_clean(*args, **kwargs)


class PlainPage(Page):
    """A page of running text: about us, accessibility, how to send a feed."""

    body = RichTextField(_("text"), features=RICH_TEXT)

    subpage_types: list[str] = []
    parent_page_types = ["city_sites.CityHomePage", "portal.NationalHomePage"]
    content_panels = [*Page.content_panels, FieldPanel("body")]
    api_fields = [APIField("body")]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")


def region_of_page(page: Page) -> str:
    """Region code of the city whose site the page is on; 000000 on the national site."""
    home = CityHomePage.objects.ancestor_of(page, inclusive=True).first()
    return home.region if home else NATION
