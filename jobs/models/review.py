"""Moderation (岗位审核): which rules stop a vacancy until somebody has looked at it, and what was decided."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.enums import Verdict, VerdictReason


class ReviewRule(models.Model):
    """What a region's vacancies are looked at for before they are public; the nearest rule above holds.

    Without any, nothing waits: what the law forbids is refused anyhow, and what is in doubt is warned of.
    """

    region = models.CharField(
        _("region"), max_length=6, unique=True, help_text=_("GB/T 2260 code; 000000 for the country")
    )
    stops = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, help_text="warnings that stop a vacancy"
    )
    needs_two = models.BooleanField(_("two people decide"), default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("rule of review")
        verbose_name_plural = _("rules of review")

    def __str__(self) -> str:
        return self.region


class VacancyDecision(models.Model):
    """What the city's staff decided about a vacancy; its employer reads it at its desk.

    Where two people decide, the first one's word is a proposal: `decided_at` is empty until a second person
    agrees, or decides otherwise.
    """

    vacancy = models.ForeignKey("jobs.Vacancy", on_delete=models.CASCADE, related_name="decisions")
    region = models.CharField(max_length=6, blank=True, help_text="of the vacancy when it was decided")
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict)
    reasons = ArrayField(models.CharField(max_length=24, choices=VerdictReason), default=list, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    stopped_by = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True, help_text="when its review began")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("decision about a vacancy")
        verbose_name_plural = _("decisions about vacancies")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["vacancy", "-id"], name="vacancy_decision_newest"),
            models.Index(
                fields=["region", "decided_at"],
                condition=Q(waiting_since__isnull=False),
                name="vacancy_decision_times",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["vacancy"], condition=Q(decided_at=None), name="vacancy_proposal_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.vacancy_id} {self.verdict}"

    @property
    def reason_words(self) -> list[str]:
        """The reasons in the active language."""
        return [str(VerdictReason(code).label) for code in self.reasons]
