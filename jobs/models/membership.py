"""Who acts for an employer (单位成员), and who is invited to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.enums import ACTS_OF_EMPLOYER_ROLE, EmployerAct, EmployerRole


class Membership(models.Model):
    """A person's role in an employer, until it ends."""

    employer = models.ForeignKey("jobs.Employer", on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="employer_memberships"
    )
    role = models.CharField(_("role"), max_length=12, choices=EmployerRole)
    language = models.CharField(max_length=10, help_text="of the mails to the person")
    created_at = models.DateTimeField(auto_now_add=True)
    reminded_at = models.DateTimeField(
        null=True, blank=True, help_text="last told that applications wait for an answer"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("member of an employer")
        verbose_name_plural = _("members of employers")
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "user"], condition=Q(ended_at=None), name="membership_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.employer_id}:{self.user_id} {self.role}"

    @property
    def acts(self) -> frozenset[EmployerAct]:
        """What the person may do in the employer's name."""
        return ACTS_OF_EMPLOYER_ROLE[EmployerRole(self.role)]


class Invitation(models.Model):
    """A mail that lets its reader, and nobody else, become a member; used once, within its time."""

    employer = models.ForeignKey("jobs.Employer", on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("mail address"))
    role = models.CharField(_("role"), max_length=12, choices=EmployerRole)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    language = models.CharField(max_length=10)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.employer_id} {self.role}"
