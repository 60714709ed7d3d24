"""What a published bulletin said before it was corrected."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from city_sites.models.articles import BulletinPage


class BulletinVersion(models.Model):
    """A bulletin as it was public from `published_at` until it was corrected; readable at its own address."""

    page = models.ForeignKey(BulletinPage, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"), help_text=_("1 for the first"))
    content = models.JSONField(encoder=DjangoJSONEncoder, help_text="the page as Wagtail serialises it")
    documents = ArrayField(models.BigIntegerField(), default=list, blank=True)
    images = ArrayField(models.BigIntegerField(), default=list, blank=True)
    """Keys of the files that it shows: they stay public with it."""
    published_at = models.DateTimeField(_("published"), null=True)
    replaced_at = models.DateTimeField(_("replaced"))
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("earlier version of a bulletin")
        verbose_name_plural = _("earlier versions of bulletins")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="bulletin_version_once")]
        indexes = [
            GinIndex(fields=["documents"], name="bulletin_version_documents"),
            GinIndex(fields=["images"], name="bulletin_version_images"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} v{self.number}"
