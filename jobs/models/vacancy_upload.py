"""Sheets of vacancies that an employer uploads: what each row means, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.enums import Outcome, UploadState
from jobs.models.feed import private_storage


def upload_path(upload: VacancyUpload, _filename: str) -> str:
    """Where a sheet is kept: below private media, never under the name it came with."""
    return f"uploads/{upload.public_id}"


class VacancyUpload(models.Model):
    """One file: read first, shown, and written once a person has confirmed it.

    Nothing of it is counted beside its rows: they are written with what they tell in one transaction, so that
    work which was killed at any moment goes on with the row after the last.
    """

    public_id = models.UUIDField(unique=True)
    employer = models.ForeignKey("jobs.Employer", on_delete=models.CASCADE, related_name="uploads")
    file = models.FileField(_("file"), storage=private_storage, upload_to=upload_path, blank=True)
    file_name = models.CharField(_("file name as sent"), max_length=200)
    file_size = models.PositiveIntegerField(_("bytes"))
    state = models.CharField(_("state"), max_length=10, choices=UploadState, default=UploadState.READING)
    error = models.CharField(max_length=40, blank=True, help_text="reason code of a file that is not read")
    error_detail = models.JSONField(default=dict, blank=True)
    bytes_read = models.PositiveIntegerField(default=0)
    publishes = models.BooleanField(
        default=False, help_text="new vacancies that may be public become it at once"
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("upload of vacancies")
        verbose_name_plural = _("uploads of vacancies")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(state__in=["reading", "writing", "undoing"]),
                name="vacancy_upload_under_way",
            )
        ]

    def __str__(self) -> str:
        return f"{self.employer_id} #{self.pk}"


class VacancyUploadRow(models.Model):
    """One row: what it says, what it would do or has done, and why it does not.

    content, before: as `jobs.posting.content_as_data` writes them; the vacancy after and, for one that is
    changed, before. lacks: fields without which the vacancy is not public.
    """

    upload = models.ForeignKey(VacancyUpload, on_delete=models.CASCADE, related_name="rows", db_index=False)
    row = models.PositiveIntegerField(_("row"))
    values = models.JSONField(help_text="heading → text as sent")
    own_number = models.CharField(_("the employer's own number"), max_length=100, blank=True)
    key = models.UUIDField(null=True, help_text="that rows of the same vacancy share")
    content = models.JSONField(null=True)
    before = models.JSONField(null=True)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome)
    reasons = ArrayField(models.CharField(max_length=40), default=list, help_text="codes, errors first")
    lacks = ArrayField(models.CharField(max_length=20), default=list)
    vacancy = models.ForeignKey("jobs.Vacancy", null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True, help_text="the last change of the vacancy when it was left")
    is_public = models.BooleanField(default=False, help_text="the vacancy was published with it")

    class Meta:
        verbose_name = _("row of an upload")
        verbose_name_plural = _("rows of uploads")
        ordering = ["row"]
        constraints = [models.UniqueConstraint(fields=["upload", "row"], name="upload_row_once")]

    def __str__(self) -> str:
        return f"{self.upload_id}:{self.row} {self.outcome}"
