"""How far the portal has come: since when each city is present, which are pilots, and what was aimed at."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from city_sites.enums import PresenceState, TargetScope


class PresenceChange(models.Model):
    """A city's presence from a moment on, as the public sees it. Rows are only ever added."""

    region = models.CharField(_("region"), max_length=6)
    state = models.CharField(_("state"), max_length=8, choices=PresenceState)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("change of presence")
        verbose_name_plural = _("changes of presence")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["region", "-at", "-id"], name="presence_newest")]

    def __str__(self) -> str:
        return f"{self.region} {self.state} {self.at:%Y-%m-%d}"


class PilotCity(models.Model):
    """A city of the pilot (三化试点)."""

    region = models.CharField(_("region"), max_length=6, unique=True)

    class Meta:
        verbose_name = _("pilot city")
        verbose_name_plural = _("pilot cities")
        ordering = ["region"]

    def __str__(self) -> str:
        return self.region


class CoverageTarget(models.Model):
    """How many cities are to be present on a day: a number, or a share of those it is about."""

    name = models.CharField(_("name"), max_length=60)
    due_on = models.DateField(_("due on"))
    scope = models.CharField(_("cities"), max_length=6, choices=TargetScope)
    number = models.PositiveSmallIntegerField(
        _("number of cities"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    percent = models.PositiveSmallIntegerField(
        _("per cent of the cities"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )

    class Meta:
        verbose_name = _("target of coverage")
        verbose_name_plural = _("targets of coverage")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__isnull=False, percent=None) | Q(number=None, percent__isnull=False),
                name="coverage_target_number_or_share",
                violation_error_message=_("Write a number of cities or a share, one of the two."),
            )
        ]

    def __str__(self) -> str:
        return self.name
