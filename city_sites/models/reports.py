"""Statistical reports: pages of a release, which come out with it at its second."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from city_sites.checked_form import CheckedPageForm, checked
from city_sites.models.base import ListingPage, RegionalPage, region_of_page
from city_sites.report_blocks import KeyFigureBlock, ReportBody
from stats_publishing.analysis_shown import analyses_of
from stats_publishing.enums import ReleaseState
from stats_publishing.models import Release
from stats_publishing.quoting import Reader, references_in

PLAIN_TEXT = ["bold", "ol", "ul", "link"]
"""No pictures and no documents: what a report shows comes out by the rule of its release."""


class ReportIndexPage(ListingPage):
    """Statistical reports of a city, the newest first; on the national site those of the whole country."""

    entry_order = ("-pk",)
    subpage_types = ["city_sites.ReportPage"]

    class Meta:
        verbose_name = _("list of reports")
        verbose_name_plural = _("lists of reports")

    def entries(self) -> QuerySet[Any]:
        """Those whose release is out."""
        return super().entries().filter(release__in=Release.objects.out()).select_related("release")


class ReportPageForm(CheckedPageForm):
    """Offers the releases of the region that the page is of, the newest first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "release" in self.fields:
            rows = Release.objects.exclude(state=ReleaseState.CANCELLED)
            own = rows.filter(region=region_of_page(self.parent_page))
            self.fields["release"].queryset = own.order_by("-release_at", "-pk")


class ReportPage(RegionalPage):
    """A report: a headline, key figures, then text, charts and tables, all of them references to figures."""

    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, related_name="+", verbose_name=_("release")
    )
    headline = models.CharField(
        _("headline sentence"), max_length=300,
        help_text=_("Write figures as {{dataset|row|measure}}: they are filled in and follow corrections."),
    )  # fmt: skip
    key_figures = StreamField(
        [("figure", KeyFigureBlock())], blank=True, max_num=4, verbose_name=_("key figures")
    )
    body = StreamField(ReportBody(), blank=True, verbose_name=_("text, charts and tables"))
    methods = RichTextField(_("methods and revisions"), features=PLAIN_TEXT, blank=True)
    quality = RichTextField(_("quality statement"), features=PLAIN_TEXT)
    contact = models.CharField(_("contact"), max_length=200)

    base_form_class = ReportPageForm
    subpage_types: list[str] = []
    parent_page_types = ["city_sites.ReportIndexPage"]
    content_panels = checked(
        [
            *Page.content_panels,
            FieldPanel("release"),
            FieldPanel("headline"),
            FieldPanel("key_figures"),
            FieldPanel("body"),
            MultiFieldPanel([FieldPanel("methods"), FieldPanel("quality"), FieldPanel("contact")], _("foot")),
        ]
    )
    api_fields = [
        APIField("region"),
        APIField("release_id"),
        APIField("headline"),
        APIField("analysis"),
        APIField("key_figures"),
        APIField("body"),
        APIField("methods"),
        APIField("quality"),
        APIField("contact"),
    ]

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def clean(self) -> None:
        super().clean()
        if not self.release_id:
            return
        if self.region and self.release.region != self.region:
            raise ValidationError({"release": _("The release is of another region than the page.")})
        if missing := list(self.unknown_figures()):
            words = gettext("There are no such figures: %(names)s") % {"names": "; ".join(missing)}
            raise ValidationError({"headline": words})

    def unknown_figures(self) -> list[str]:
        """References in texts that lead to no figure, as they are written."""
        reader = Reader(self.release, is_preview=True)
        texts = [self.headline, *(block.value["text"] for block in self.body if block.block_type == "text")]
        return [
            f"{one.dataset}|{'~'.join(one.key)}|{one.measure}"
            for text in texts
            for one in references_in(text)
            if reader.quoted(one) is None
        ]

    @property
    def analysis(self) -> dict[str, str]:
        """For headless clients: the text of the analysis by language ("zh", "en"), {} where there is none."""
        return analyses_of(Reader(self.release))

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """As if it were not there before its release."""
        if not self.release.is_out():
            raise Http404
        return super().route(request, path_components)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = super().get_sitemap_urls(request) if self.release.is_out() else []
        return found

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from city_sites.services.reports import report_context

        preview = bool(getattr(request, "is_preview", False))
        return super().get_context(request, *args, **kwargs) | report_context(report=self, is_preview=preview)
