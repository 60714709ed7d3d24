"""How good the data of a city is, counted every night, and whether the country may read a ranking of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class QualityFigure(models.Model):
    """Counts of one city on one day: of its public vacancies, and of the 90 days before.

    A vacancy is of the city whose feed or whose employer it comes from, wherever the work is.
    """

    region = models.CharField(_("region"), max_length=6)
    day = models.DateField()
    vacancies = models.PositiveIntegerField()
    with_pay = models.PositiveIntegerField()
    with_place = models.PositiveIntegerField()
    with_occupation = models.PositiveIntegerField()
    with_expiry = models.PositiveIntegerField()
    applications = models.PositiveIntegerField(default=0, help_text="old enough to have been answered")
    answered = models.PositiveIntegerField(default=0)
    complaints = models.PositiveIntegerField(default=0, help_text="confirmed reports about vacancies")

    class Meta:
        verbose_name = _("figures of data quality")
        verbose_name_plural = _("figures of data quality")
        constraints = [models.UniqueConstraint(fields=["region", "day"], name="quality_once_a_day")]
        indexes = [models.Index(fields=["day"], name="quality_day")]

    def __str__(self) -> str:
        return f"{self.region} {self.day}"

    @property
    def score(self) -> float | None:
        """Mean of the four shares of data, 0 to 100; None without vacancies."""
        if not self.vacancies:
            return None
        stated = self.with_pay + self.with_place + self.with_occupation + self.with_expiry
        return 100 * stated / (4 * self.vacancies)


class QualityRanking(models.Model):
    """The ministry's word on whether everybody may read the ranking; the newest row holds."""

    is_public = models.BooleanField(_("public"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("publication of the ranking")
        verbose_name_plural = _("publications of the ranking")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.is_public}"
