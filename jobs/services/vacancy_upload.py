"""Sheets of vacancies: read, shown, and written row by row once a person confirmed them; or taken back.

What is under way is a state of the upload. `upload_work` brings each of them to its end, under the upload's
lock; each step is a transaction, so that it may die anywhere and be called again.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import structlog
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from jobs.enums import UPLOAD_UNDER_WAY, Outcome, UploadState
from jobs.feeds.reasons import RunError, reason_words
from jobs.models import Employer, VacancyUpload
from jobs.services.locks import upload_is_locked, upload_lock
from jobs.services.upload_rows import row_undo, row_write, rows_read, waiting_drafts
from jobs.sheets.reading import MOST_BYTES
from jobs.uploads import is_infected

log = structlog.get_logger(__name__)


class UploadMoved(ValueError):
    """The upload is not in the state that this needs: somebody decided meanwhile."""


def upload_create(*, employer: Employer, file: File[Any], by: User) -> VacancyUpload:
    """Keep an employer's sheet and queue its reading; nothing is made of it yet.

    Raises:
        ValidationError: "file_empty", "file_too_large" or "infected"; nothing is kept.
    """
    content = file.read(MOST_BYTES + 1)
    if not content:
        raise ValidationError(_("The file is empty."), code="file_empty")
    if len(content) > MOST_BYTES:
        raise ValidationError(reason_words("file_too_large"), code="file_too_large")
    if is_infected(content):
        raise ValidationError(_("The file contains malware and was not kept."), code="infected")
    name = (file.name or "").rsplit("/", 1)[-1][-200:]
    upload = VacancyUpload(
        public_id=uuid4(), employer=employer, file_name=name, file_size=len(content), sent_by=by
    )
    upload.file.save(name, ContentFile(content), save=False)
    with transaction.atomic():
        upload.save(force_insert=True)
        audit(
            actor=by, act="upload_create", subject=upload, region=employer.region, employer=employer.pk,
            bytes=len(content),
        )  # fmt: skip
        _work_later(upload)
    return upload


@transaction.atomic
def upload_confirm(*, upload: VacancyUpload, publishes: bool, by: User) -> VacancyUpload:
    """Have the rows written that were read and shown.

    Args:
        publishes: new vacancies that may be public become it at once; those of an employer that is not
            verified are drafts all the same.
    Raises:
        UploadMoved: it was confirmed or given up already, or could not be read.
    """
    locked = _in_state(upload, UploadState.READ)
    locked.publishes = publishes and locked.employer.is_verified
    locked.confirmed_by = by
    return _moved(locked, UploadState.WRITING, by, "upload_confirm", publishes=locked.publishes)


@transaction.atomic
def upload_discard(*, upload: VacancyUpload, by: User) -> VacancyUpload:
    """Give up what was read: nothing was made of it, nothing will be.

    Raises:
        UploadMoved
    """
    return _moved(_in_state(upload, UploadState.READ), UploadState.DISCARDED, by, "upload_discard")


@transaction.atomic
def upload_undo(*, upload: VacancyUpload, by: User) -> VacancyUpload:
    """Take back what an upload made and changed.

    Raises:
        UploadMoved: it is not done, or somebody published or changed one of its vacancies.
    """
    locked = _in_state(upload, UploadState.DONE)
    if not can_be_undone(locked):
        raise UploadMoved("touched")
    locked.confirmed_by = by
    return _moved(locked, UploadState.UNDOING, by, "upload_undo")


def can_be_undone(upload: VacancyUpload) -> bool:
    """Whether all that it made or changed are drafts that nobody touched since."""
    left = dict(upload.rows.filter(left_at__isnull=False).values_list("vacancy", "left_at"))
    return bool(left) and left == dict(waiting_drafts().filter(pk__in=left).values_list("pk", "updated_at"))


def upload_work(*, upload_id: int) -> bool:
    """Read, write or take back what an upload waits for. Gives false where another worker is at it."""
    with upload_lock(upload_id) as ours:
        if not ours:
            return False
        upload = VacancyUpload.objects.select_related("employer", "confirmed_by").get(pk=upload_id)
        _work(upload)
    return True


def _work(upload: VacancyUpload) -> None:
    match upload.state:
        case UploadState.READING:
            _read(upload)
        case UploadState.WRITING:
            waiting = upload.rows.filter(written_at=None, outcome__in=(Outcome.NEW, Outcome.CHANGED))
            for pk in list(waiting.values_list("pk", flat=True)):
                row_write(upload=upload, row_id=pk)
            _end(upload, UploadState.DONE)
        case UploadState.UNDOING:
            made = upload.rows.filter(left_at__isnull=False, vacancy__isnull=False)
            for pk in list(made.values_list("pk", flat=True)):
                row_undo(upload=upload, row_id=pk)
            _end(upload, UploadState.UNDONE)


def _read(upload: VacancyUpload) -> None:
    try:
        rows_read(upload)
    except RunError as error:
        upload.error, upload.error_detail = error.code, error.detail
        _end(upload, UploadState.FAILED)
    except Exception:
        log.exception("upload failed", upload=upload.pk)
        upload.error = "internal_error"
        _end(upload, UploadState.FAILED)
        raise
    else:
        _end(upload, UploadState.READ)


def uploads_resume() -> int:
    """Queue again what is under way and nobody works on: its message was lost, or its worker died."""
    under_way = VacancyUpload.objects.filter(state__in=UPLOAD_UNDER_WAY).order_by("pk")
    left = [upload for upload in under_way if not upload_is_locked(upload.pk)]
    for upload in left:
        _work_later(upload)
    return len(left)


def _end(upload: VacancyUpload, state: UploadState) -> None:
    upload.state, upload.finished_at = state, timezone.now()
    upload.save(update_fields=["state", "finished_at", "error", "error_detail"])


def _in_state(upload: VacancyUpload, state: UploadState) -> VacancyUpload:
    locked = (
        VacancyUpload.objects.select_for_update(of=("self",)).select_related("employer").get(pk=upload.pk)
    )
    if locked.state != state:
        raise UploadMoved(locked.state)
    return locked


def _moved(upload: VacancyUpload, state: UploadState, by: User, act: str, **detail: Any) -> VacancyUpload:
    upload.state, upload.finished_at = state, None
    upload.save(update_fields=["state", "finished_at", "publishes", "confirmed_by"])
    audit(actor=by, act=act, subject=upload, region=upload.employer.region, **detail)
    _work_later(upload)
    return upload


def _work_later(upload: VacancyUpload) -> None:
    from jobs.tasks import vacancy_upload_work as task

    if upload.state in UPLOAD_UNDER_WAY:
        transaction.on_commit(lambda: task.delay(upload.pk))
