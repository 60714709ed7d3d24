"""Corrections of bulletins: what was public stays readable at an address of its own, with the reason."""

from __future__ import annotations

from typing import Final

from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image

from city_sites.models import BulletinPage, BulletinVersion
from city_sites.services.shown_files import files_of

SAID: Final = ("title", "kind", "date", "summary", "body", "attachments")
"""What readers take from a bulletin: a change of it is a correction."""


def said(page: BulletinPage) -> dict[str, str]:
    """What a bulletin says, comparable."""
    return {name: str(page._meta.get_field(name).value_to_string(page)) for name in SAID}


def is_corrected(before: BulletinPage, after: BulletinPage) -> bool:
    """Whether a public bulletin would say something else."""
    return before.live and said(before) != said(after)


def version_keep(*, page: BulletinPage) -> BulletinVersion | None:
    """Keep what a public bulletin says, just before it is saved with something else. Call it inside the
    transaction of that; None where nothing changes for readers."""
    before = BulletinPage.objects.select_for_update(of=("self",)).filter(pk=page.pk).first()
    if before is None or not page.live or not is_corrected(before, page):
        return None
    return BulletinVersion.objects.create(
        page=before,
        number=before.versions.count() + 1,
        content=before.serializable_data(),
        documents=files_of(before, Document),
        images=files_of(before, Image),
        published_at=before.last_published_at or before.first_published_at,
        replaced_at=timezone.now(),
        reason=page.correction,
    )


def version_shown(version: BulletinVersion) -> BulletinPage:
    """The bulletin as it was; what it linked to and has been deleted since is left out."""
    page: BulletinPage | None = BulletinPage.from_serializable_data(version.content, check_fks=False)
    assert page is not None
    return page
