"""Service guides (办事指南): what a person brings, does, pays and waits for."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from city_sites.blocks import MaterialBlock, StepBlock
from city_sites.checked_form import checked
from city_sites.enums import ServiceKind
from city_sites.filters import GuideFilter
from city_sites.models.base import AttachedPage, ListingPage


class GuideIndexPage(ListingPage):
    """Service guides by kind of service."""

    entry_order = ("kind", "title", "pk")
    filter_form = GuideFilter
    subpage_types = ["city_sites.GuidePage"]

    class Meta:
        verbose_name = _("list of service guides")
        verbose_name_plural = _("lists of service guides")


class GuidePage(AttachedPage):
    """How to get one service: conditions, materials, steps, time limit, fee, outlets that offer it."""

    kind = models.CharField(_("kind of service"), max_length=16, choices=ServiceKind)
    conditions = RichTextField(_("who may apply"), features=["bold", "ol", "ul", "link"])
    materials = StreamField([("material", MaterialBlock())], blank=True, verbose_name=_("what to bring"))
    steps = StreamField([("step", StepBlock())], blank=True, verbose_name=_("steps"))
    time_limit = models.CharField(
        _("time limit"), max_length=80, help_text=_("Such as: done at once, or 5 working days")
    )
    fee = models.CharField(_("fee"), max_length=80, help_text=_("Such as: free of charge"))

    subpage_types: list[str] = []
    parent_page_types = ["city_sites.GuideIndexPage"]
    content_panels = checked(
        [
            *Page.content_panels,
            FieldPanel("kind"),
            FieldPanel("summary"),
            FieldPanel("conditions"),
            FieldPanel("materials"),
            FieldPanel("steps"),
            FieldPanel("time_limit"),
            FieldPanel("fee"),
            FieldPanel("attachments"),
        ]
    )
    api_fields = [
        *AttachedPage.api_fields,
        APIField("kind"),
        APIField("conditions"),
        APIField("materials"),
        APIField("steps"),
        APIField("time_limit"),
        APIField("fee"),
    ]

    class Meta:
        verbose_name = _("service guide")
        verbose_name_plural = _("service guides")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from city_sites.services.outlets import outlets_offering

        outlets = outlets_offering(kind=ServiceKind(self.kind), region=self.region)
        return super().get_context(request, *args, **kwargs) | {"outlets": outlets}
