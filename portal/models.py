"""The national site's own pages."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import Page

from city_sites.models import CityHomePage
from city_sites.models.preview import HeadlessPreviewMixin


class NationalHomePage(HeadlessPreviewMixin, Page):
    """First page of 中国劳动力市场."""

    introduction = models.CharField(_("introduction"), max_length=200, blank=True)

    subpage_types = CityHomePage.subpage_types
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    template = "portal/home_page.html"
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    api_fields = [APIField("introduction")]

    class Meta:
        verbose_name = _("national home page")
        verbose_name_plural = _("national home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.services import national_home_context

        return super().get_context(request, *args, **kwargs) | national_home_context()
