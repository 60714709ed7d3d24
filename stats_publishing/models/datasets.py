"""Frozen versions of datasets: what every page, chart, table and download of a figure reads."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stats_publishing.datasets import Dataset, dataset
from stats_publishing.methods.periods import Period
from stats_publishing.models.releases import is_out
from stats_publishing.tables import Table


class DatasetVersionQuerySet(models.QuerySet["DatasetVersion"]):
    def released(self, now: dt.datetime | None = None) -> Self:
        """What everybody sees: versions of releases that are out, approved before their release.

        The one rule of publication; every page, API, file, picture and search of figures asks it.
        """
        return self.filter(
            is_out(now or timezone.now(), "release_item__release__"),
            approved_at__lte=F("release_item__release__release_at"),
        )

    def newest(self) -> Self:
        """Of each dataset, region and period the version with the highest number among these."""
        return self.order_by("dataset", "region", "period", "-number").distinct("dataset", "region", "period")


class DatasetVersion(models.Model):
    """One table of a region and period as it was made, with what it was made of.

    A trigger holds it as it is: only who approved it may be added, once. A figure that is wrong is
    superseded by another version that states the reason.
    """

    dataset = models.SlugField(_("dataset"), max_length=60, help_text="code of `stats_publishing.datasets`")
    region = models.CharField(_("region"), max_length=6, help_text=_("000000 for the country"))
    period = models.CharField(_("period"), max_length=7, help_text="2026, 2026Q4 or 2026-11")
    number = models.PositiveIntegerField(_("version"), help_text="1 for the first")
    table = models.JSONField(help_text="`stats_publishing.tables.Table`")
    table_checksum = models.CharField(max_length=64)
    inputs = models.JSONField(help_text="what it was made of, with the checksum of each")
    inputs_checksum = models.CharField(max_length=64)
    notes = models.JSONField(
        default=dict, help_text="such as excluded cities with reasons, cities in the panel"
    )
    kept_back = models.JSONField(
        default=list,
        blank=True,
        help_text="[row, measure, figure] of confidential figures, for sums: nobody is shown them",
    )
    code_version = models.CharField(max_length=64, help_text="of the methods that made it")
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="null: a task",
    )
    approved_at = models.DateTimeField(_("approved"), null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    reason = models.TextField(_("reason"), blank=True, help_text="why it supersedes an earlier version")

    objects = DatasetVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("dataset version")
        verbose_name_plural = _("dataset versions")
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "region", "period", "number"], name="dataset_version_once"
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None, number=1, reason="")
                | Q(supersedes__isnull=False, number__gt=1, reason__gt=""),
                name="dataset_superseded_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="dataset_approved_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["period", "dataset", "region"], name="dataset_version_period")]

    def __str__(self) -> str:
        return f"{self.dataset} {self.region} {self.period} v{self.number}"

    @property
    def kind(self) -> Dataset:
        return dataset(self.dataset)

    @property
    def span(self) -> Period:
        return Period.read(self.period)

    @property
    def figures(self) -> Table:
        return Table.of_json(self.table)

    @property
    def full(self) -> Table:
        """The figures with those that are kept back: to make sums of, never to show."""
        table = self.figures
        rows = [list(row) for row in table.rows]
        for row, measure, figure in self.kept_back:
            rows[row][len(table.dimensions) + table.measures.index(measure)] = figure
        return Table(table.dimensions, table.measures, tuple(map(tuple, rows)))
