"""Domains that cities hold themselves, and how their records in DNS stand."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from city_sites.domain_names import shown_domain
from city_sites.enums import RecordState
from city_sites.models.site import CitySite

LOST_AFTER = 2
"""One check that fails proves nothing: from the second in a row on it is a duty of staff."""


def new_challenge() -> str:
    return secrets.token_hex(16)


class CityDomain(models.Model):
    """The own domain of a city's site: entered, and once proven the only host that the site answers at.

    Two cities may enter one domain; it is whose proof stands in DNS.
    """

    city_site = models.OneToOneField(CitySite, on_delete=models.CASCADE, related_name="domain")
    name = models.CharField(_("domain"), max_length=253, help_text=_("As it stands in DNS"))
    challenge = models.CharField(max_length=32, default=new_challenge)
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)
    proven_at = models.DateTimeField(_("proven"), null=True, blank=True)
    proof = models.CharField(max_length=9, choices=RecordState, blank=True)
    proof_seen = models.CharField(max_length=500, blank=True)
    pointing = models.CharField(max_length=9, choices=RecordState, blank=True)
    pointing_seen = models.CharField(max_length=500, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    """Since when the records of a proven domain are not as they were; the site stays there all the same."""
    due_at = models.DateTimeField(_("next check"), db_index=True)

    class Meta:
        verbose_name = _("domain of a city")
        verbose_name_plural = _("domains of cities")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(proven_at__isnull=False), name="city_domain_proven_once"
            )
        ]

    def __str__(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        """The domain as people read it."""
        return shown_domain(self.name)

    @property
    def is_lost(self) -> bool:
        """Whether the domain is in use though its records are not there any more."""
        return self.proven_at is not None and self.failures >= LOST_AFTER

    @property
    def proof_name(self) -> str:
        """Where the TXT record stands."""
        return f"_labour-market.{self.name}"

    @property
    def proof_text(self) -> str:
        """What the TXT record says."""
        return f"labour-market-site={self.challenge}"
