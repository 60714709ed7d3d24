"""Forms of returns (报表) and their versions."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stats_publishing.enums import FilledBy
from stats_publishing.form_design import FormDesign
from stats_publishing.methods.periods import Period, PeriodKind

PERIOD_KINDS = [
    (PeriodKind.MONTH.value, _("every month")),
    (PeriodKind.QUARTER.value, _("every quarter")),
    (PeriodKind.YEAR.value, _("every year")),
]


class ReturnForm(models.Model):
    """A form through all its versions; rules of other forms know it by its short name."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("short name"), max_length=40, unique=True)
    period_kind = models.CharField(_("filled in"), max_length=8, choices=PERIOD_KINDS)
    filled_by = models.CharField(_("by"), max_length=8, choices=FilledBy, default=FilledBy.CITY)

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class FormVersion(models.Model):
    """A form as it is from a period on. Published, it stays as it is: a trigger refuses every change."""

    form = models.ForeignKey(ReturnForm, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"), help_text="1 for the first")
    table_number = models.CharField(_("number of the form (表号)"), max_length=40)
    title = models.CharField(_("title (表名)"), max_length=100)
    authority = models.CharField(_("issued by (制定机关)"), max_length=100)
    approval = models.CharField(_("approval number (批准文号)"), max_length=100, blank=True)
    valid_until = models.DateField(
        _("valid until (有效期)"), null=True, blank=True, help_text=_("no return is asked for later periods")
    )
    due_days = models.PositiveSmallIntegerField(
        _("days to hand it in"), default=5, help_text=_("counted from the end of the period")
    )
    explanation = models.TextField(_("how to fill it in (填报说明)"), blank=True)
    design = models.JSONField(help_text="`stats_publishing.form_design.FormDesign`")
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="null: shipped",
    )
    changed_at = models.DateTimeField(_("changed"))
    first_period = models.CharField(_("first period"), max_length=7, blank=True)
    first_day = models.DateField(null=True, help_text="of `first_period`; null: a draft")
    published_at = models.DateTimeField(_("published"), null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="null: shipped",
    )

    class Meta:
        verbose_name = _("version of a form")
        verbose_name_plural = _("versions of forms")
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="form_version_once"),
            models.UniqueConstraint(
                fields=["form"], condition=Q(published_at=None), name="form_one_draft_at_a_time"
            ),
            models.UniqueConstraint(fields=["form", "first_day"], name="form_one_version_from_a_period"),
            models.CheckConstraint(
                condition=Q(published_at=None, first_day=None, first_period="")
                | Q(published_at__isnull=False, first_day__isnull=False, first_period__gt=""),
                name="form_published_from_a_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.table_number}) v{self.number}"

    @cached_property
    def content(self) -> FormDesign:
        return FormDesign.of_json(self.design)

    def due_on(self, period: Period) -> dt.date:
        """The last day to hand in a period's return, before holidays are looked at."""
        return period.end + dt.timedelta(days=self.due_days - 1)
