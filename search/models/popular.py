"""What many people search for, without anything about who they are."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PopularSearchQuerySet(models.QuerySet["PopularSearch"]):
    def shown(self) -> PopularSearchQuerySet:
        """Those that staff have not hidden."""
        return self.filter(hidden_at=None)


class PopularSearch(models.Model):
    """A search that enough different people typed on one day; see `search.suggest.popular`.

    `asked` adds up, over the days that it was popular on, how many people typed it.
    """

    text = models.CharField(_("search"), max_length=30, unique=True)
    asked = models.PositiveIntegerField(_("times asked"), default=0)
    last_day = models.DateField(_("popular last on"), help_text="last day that is counted in")
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PopularSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("popular search")
        verbose_name_plural = _("popular searches")
        indexes = [models.Index(fields=["-asked"], condition=models.Q(hidden_at=None), name="popular_shown")]

    def __str__(self) -> str:
        return self.text

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None
