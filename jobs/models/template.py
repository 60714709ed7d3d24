"""Templates of vacancies (岗位模板), by which an employer begins the next one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class VacancyTemplate(models.Model):
    """What a vacancy said when it was kept, under a name of the employer's own.

    content: as `jobs.posting.content_as_data` writes it, without a last day.
    """

    employer = models.ForeignKey("jobs.Employer", on_delete=models.CASCADE, related_name="templates")
    name = models.CharField(_("name of the template"), max_length=40)
    content = models.JSONField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("template of vacancies")
        verbose_name_plural = _("templates of vacancies")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["employer", "name"], name="template_name_once_in_employer")
        ]

    def __str__(self) -> str:
        return self.name
