"""Job fairs (招聘会) and the employers that come to them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from city_sites.api_fields import FairEmployersField
from city_sites.checked_form import checked
from city_sites.enums import FairMode
from city_sites.filters import FairFilter
from city_sites.models.base import RICH_TEXT, AttachedPage, ListingPage
from jobs.models import Employer


class FairIndexPage(ListingPage):
    """Job fairs: by default those to come, the next one first."""

    entry_order = ("starts_at", "pk")
    filter_form = FairFilter
    feed_kind = "fairs"
    subpage_types = ["city_sites.FairPage"]

    class Meta:
        verbose_name = _("list of job fairs")
        verbose_name_plural = _("lists of job fairs")


class FairPage(AttachedPage):
    """A job fair: when, where or at which address online, with which employers at which booths."""

    mode = models.CharField(_("on site or online"), max_length=8, choices=FairMode, default=FairMode.ON_SITE)
    starts_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("address online"), max_length=300, blank=True)
    organiser = models.CharField(_("organiser"), max_length=120)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    booths = models.PositiveSmallIntegerField(_("booths"), null=True, blank=True)
    body = RichTextField(_("text"), features=RICH_TEXT, blank=True)

    subpage_types: list[str] = []
    parent_page_types = ["city_sites.FairIndexPage"]
    content_panels = checked(
        [
            *Page.content_panels,
            MultiFieldPanel([FieldPanel("mode"), FieldPanel("starts_at"), FieldPanel("ends_at")], _("time")),
            MultiFieldPanel([FieldPanel("place"), FieldPanel("link"), FieldPanel("booths")], _("place")),
            MultiFieldPanel([FieldPanel("organiser"), FieldPanel("telephone")], _("organiser")),
            FieldPanel("summary"),
            FieldPanel("body"),
            InlinePanel("employers", heading=_("employers"), label=_("employer")),
            FieldPanel("attachments"),
        ]
    )
    api_fields = [
        *AttachedPage.api_fields,
        *map(
            APIField,
            ("mode", "starts_at", "ends_at", "place", "link", "organiser", "telephone", "booths", "body"),
        ),
        APIField("employers", serializer=FairEmployersField()),
    ]

    class Meta:
        verbose_name = _("job fair")
        verbose_name_plural = _("job fairs")

    def clean(self) -> None:
        super().clean()
        wrong: dict[str, Any] = {}
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            wrong["ends_at"] = _("A fair ends after it begins.")
        if self.mode != FairMode.ONLINE and not self.place:
            wrong["place"] = _("Say where people come to.")
        if self.mode != FairMode.ON_SITE and not self.link:
            wrong["link"] = _("Say where it is online.")
        if wrong:
            raise ValidationError(wrong)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from city_sites.services.fairs import fair_context

        return super().get_context(request, *args, **kwargs) | fair_context(fair=self)


class FairEmployer(Orderable):
    """An employer that comes to a fair, and its booth there."""

    page = ParentalKey(FairPage, on_delete=models.CASCADE, related_name="employers")
    employer = models.ForeignKey(
        Employer, on_delete=models.CASCADE, related_name="+", verbose_name=_("employer")
    )
    booth = models.CharField(_("booth"), max_length=20, blank=True)

    panels = [FieldPanel("employer"), FieldPanel("booth")]

    class Meta(Orderable.Meta):
        verbose_name = _("employer at a fair")
        verbose_name_plural = _("employers at fairs")

    def __str__(self) -> str:
        return f"{self.employer} {self.booth}".strip()
