"""Running text: bulletins, news, questions and answers, plain pages."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from city_sites.blocks import QuestionGroupBlock
from city_sites.checked_form import BulletinForm, CheckedPageForm, checked
from city_sites.enums import BulletinKind
from city_sites.figure_blocks import BulletinFigures, regions_fill, rows_check
from city_sites.filters import BulletinFilter
from city_sites.models.base import RICH_TEXT, SITE_HOMES, AttachedPage, ListingPage
from city_sites.models.preview import HeadlessPreviewMixin


class BulletinIndexPage(ListingPage):
    """Bulletins of a city, newest first; on the national site, those of all cities and the nation's own."""

    filter_form = BulletinFilter
    feed_kind = "bulletins"
    subpage_types = ["city_sites.BulletinPage"]

    class Meta:
        verbose_name = _("bulletin list")
        verbose_name_plural = _("bulletin lists")


class BulletinPage(AttachedPage):
    """A market bulletin: an announcement (市场公告) or news of supply and demand (供求信息)."""

    date = models.DateField(_("date"), default=timezone.localdate)
    kind = models.CharField(_("kind"), max_length=16, choices=BulletinKind, default=BulletinKind.ANNOUNCEMENT)
    body = RichTextField(_("text"), features=RICH_TEXT)
    figures = StreamField(
        BulletinFigures(),
        blank=True,
        verbose_name=_("figures"),
        help_text=_("From published statistics: they follow corrections by themselves."),
    )
    correction = models.CharField(
        _("reason of the correction"),
        max_length=300,
        blank=True,
        help_text=_(
            "Needed when a public bulletin is changed: readers see it, and the version before stays."
        ),
    )

    base_form_class = BulletinForm
    subpage_types: list[str] = []
    parent_page_types = ["city_sites.BulletinIndexPage"]
    content_panels = checked(
        [
            *Page.content_panels,
            FieldPanel("correction"),
            FieldPanel("kind"),
            FieldPanel("date"),
            FieldPanel("summary"),
            FieldPanel("body"),
            FieldPanel("figures"),
            FieldPanel("attachments"),
        ]
    )
    api_fields = [
        *AttachedPage.api_fields,
        APIField("date"),
        APIField("kind"),
        APIField("body"),
        APIField("figures"),
        APIField("corrections"),
    ]

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        super().full_clean(*args, **kwargs)
        regions_fill(self.figures, self.region)
        if told := rows_check(self.figures):
            raise ValidationError({"figures": told})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What was public is kept before it is replaced."""
        from city_sites.services.corrections import version_keep

        with transaction.atomic():
            if self.pk and kwargs.get("update_fields") is None:
                version_keep(page=self)
            super().save(*args, **kwargs)

    @property
    def corrections(self) -> list[dict[str, Any]]:
        """Earlier versions, the last first: number, reason, when it was replaced."""
        found = self.versions.order_by("-number")
        return list(found.values("number", "reason", "replaced_at"))

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if self.live and len(path_components) == 2 and path_components[0] == "versions":
            number = path_components[1]
            version = self.versions.filter(number=number).first() if number.isdecimal() else None
            if version is None:
                raise Http404
            return RouteResult(self, kwargs={"version": version})
        found: RouteResult = super().route(request, path_components)
        return found

    def serve(self, request: HttpRequest, version: Any = None, **kwargs: Any) -> HttpResponse:
        """The bulletin, or a version that was replaced."""
        from city_sites.services.corrections import version_shown

        if version is None:
            response: HttpResponse = super().serve(request, **kwargs)
            return response
        shown = version_shown(version)
        context = shown.get_context(request) | {"version": version, "current": self}
        return TemplateResponse(request, self.get_template(request), context)


class NewsIndexPage(ListingPage):
    """News of a city, newest first."""

    feed_kind = "news"
    subpage_types = ["city_sites.NewsPage"]

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")


class NewsPage(AttachedPage):
    """A piece of news; `source` names who wrote it first where that was somebody else."""

    date = models.DateField(_("date"), default=timezone.localdate)
    source = models.CharField(_("source"), max_length=80, blank=True)
    body = RichTextField(_("text"), features=RICH_TEXT)

    subpage_types: list[str] = []
    parent_page_types = ["city_sites.NewsIndexPage"]
    content_panels = checked(
        [
            *Page.content_panels,
            FieldPanel("date"),
            FieldPanel("source"),
            FieldPanel("summary"),
            FieldPanel("body"),
            FieldPanel("attachments"),
        ]
    )
    api_fields = [*AttachedPage.api_fields, APIField("date"), APIField("source"), APIField("body")]

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")


class FaqPage(HeadlessPreviewMixin, Page):
    """Questions that people ask again and again, in groups."""

    base_form_class = CheckedPageForm

    introduction = models.CharField(_("introduction"), max_length=200, blank=True)
    groups = StreamField([("group", QuestionGroupBlock())], verbose_name=_("questions"), blank=True)

    subpage_types: list[str] = []
    parent_page_types = SITE_HOMES
    content_panels = checked([*Page.content_panels, FieldPanel("introduction"), FieldPanel("groups")])
    api_fields = [APIField("introduction"), APIField("groups")]

    class Meta:
        verbose_name = _("questions and answers")
        verbose_name_plural = _("questions and answers")


class PlainPage(HeadlessPreviewMixin, Page):
    """A page of running text: about us, accessibility, how to send a feed."""

    base_form_class = CheckedPageForm

    body = RichTextField(_("text"), features=RICH_TEXT)

    subpage_types: list[str] = []
    parent_page_types = SITE_HOMES
    content_panels = checked([*Page.content_panels, FieldPanel("body")])
    api_fields = [APIField("body")]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")
