"""What words also mean to the search: kept by national staff."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_WORD = 40
MOST_MEANINGS = 20


class Synonym(models.Model):
    """A word that people type and the words that it also means.

    One-way: who types the word also finds what its meanings find. Two-way: the other way round too. One that
    is not wanted any more is switched off, so that it stays known who made it and when.
    """

    word = models.CharField(_("word"), max_length=LONGEST_WORD)
    key = models.CharField(
        max_length=LONGEST_WORD, unique=True, editable=False, help_text="as it is compared"
    )
    meanings = ArrayField(
        models.CharField(max_length=LONGEST_WORD),
        verbose_name=_("also means"),
        size=MOST_MEANINGS,
    )
    two_way = models.BooleanField(_("the other way round too"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.word} {'↔' if self.two_way else '→'} {'、'.join(self.meanings)}"
