"""Minimum wages by region and date (最低工资标准)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MinimumWage(models.Model):
    """Monthly minimum wage of a region (and the regions below it that state none) from a day on."""

    region = models.CharField(_("region"), max_length=6)
    valid_from = models.DateField(_("valid from"))
    monthly = models.PositiveIntegerField(_("yuan per month"))

    class Meta:
        verbose_name = _("minimum wage")
        verbose_name_plural = _("minimum wages")
        constraints = [
            models.UniqueConstraint(fields=["region", "valid_from"], name="minimum_wage_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.valid_from}: {self.monthly}"
