"""First pages of city sites, and the folders of provinces that hold them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from city_sites.blocks import HomeSections
from city_sites.checked_form import CheckedPageForm, checked
from city_sites.models.base import RICH_TEXT
from city_sites.models.preview import HeadlessPreviewMixin


class ProvinceFolderPage(Page):
    """Holds the city sites of one province; it is on no site itself and is never shown."""

    region = models.CharField(_("region"), max_length=6, unique=True)

    subpage_types = ["city_sites.CityHomePage"]
    parent_page_types = ["wagtailcore.Page"]
    promote_panels: list[Any] = []

    class Meta:
        verbose_name = _("province folder")
        verbose_name_plural = _("province folders")


class CityHomePage(HeadlessPreviewMixin, Page):
    """First page of a city's site: the city's own voice over the shared parts."""

    region = models.CharField(_("region"), max_length=6, unique=True)
    introduction = models.CharField(_("introduction"), max_length=200, blank=True)
    notice = RichTextField(_("notice"), features=RICH_TEXT, blank=True)
    sections = StreamField(HomeSections(), blank=True, verbose_name=_("sections"))

    subpage_types = [
        "city_sites.BulletinIndexPage",
        "city_sites.NewsIndexPage",
        "city_sites.PolicyIndexPage",
        "city_sites.GuideIndexPage",
        "city_sites.CourseIndexPage",
        "city_sites.FairIndexPage",
        "city_sites.ReportIndexPage",
        "city_sites.FaqPage",
        "city_sites.PlainPage",
    ]
    parent_page_types = ["city_sites.ProvinceFolderPage"]
    base_form_class = CheckedPageForm
    content_panels = checked(
        [
            *Page.content_panels,
            FieldPanel("introduction"),
            FieldPanel("notice"),
            FieldPanel("sections"),
        ]
    )
    api_fields = [
        APIField("region"),
        APIField("introduction"),
        APIField("notice"),
        APIField("sections"),
    ]

    class Meta:
        verbose_name = _("city home page")
        verbose_name_plural = _("city home pages")

    @cached_property
    def lists(self) -> list[Page]:
        """The public pages right below, which the sections lead to."""
        return list(self.get_children().live())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from city_sites.services.home import bands

        return super().get_context(request, *args, **kwargs) | {"bands": bands(self.sections)}
