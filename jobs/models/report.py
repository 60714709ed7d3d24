"""Reports (举报): about vacancies by anybody, without an account; about messages by who got them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.enums import ReportAbout, ReportKind, ReportState


class VacancyReport(models.Model):
    """What somebody says is wrong with a vacancy or a message about it, and what the city's staff found.

    Nothing is kept of who reports. The case number is random: who has it may see how the case stands.
    """

    number = models.CharField(_("case number"), max_length=20, unique=True)
    vacancy = models.ForeignKey("jobs.Vacancy", on_delete=models.CASCADE, related_name="reports")
    about = models.CharField(
        _("about"),
        max_length=8,
        choices=ReportAbout,
        default=ReportAbout.VACANCY,
        db_default=ReportAbout.VACANCY,
    )
    message = models.ForeignKey(
        "jobs.Message", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    kind = models.CharField(_("what is wrong"), max_length=16, choices=ReportKind)
    text = models.TextField(_("what happened"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ReportState, default=ReportState.OPEN)
    region = models.CharField(max_length=6, help_text="of the vacancy: whose staff decide")
    reported_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="by when it is to be decided")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(_("what was found"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("report about a vacancy")
        verbose_name_plural = _("reports about vacancies")
        indexes = [models.Index(fields=["due_at"], condition=Q(state="open"), name="vacancy_report_open")]

    def __str__(self) -> str:
        return self.number
