"""Invitations to apply (邀请投递), from an employer to a person whom it found."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.querysets import ApplyInvitationQuerySet


class ApplyInvitation(models.Model):
    """One for a person and a vacancy; it ends with the vacancy. Nobody is told that it was declined."""

    vacancy = models.ForeignKey("jobs.Vacancy", on_delete=models.PROTECT, related_name="apply_invitations")
    seeker = models.ForeignKey("jobs.JobSeeker", on_delete=models.CASCADE, related_name="apply_invitations")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("invited"))
    declined_at = models.DateTimeField(_("not interested"), null=True, blank=True)

    objects: ClassVar[ApplyInvitationQuerySet] = ApplyInvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("invitation to apply")
        verbose_name_plural = _("invitations to apply")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["vacancy", "seeker"], name="apply_invitation_once")]
        indexes = [
            models.Index(
                fields=["seeker", "-id"], condition=Q(declined_at=None), name="apply_invitation_open"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
