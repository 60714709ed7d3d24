"""Employers (用人单位)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.enums import VerificationBasis, VerificationState


class Employer(models.Model):
    """An employer; verified before any vacancy of theirs is public by any route.

    Known by its social credit code where one is stated, else by its normalised name within its city.
    """

    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=200, help_text="normalised name")
    credit_code = models.CharField(_("social credit code"), max_length=18, blank=True)
    region = models.CharField(_("region"), max_length=6, blank=True, help_text="GB/T 2260 code of its city")
    economic_type = models.CharField(_("economic type"), max_length=3, blank=True)
    industry = models.CharField(_("industry"), max_length=5, blank=True)
    size_text = models.CharField(_("size as sent"), max_length=60, blank=True)

    verification = models.CharField(
        _("verification"), max_length=12, choices=VerificationState, default=VerificationState.UNVERIFIED
    )
    verification_basis = models.CharField(max_length=16, choices=VerificationBasis, blank=True)
    verification_note = models.CharField(max_length=200, blank=True, help_text="which feed, or why refused")
    verified_at = models.DateTimeField(null=True, blank=True)

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("employer")
        verbose_name_plural = _("employers")
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"], condition=~Q(credit_code=""), name="employer_credit_code_once"
            ),
            models.UniqueConstraint(
                fields=["name_key", "region"], condition=Q(credit_code=""), name="employer_name_once_in_city"
            ),
        ]
        indexes = [models.Index(fields=["name_key"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_verified(self) -> bool:
        return self.verification == VerificationState.VERIFIED
