"""Files of a release: what it holds besides tables and pages, such as the printed report."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Self

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stats_publishing.models.releases import Release


def private_storage() -> Storage:
    """Where files are kept: never served by address."""
    return storages["private"]


class ReleaseFileQuerySet(models.QuerySet["ReleaseFile"]):
    def released(self, now: dt.datetime | None = None) -> Self:
        """What everybody sees: files of releases that are out, approved before their release."""
        return self.filter(release__in=Release.objects.out(now), approved_at__lte=F("release__release_at"))


class ReleaseFile(models.Model):
    """A file as it is published, written anew (`stats_publishing.release_uploads`).

    It stays for ever at its address; a correction brings another one that says which it replaces.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="files")
    title_zh = models.CharField(_("title"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=200)
    name = models.CharField(_("name"), max_length=80, help_text="as it is offered; part of its address")
    kind = models.CharField(max_length=4, help_text="pdf, xlsx, csv, png or zip")
    file = models.FileField(storage=private_storage, upload_to="releases", max_length=200)
    size = models.PositiveIntegerField(_("bytes"))
    checksum = models.CharField(max_length=64, help_text="SHA-256 of the file")
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved"), null=True)

    objects = ReleaseFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a release")
        verbose_name_plural = _("files of releases")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False) & ~Q(approved_by=F("uploaded_by")),
                name="release_file_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}: {self.name}"

    def get_absolute_url(self) -> str:
        return f"/releases/{self.release_id}/files/{self.pk}/{self.name}"

    def remove(self) -> None:
        """Take it away with what is stored of it: before its release, within a transaction."""
        stored, name = self.file.storage, str(self.file.name)
        self.delete()
        transaction.on_commit(partial(stored.delete, name))

    @property
    def early_address(self) -> str:
        """For those who may look before."""
        return f"/releases/{self.release_id}/early/files/{self.pk}/{self.name}"

    @property
    def title(self) -> str:
        english = (get_language() or "").startswith("en")
        return (self.title_en if english else "") or self.title_zh
