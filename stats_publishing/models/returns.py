"""Returns (报表) of regions: their figures, every figure's history, and the way they took."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from standards.regions import region as region_of
from stats_publishing.enums import MOVES, OPEN_TO_FIGURES, CellSource, ReturnState
from stats_publishing.methods.periods import Period
from stats_publishing.models.forms import FormVersion, ReturnForm


class Return(models.Model):
    """What one region states on one form about one period; opened for all regions when the period is over."""

    form = models.ForeignKey(ReturnForm, on_delete=models.PROTECT, related_name="returns")
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="returns")
    region = models.CharField(_("region"), max_length=6)
    period = models.CharField(_("period"), max_length=7, help_text="2026, 2026Q4 or 2026-11")
    period_start = models.DateField(help_text="the period's first day")
    state = models.CharField(_("state"), max_length=12, choices=ReturnState, default=ReturnState.DRAFT)
    due_on = models.DateField(_("due"), help_text=_("the last day that is in time"))
    opened_at = models.DateTimeField(_("opened"))
    first_submitted_at = models.DateTimeField(_("first submitted"), null=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(_("figures last written"), null=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    excluded_at = models.DateTimeField(_("excluded"), null=True)
    excluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    exclusion = models.CharField(
        _("why it is excluded"), max_length=500, blank=True, help_text=_("is published")
    )

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        constraints = [
            models.UniqueConstraint(fields=["form", "region", "period"], name="return_once"),
            models.CheckConstraint(
                condition=Q(excluded_at=None, exclusion="") | Q(excluded_at__isnull=False, exclusion__gt=""),
                name="return_excluded_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "state", "due_on"], name="return_region"),
            models.Index(fields=["form", "period_start", "region"], name="return_period"),
        ]

    def __str__(self) -> str:
        return f"{self.version.title} {self.region} {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("returns_return", args=[self.form.code, self.region, self.period])

    @property
    def span(self) -> Period:
        return Period.read(self.period)

    @property
    def place_name(self) -> str:
        unit = region_of(self.region)
        return unit.name if unit else self.region

    @property
    def takes_figures(self) -> bool:
        return self.state in OPEN_TO_FIGURES

    def may_become(self, state: ReturnState) -> bool:
        return state in MOVES[ReturnState(self.state)]


class ReturnCell(models.Model):
    """A figure as it stands; no row: it is not filled in."""

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="cells")
    row = models.CharField(max_length=40)
    column = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=20, decimal_places=4)
    source = models.CharField(_("from"), max_length=8, choices=CellSource)
    origin = models.CharField(
        max_length=200, blank=True, help_text="name of the file, or the record that it was taken from"
    )

    class Meta:
        verbose_name = _("figure of a return")
        verbose_name_plural = _("figures of returns")
        constraints = [models.UniqueConstraint(fields=["of", "row", "column"], name="return_cell_once")]

    def __str__(self) -> str:
        return f"{self.of_id} {self.row} {self.column}: {self.value}"


class CellChange(models.Model):
    """One change of one figure that was filled in. Lines are only ever added: a trigger refuses all else."""

    of = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="changes")
    row = models.CharField(max_length=40)
    column = models.CharField(max_length=40)
    old = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    new = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    source = models.CharField(_("from"), max_length=8, choices=CellSource)
    origin = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("change of a figure")
        verbose_name_plural = _("changes of figures")
        indexes = [models.Index(fields=["of", "row", "column", "id"], name="cell_change_of")]

    def __str__(self) -> str:
        return f"{self.of_id} {self.row} {self.column}: {self.old} → {self.new}"


class WarningReason(models.Model):
    """Why a figure that a rule warns about is right; it holds as long as the figures stay."""

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="reasons")
    rule = models.CharField(max_length=40, help_text="code of the rule")
    column = models.CharField(
        max_length=100, blank=True, help_text="name of the column; empty: the rule names its own"
    )
    figures = models.TextField(help_text="the rule with the figures that the reason is about")
    text = models.CharField(_("reason"), max_length=500)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("reason for a warning")
        verbose_name_plural = _("reasons for warnings")
        constraints = [models.UniqueConstraint(fields=["of", "rule", "column"], name="warning_reason_once")]

    def __str__(self) -> str:
        return f"{self.of_id} {self.rule}: {self.text}"


class ReturnMove(models.Model):
    """A return went from one state to another, with what was said about it."""

    of = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="moves")
    before = models.CharField(max_length=12, choices=ReturnState)
    after = models.CharField(max_length=12, choices=ReturnState)
    note = models.CharField(max_length=1000, blank=True, help_text="why it was sent back")
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("way of a return")
        verbose_name_plural = _("ways of returns")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.of_id}: {self.before} → {self.after}"


class ReturnKey(models.Model):
    """The key by which a region's own systems hand in returns; kept as a hash."""

    region = models.CharField(_("region"), max_length=6, unique=True)
    key_hash = models.CharField(max_length=64)
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("key for returns")
        verbose_name_plural = _("keys for returns")

    def __str__(self) -> str:
        return self.region
