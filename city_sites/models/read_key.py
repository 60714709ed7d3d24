"""Keys of programs that read a site's content."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

USUAL_RATE = 600
MOST_RATE = 6_000


class ReadKey(models.Model):
    """A client that reads more often than an unknown address may. It reads nothing that is not public.

    The key itself is not kept: `key_hash` is its SHA-256, `beginning` what staff tell it apart by.
    """

    region = models.CharField(
        _("region"), max_length=6, db_index=True, help_text=_("000000 for all sites; else one city's")
    )
    name = models.CharField(_("name of the client"), max_length=80)
    beginning = models.CharField(_("begins with"), max_length=8, editable=False)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    rate = models.PositiveIntegerField(
        _("requests a minute"),
        default=USUAL_RATE,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_RATE)],
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("read key")
        verbose_name_plural = _("read keys")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name
