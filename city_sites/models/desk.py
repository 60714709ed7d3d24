"""What staff did to many rows of a list at once, so that it can be looked up and taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DeskAct(models.Model):
    """One act on rows of one list: which ones, and what taking it back needs to know of each.

    `rows`: key of the row → what it was before, as the act keeps it.
    """

    public_id = models.UUIDField(unique=True)
    desk_list = models.CharField(max_length=24)
    act = models.CharField(max_length=24)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="desk_acts"
    )
    at = models.DateTimeField()
    words = models.CharField(max_length=200, help_text="what was done, as its button said it")
    rows = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone = models.PositiveIntegerField(_("rows taken back"), default=0)

    class Meta:
        verbose_name = _("act on many rows")
        verbose_name_plural = _("acts on many rows")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.words
