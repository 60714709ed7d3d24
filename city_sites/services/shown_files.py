"""Which images and documents are public: those that a public page refers to."""

from __future__ import annotations

from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Model, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex

from city_sites.services.reports import without_kept_back

M = TypeVar("M", bound=Model)


def public_pages(root: Page) -> QuerySet[Page]:
    """Pages of a site that everybody may read, its first page included; no report before its release."""
    pages: QuerySet[Page] = Page.objects.live().public().descendant_of(root, inclusive=True)
    return without_kept_back(pages)


def shown_files(model: type[M], root: Page) -> QuerySet[M]:
    """Images or documents that what is published on a site refers to; not those of drafts and other sites."""
    pages = public_pages(root).annotate(key=Cast("pk", CharField())).values("key")
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=pages,
        to_content_type=ContentType.objects.get_for_model(model),
    )
    shown = references.annotate(file=Cast("to_object_id", BigIntegerField())).values("file")
    found: QuerySet[M] = model._default_manager.filter(pk__in=shown)
    return found


def is_shown(file: Model) -> bool:
    """Whether a page that everybody may read, on any site, refers to an image or a document."""
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(type(file)),
        to_object_id=str(file.pk),
    )
    pages = [int(key) for key in references.values_list("object_id", flat=True).distinct()]
    return bool(pages) and Page.objects.live().public().filter(pk__in=pages).exists()
