"""Addresses elsewhere that pages link to, and whether they answered when they were last looked at."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ExternalLink(models.Model):
    """One address; `failures` counts looks in a row that found nothing: one alone says little."""

    url = models.URLField(_("address"), max_length=500, unique=True)
    seen_at = models.DateTimeField(
        _("seen at"), default=timezone.now, help_text=_("the last time that an editor saved a page with it")
    )
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    next_check_at = models.DateTimeField(_("next check"), default=timezone.now, db_index=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)

    class Meta:
        verbose_name = _("address elsewhere")
        verbose_name_plural = _("addresses elsewhere")

    def __str__(self) -> str:
        return self.url
