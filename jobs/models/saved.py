"""Vacancies that a person keeps (收藏)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedVacancy(models.Model):
    """A vacancy that somebody starred, to read it again; it stays when the vacancy closes."""

    seeker = models.ForeignKey("jobs.JobSeeker", on_delete=models.CASCADE, related_name="saved")
    vacancy = models.ForeignKey("jobs.Vacancy", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("saved vacancy")
        verbose_name_plural = _("saved vacancies")
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["seeker", "vacancy"], name="vacancy_saved_once")]

    def __str__(self) -> str:
        return f"{self.seeker_id} ★ {self.vacancy_id}"
