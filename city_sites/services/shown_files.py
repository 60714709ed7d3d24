"""Which images and documents are public: those that a public page refers to."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BigIntegerField,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import Cast
from wagtail.documents.models import Document
from wagtail.models import Page, ReferenceIndex

from accounts.practice import InPractice
from city_sites.enums import PresenceState
from city_sites.models import BulletinVersion, CityHomePage
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
    """Whether an image or a document is public: a page that everybody may read refers to it, on a site that
    is there for everybody, or an earlier version of such a page does."""
    pages = _readable().filter(pk__in=_referring(file))
    return pages.exists() or _readable().filter(pk__in=_versions_with(file)).exists()


def _readable() -> QuerySet[Page]:
    """Pages that everybody may read on some site; none of cities that practise or whose site is closed."""
    closed = Q(sites_rooted_here__city_site__state=PresenceState.RETIRED) | Q(InPractice("region"))
    path = ExpressionWrapper(OuterRef("path"), CharField())
    hidden = CityHomePage.objects.filter(closed).annotate(asked=path)
    pages: QuerySet[Page] = Page.objects.live().public()
    return without_kept_back(pages.filter(~Exists(hidden.filter(asked__startswith=F("path")))))


def _referring(file: Model) -> QuerySet[Any]:
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(type(file)),
        to_object_id=str(file.pk),
    )
    pages: QuerySet[Any] = references.annotate(page=Cast("object_id", BigIntegerField())).values("page")
    return pages


def _versions_with(file: Model) -> QuerySet[Any]:
    field = "documents" if isinstance(file, Document) else "images"
    return BulletinVersion.objects.filter(**{f"{field}__contains": [file.pk]}).values("page")


def files_of(page: Page, model: type[Model]) -> list[int]:
    """Keys of the images or documents that a page refers to as it is saved."""
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=str(page.pk),
        to_content_type=ContentType.objects.get_for_model(model),
    )
    return sorted({int(key) for key in references.values_list("to_object_id", flat=True)})
