"""People registered at a service window (服务窗口), who need no account of their own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.enums import ConsentWay


class WindowRegistration(models.Model):
    """A service point took a person in, who agreed to it."""

    seeker = models.OneToOneField("jobs.JobSeeker", on_delete=models.CASCADE, related_name="window")
    region = models.CharField(_("region"), max_length=6, help_text="of the service point")
    consent_way = models.CharField(_("how the person agreed"), max_length=8, choices=ConsentWay)
    paper_number = models.CharField(_("number of the paper"), max_length=40, blank=True)
    code_sent_to = models.CharField(
        _("where the code was sent"), max_length=120, blank=True, help_text="masked"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("registration at a window")
        verbose_name_plural = _("registrations at windows")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(consent_way="paper") | models.Q(paper_number__gt=""),
                name="window_paper_has_a_number",
            ),
            models.CheckConstraint(
                condition=~models.Q(consent_way="code") | models.Q(code_sent_to__gt=""),
                name="window_code_was_sent_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.seeker_id} {self.region}"


class ConsentCode(models.Model):
    """The code by which the person at a clerk's window agrees: one a clerk, known by its hash only."""

    clerk = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64, help_text="of the code and of where it was sent")
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("code of consent")
        verbose_name_plural = _("codes of consent")

    def __str__(self) -> str:
        return f"#{self.pk}"
