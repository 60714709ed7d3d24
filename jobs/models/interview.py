"""Interviews (面试) that applicants are invited to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Interview(models.Model):
    """When and where an applicant is expected; an application has one, which may be moved.

    `uid` and `sequence` are those of its calendar entry (RFC 5545): a moved one takes the former's place.
    """

    application = models.OneToOneField("jobs.Application", on_delete=models.CASCADE, related_name="interview")
    starts_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=30)
    place = models.CharField(_("place"), max_length=300)
    uid = models.UUIDField(unique=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")

    def __str__(self) -> str:
        return f"{self.application_id} {self.starts_at:%Y-%m-%d %H:%M}"
