"""Reminders of returns, and what the ministry publishes about how punctual provinces are."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReturnReminder(models.Model):
    """A return's region was reminded of it; a return is spoken of once a day at most."""

    of = models.ForeignKey("stats_publishing.Return", on_delete=models.CASCADE, related_name="reminders")
    on = models.DateField(_("day"))
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="null: by itself",
    )
    people = models.PositiveSmallIntegerField(_("people written to"))

    class Meta:
        verbose_name = _("reminder of a return")
        verbose_name_plural = _("reminders of returns")
        constraints = [models.UniqueConstraint(fields=["of", "on"], name="return_reminded_once_a_day")]

    def __str__(self) -> str:
        return f"{self.of_id} {self.on}"


class PublishedTimeliness(models.Model):
    """The ministry publishes how punctual provinces hand a form in, from a period on."""

    form = models.OneToOneField("stats_publishing.ReturnForm", on_delete=models.PROTECT, related_name="+")
    since = models.CharField(_("from the period"), max_length=7)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("published timeliness")
        verbose_name_plural = _("published timeliness")

    def __str__(self) -> str:
        return f"{self.form} {self.since}"
