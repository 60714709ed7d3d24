"""Whether the linked sites of cities answer: how each stands now, and every check."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from city_sites.enums import LinkOutcome, LinkState


class LinkWatch(models.Model):
    """How the linked site of a city stands. It outlives the link, so that its history does."""

    region = models.CharField(_("region"), max_length=6, unique=True)
    link = models.CharField(_("address"), max_length=300)
    state = models.CharField(_("state"), max_length=9, choices=LinkState, default=LinkState.UNCHECKED)
    since = models.DateTimeField(_("since"), null=True, blank=True)
    """Since when it stands so; of a broken or dead one since its first failure."""
    outcome = models.CharField(_("last check"), max_length=12, choices=LinkOutcome, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    moved_to = models.CharField(_("leads to"), max_length=300, blank=True)
    """Where the site leads to, when that is another host."""
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    due_at = models.DateTimeField(_("next check"), db_index=True)

    class Meta:
        verbose_name = _("watched link")
        verbose_name_plural = _("watched links")
        ordering = ["region"]

    def __str__(self) -> str:
        return self.link


class LinkCheck(models.Model):
    """One check."""

    watch = models.ForeignKey(LinkWatch, on_delete=models.CASCADE, related_name="checks")
    at = models.DateTimeField(_("time"))
    link = models.CharField(_("address"), max_length=300)
    outcome = models.CharField(_("outcome"), max_length=12, choices=LinkOutcome)
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    ms = models.PositiveIntegerField(_("milliseconds"), null=True, blank=True)

    class Meta:
        verbose_name = _("check of a link")
        verbose_name_plural = _("checks of links")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["watch", "-at", "-id"], name="link_check_newest"),
            models.Index(fields=["at"], name="link_check_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.link} {self.at:%Y-%m-%d %H:%M} {self.outcome}"
