"""Vacancies proposed to people by the last night's run."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Recommendation(models.Model):
    """A vacancy on a person's list; the list of each night replaces that of the one before."""

    seeker = models.ForeignKey("jobs.JobSeeker", on_delete=models.CASCADE, related_name="recommendations")
    vacancy = models.ForeignKey("jobs.Vacancy", on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField(help_text="on the list, from 1")
    score = models.FloatField(help_text="0 to 1")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["seeker", "place"]
        constraints = [
            models.UniqueConstraint(fields=["seeker", "vacancy"], name="vacancy_recommended_once"),
        ]

    def __str__(self) -> str:
        return f"{self.seeker_id} · {self.place}"
