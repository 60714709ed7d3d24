"""Policy documents (政策文件): number, dates, status, and what they are to each other."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from city_sites.api_fields import RelationsField
from city_sites.checked_form import checked
from city_sites.enums import PolicyRelation, PolicyStatus
from city_sites.filters import PolicyFilter
from city_sites.models.base import RICH_TEXT, AttachedPage, ListingPage


class PolicyIndexPage(ListingPage):
    """Policy documents, the last issued first."""

    entry_order = ("-issued_on", "-pk")
    filter_form = PolicyFilter
    feed_kind = "policies"
    subpage_types = ["city_sites.PolicyPage"]

    class Meta:
        verbose_name = _("policy list")
        verbose_name_plural = _("policy lists")


class PolicyPage(AttachedPage):
    """A policy document with its number (文号) and the body that issued it."""

    number = models.CharField(
        _("document number"), max_length=60, blank=True, help_text=_("Such as 人社部发〔2024〕12号")
    )
    issuer = models.CharField(_("issued by"), max_length=120)
    issued_on = models.DateField(_("issued on"))
    effective_on = models.DateField(_("in force from"), help_text=_("The day of issue where it says nothing"))
    repealed_on = models.DateField(
        _("repealed from"), null=True, blank=True, help_text=_("First day on which it holds no longer")
    )
    body = RichTextField(_("text"), features=RICH_TEXT)

    subpage_types: list[str] = []
    parent_page_types = ["city_sites.PolicyIndexPage"]
    content_panels = checked(
        [
            *Page.content_panels,
            MultiFieldPanel([FieldPanel("number"), FieldPanel("issuer")], _("document")),
            MultiFieldPanel(
                [FieldPanel("issued_on"), FieldPanel("effective_on"), FieldPanel("repealed_on")], _("dates")
            ),
            FieldPanel("summary"),
            FieldPanel("body"),
            InlinePanel("relations", heading=_("other documents"), label=_("document")),
            FieldPanel("attachments"),
        ]
    )
    api_fields = [
        *AttachedPage.api_fields,
        APIField("number"),
        APIField("issuer"),
        APIField("issued_on"),
        APIField("effective_on"),
        APIField("repealed_on"),
        APIField("status"),
        APIField("body"),
        APIField("relations", serializer=RelationsField()),
    ]

    class Meta:
        verbose_name = _("policy document")
        verbose_name_plural = _("policy documents")

    @property
    def status(self) -> PolicyStatus:
        """Whether it holds today."""
        return policy_status(
            effective_on=self.effective_on, repealed_on=self.repealed_on, on=timezone.localdate()
        )

    def clean(self) -> None:
        super().clean()
        if self.issued_on and not self.effective_on:
            self.effective_on = self.issued_on
        if self.repealed_on and self.effective_on and self.repealed_on < self.effective_on:
            raise ValidationError({"repealed_on": _("It cannot be repealed before it is in force.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from city_sites.services.listings import policy_relations

        return super().get_context(request, *args, **kwargs) | {"related": policy_relations(policy=self)}


class PolicyLink(Orderable):
    """What a policy document is to another one; read backwards on that one's page."""

    page = ParentalKey(PolicyPage, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("relation"), max_length=16, choices=PolicyRelation)
    other = models.ForeignKey(
        PolicyPage, on_delete=models.CASCADE, related_name="relations_back", verbose_name=_("document")
    )

    panels = [FieldPanel("kind"), FieldPanel("other")]

    class Meta(Orderable.Meta):
        verbose_name = _("relation of policy documents")
        verbose_name_plural = _("relations of policy documents")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.other}"


def policy_status(*, effective_on: dt.date, repealed_on: dt.date | None, on: dt.date) -> PolicyStatus:
    """The status on a day: from `repealed_on` it is repealed, from `effective_on` until then in force."""
    if repealed_on is not None and repealed_on <= on:
        return PolicyStatus.REPEALED
    return PolicyStatus.IN_FORCE if effective_on <= on else PolicyStatus.COMING


def has_status(status: PolicyStatus, *, on: dt.date) -> Q:
    """The filter that keeps the documents of which `policy_status` says `status`."""
    repealed = Q(repealed_on__lte=on)
    if status == PolicyStatus.REPEALED:
        return repealed
    begun = {"effective_on__lte": on} if status == PolicyStatus.IN_FORCE else {"effective_on__gt": on}
    return ~repealed & Q(**begun)
