"""The official days off of each year."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from stats_publishing.methods.workdays import DaysOfRest


class HolidayNotice(models.Model):
    """What the State Council's notice says of a year; due dates move by it."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    notice = models.CharField(_("notice"), max_length=100)
    announced_on = models.DateField(_("announced"))
    off = ArrayField(models.DateField(), verbose_name=_("days off"))
    work = ArrayField(models.DateField(), default=list, verbose_name=_("weekends worked"))
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="null: shipped",
    )

    class Meta:
        verbose_name = _("days off of a year")
        verbose_name_plural = _("days off")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def rest(self) -> DaysOfRest:
        return DaysOfRest(frozenset(self.off), frozenset(self.work))
