"""What the kinds of pages of a site share."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page

from accounts.enums import NATION
from city_sites.blocks import AttachmentBlock
from city_sites.checked_form import CheckedPageForm
from city_sites.filters import ListingFilter
from city_sites.models.preview import HeadlessPreviewMixin

RICH_TEXT = ["h2", "h3", "bold", "ol", "ul", "hr", "link", "document-link", "image"]
SITE_HOMES = ["city_sites.CityHomePage", "portal.NationalHomePage"]
"""First pages of sites, which the lists and the plain pages of a site stand below."""


class RegionalPage(HeadlessPreviewMixin, Page):
    """A page that is of a city or of the nation: the region follows from the site that it stands on."""

    region = models.CharField(
        _("region"), max_length=6, db_index=True, editable=False, help_text=_("000000 for the country")
    )

    base_form_class = CheckedPageForm

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._take_region()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """Wagtail cleans drafts by this alone."""
        self._take_region()
        super().minimal_clean()

    def _take_region(self) -> None:
        parent = self.get_parent() if self.path else None
        if parent is not None:
            self.region = region_of_page(parent)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """A page that is made public without the CMS has a time at which it became so, too."""
        if self._state.adding and self.live and self.first_published_at is None:  # type: ignore[has-type]
            self.first_published_at = self.last_published_at = timezone.now()
        return super().save(*args, **kwargs)


class AttachedPage(RegionalPage):
    """A regional page with a summary and with documents of the site's own collection to download."""

    summary = models.CharField(_("summary"), max_length=200, blank=True)
    attachments = StreamField(
        [("document", AttachmentBlock())], blank=True, verbose_name=_("documents to download")
    )

    api_fields = [APIField("region"), APIField("summary"), APIField("attachments")]

    class Meta:
        abstract = True


class ListingPage(HeadlessPreviewMixin, Page):
    """A list of pages of one kind: a city's own; on the national site those of the whole country."""

    introduction = models.CharField(_("introduction"), max_length=200, blank=True)

    entry_order: ClassVar[tuple[str, ...]] = ("-date", "-pk")
    filter_form: ClassVar[type[ListingFilter]] = ListingFilter
    feed_kind: ClassVar[str] = ""
    """Name of its RSS and Atom in addresses, "" where it has none."""

    parent_page_types = SITE_HOMES
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    api_fields = [APIField("introduction")]

    class Meta:
        abstract = True

    def entries(self) -> QuerySet[Any]:
        """The public pages of the list in its order; the nation lists no site that is retired."""
        from city_sites.services.listings import shown_in_the_nation

        model = self.allowed_subpage_models()[0]
        if region_of_page(self) == NATION:
            return shown_in_the_nation(model).order_by(*self.entry_order)
        return model.objects.live().child_of(self).order_by(*self.entry_order)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from city_sites.services.listings import listing_context

        return super().get_context(request, *args, **kwargs) | listing_context(index=self, request=request)


def region_of_page(page: Page) -> str:
    """Region code of the city whose site the page is on; 000000 on the national site."""
    from city_sites.models.home import CityHomePage

    home = CityHomePage.objects.ancestor_of(page, inclusive=True).first()
    return home.region if home else NATION
