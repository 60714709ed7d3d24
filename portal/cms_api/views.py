"""Pages, images, documents and redirects of one site, and of no other."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from rest_framework.renderers import JSONRenderer
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.contrib.redirects.api import RedirectsAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Page, Site

from city_sites.services.shown_files import public_pages, shown_files
from portal.cms_api.serializers import (
    HeadlessDocumentSerializer,
    HeadlessImageSerializer,
    HeadlessPageSerializer,
)


class _Open:
    """Everybody reads the same: nobody is signed in here, and answers are JSON only."""

    authentication_classes: list[type] = []
    permission_classes: list[type] = []
    renderer_classes = [JSONRenderer]
    request: Any

    def root(self) -> Page:
        """First page of the site that is asked about; the gate has found it."""
        return Site.find_for_request(self.request).root_page


class Pages(_Open, PagesAPIViewSet):
    base_serializer_class = HeadlessPageSerializer
    meta_fields = [
        *(name for name in PagesAPIViewSet.meta_fields if name not in ("alias_of", "locale")),
        "last_published_at",
    ]
    listing_default_fields = [*PagesAPIViewSet.listing_default_fields, "last_published_at"]
    detail_only_fields = ["parent", "relations", "employers"]

    @classmethod
    def get_detail_default_fields(cls, model: type[Page]) -> list[str]:
        return cls.get_available_fields(model)

    def get_base_queryset(self) -> QuerySet[Page]:
        return public_pages(self.root())


class Images(_Open, ImagesAPIViewSet):
    base_serializer_class = HeadlessImageSerializer
    body_fields = [*ImagesAPIViewSet.body_fields, "description", "renditions"]
    detail_only_fields: list[str] = []

    def get_queryset(self) -> QuerySet[Any]:
        return shown_files(self.model, self.root()).order_by("pk")


class Documents(_Open, DocumentsAPIViewSet):
    base_serializer_class = HeadlessDocumentSerializer
    body_fields = [*DocumentsAPIViewSet.body_fields, "file_size"]

    def get_queryset(self) -> QuerySet[Any]:
        return shown_files(self.model, self.root()).order_by("pk")


class Redirects(_Open, RedirectsAPIViewSet):
    """Those of the site, and those that hold on all sites."""

    body_fields = [*BaseAPIViewSet.body_fields, "old_path", "location", "is_permanent"]

    def get_queryset(self) -> QuerySet[Any]:
        site = Site.find_for_request(self.request)
        own = self.model.objects.filter(Q(site=site) | Q(site=None))
        return own.select_related("redirect_page").order_by("old_path", "pk")
