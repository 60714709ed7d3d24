"""Files of a release: added by one, approved by another, out with it; replaced by files of later releases."""

from __future__ import annotations

import hashlib
from typing import BinaryIO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from stats_publishing.models import Release, ReleaseFile
from stats_publishing.release_uploads import clean_file
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.releases import open_for_contents


def release_file_add(
    *,
    release: Release,
    file: BinaryIO,
    name: str,
    title_zh: str,
    title_en: str,
    by: User,
    replaces: ReleaseFile | None = None,
) -> ReleaseFile:
    """Put a file into a release; nobody sees it before somebody else approves it and the release is out.

    Args:
        replaces: the file of the corrected release that this one takes the place of.
    Raises:
        NotPossible: the release's time has come, or what it replaces cannot be replaced.
        ValidationError: the file cannot be published (`clean_file`).
    """
    clean = clean_file(file, name)
    with transaction.atomic():
        locked = open_for_contents(release)
        if replaces and not replaceable(locked).filter(pk=replaces.pk).exists():
            raise NotPossible(_("Only a file of the release that is corrected can be replaced, once."))
        kept = ReleaseFile(
            release=locked, title_zh=title_zh, title_en=title_en, name=clean.name, kind=clean.kind,
            size=len(clean.content), checksum=hashlib.sha256(clean.content).hexdigest(), replaces=replaces,
            uploaded_by=by, uploaded_at=timezone.now(),
        )  # fmt: skip
        kept.file.save(f"{uuid4()}.{clean.kind}", ContentFile(clean.content), save=False)
        try:
            with transaction.atomic():
                kept.save()
                audit(
                    actor=by, act="release_file_add", subject=locked, region=locked.region, file=kept.pk,
                    name=kept.name, checksum=kept.checksum,
                )  # fmt: skip
        except BaseException:
            kept.file.delete(save=False)
            raise
    return kept


def replaceable(release: Release) -> QuerySet[ReleaseFile]:
    """What a file of this release may replace: those of the corrected release that nothing replaces yet."""
    return ReleaseFile.objects.released().filter(release=release.corrects_id, replaced_by=None)


@transaction.atomic
def release_file_approve(*, release: Release, file: ReleaseFile, by: User) -> None:
    """Approve a file before the release; doing it again changes nothing.

    Raises:
        NotPossible: the person added it, or the release's time has come.
    """
    locked = open_for_contents(release)
    kept = locked.files.select_for_update().get(pk=file.pk)
    if kept.approved_at:
        return
    if kept.uploaded_by_id == by.pk:
        raise NotPossible(_("You added this file: somebody else approves it."))
    kept.approved_by, kept.approved_at = by, timezone.now()
    kept.save(update_fields=["approved_by", "approved_at"])
    audit(actor=by, act="release_file_approve", subject=locked, region=locked.region, file=kept.pk)


@transaction.atomic
def release_file_take_out(*, release: Release, file: ReleaseFile, by: User) -> None:
    """Take a file out of a release that has not come out; it is gone then.

    Raises:
        NotPossible: the release's time has come.
    """
    locked = open_for_contents(release)
    kept = locked.files.filter(pk=file.pk).first()
    if kept:
        kept.remove()
        audit(actor=by, act="release_file_take_out", subject=locked, region=locked.region, name=kept.name)
