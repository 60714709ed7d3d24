"""Texts of quarterly analyses: drafted from figures, edited by people."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AnalysisText(models.Model):
    """One state of the text of a region's quarter in a language; the newest one counts, the others are its
    history. Its numbers are references: `stats_publishing.methods.wording`.

    Everybody reads the newest one that was approved before a release of the region's quarter that is out."""

    region = models.CharField(_("region"), max_length=6, help_text=_("000000 for the country"))
    period = models.CharField(_("period"), max_length=7, help_text="2026Q4")
    language = models.CharField(max_length=2, choices=[("zh", "中文"), ("en", "English")])
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("written"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="null: as drafted from the figures",
    )
    approved_at = models.DateTimeField(_("approved"), null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("text of an analysis")
        verbose_name_plural = _("texts of analyses")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_at=None, approved_by=None)
                | models.Q(approved_at__isnull=False, approved_by__isnull=False, by__isnull=False)
                & ~models.Q(approved_by=models.F("by")),
                name="analysis_text_approved_by_another",
            )
        ]
        indexes = [models.Index(fields=["region", "period", "language", "-id"], name="analysis_text_newest")]

    def __str__(self) -> str:
        return f"{self.region} {self.period} {self.language}"
