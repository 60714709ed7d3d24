"""Figures that the portal publishes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MarketSnapshot(models.Model):
    """The market of a region on a day, from the public vacancies of the portal itself."""

    region = models.CharField(_("region"), max_length=6, help_text=_("000000 for the country"))
    day = models.DateField(_("day"))
    taken_at = models.DateTimeField(_("taken at"))
    vacancies = models.PositiveIntegerField(_("vacancies"))
    headcount = models.PositiveIntegerField(_("people wanted"))
    new_this_week = models.PositiveIntegerField(_("vacancies of the last 7 days"))
    cities = models.PositiveIntegerField(_("cities with vacancies"))
    pay_stated = models.PositiveIntegerField(_("vacancies that state pay"))
    pay_p25 = models.PositiveIntegerField(_("pay, P25"), null=True)
    pay_p50 = models.PositiveIntegerField(_("pay, median"), null=True)
    pay_p75 = models.PositiveIntegerField(_("pay, P75"), null=True)

    class Meta:
        verbose_name = _("market snapshot")
        verbose_name_plural = _("market snapshots")
        constraints = [models.UniqueConstraint(fields=["region", "day"], name="market_snapshot_once_a_day")]

    def __str__(self) -> str:
        return f"{self.region} {self.day}"
