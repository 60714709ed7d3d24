"""Surveys of wages: one file of a region and year, what its checks found, and what was decided of it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.models.feed import private_storage
from stats_publishing.wage_enums import COUNTED, LIVE, UNDER_WAY, Check, Decision, SurveyState

FIRST_YEAR = 2000
LAST_YEAR = 2100


def survey_path(survey: WageSurvey, name: str) -> str:
    """Where the files of a survey are kept: below private media, never under the name they came with."""
    return f"wage-surveys/{survey.public_id}/{name}"


class WageSurvey(models.Model):
    """Employees' pay of one year. The rows stand in private Parquet files, never in the database.

    One that is pooled has no file of its own: it is made of the surveys of the cities below its region.
    """

    public_id = models.UUIDField(unique=True)
    region = models.CharField(_("region"), max_length=6, help_text=_("000000 for the country"))
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    state = models.CharField(_("state"), max_length=10, choices=SurveyState, default=SurveyState.UPLOADED)
    error = models.CharField(max_length=40, blank=True, help_text="reason code of a file that is not read")
    error_detail = models.JSONField(default=dict, blank=True)
    file = models.FileField(
        _("file"), storage=private_storage, upload_to=survey_path, max_length=200, blank=True
    )
    file_name = models.CharField(_("file name as sent"), max_length=200, blank=True)
    file_size = models.BigIntegerField(_("bytes"), default=0)
    file_checksum = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the file; of what it is pooled of"
    )
    columns = models.JSONField(default=dict, help_text="field → heading, and the headings that are no field")
    bytes_read = models.BigIntegerField(default=0)
    parts = models.PositiveIntegerField(default=0, help_text="chunks of rows that are read and kept")
    rows = models.PositiveIntegerField(_("rows read"), default=0)
    employees = models.PositiveIntegerField(_("employees that count"), null=True)
    employers = models.PositiveIntegerField(_("employers that count"), null=True)
    tail = models.PositiveSmallIntegerField(
        _("tail"), default=500, help_text="ten-thousandths, for the high and the low level"
    )
    population = models.JSONField(
        default=list, help_text="[section of industry, size, employees] that weights are made from"
    )
    is_pooled = models.BooleanField(_("made of the surveys of cities"), default=False)
    sources = ArrayField(models.BigIntegerField(), default=list, help_text="surveys that it is pooled of")
    rows_gone_at = models.DateTimeField(
        _("rows removed"), null=True, help_text="its files were kept as long as they may be; its tables stay"
    )
    is_demo = models.BooleanField(default=False, help_text="invented to show the portal")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    checked_at = models.DateTimeField(null=True)
    tabulated_at = models.DateTimeField(null=True)
    tabulated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True, help_text="why its tables supersede earlier ones")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("survey of wages")
        verbose_name_plural = _("surveys of wages")
        ordering = ["-year", "region", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "year"], condition=Q(state__in=LIVE), name="wage_survey_one_at_a_time"
            )
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state__in=UNDER_WAY), name="wage_survey_under_way"),
            models.Index(fields=["year", "region"], name="wage_survey_of_year"),
            models.Index(
                Coalesce("approved_at", "tabulated_at"),
                condition=Q(rows_gone_at=None, state__in=COUNTED),
                name="wage_survey_rows_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.year} #{self.pk}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def rows_go_on(self) -> dt.date | None:
        """The day on which the rows of a survey with tables are removed; None before and after."""
        since = self.approved_at or self.tabulated_at
        if self.rows_gone_at or self.state not in COUNTED or since is None:
            return None
        return timezone.localdate(since) + dt.timedelta(days=settings.WAGE_SURVEY_KEPT_DAYS)

    @property
    def percent_read(self) -> int | None:
        return min(99, self.bytes_read * 100 // self.file_size) if self.file_size else None


class WageFinding(models.Model):
    """What one check found in a survey: how many rows, a few of them, and what a person decided.

    samples: [row, figure as stated, figure expected]; no more of a row is kept here or shown.
    """

    survey = models.ForeignKey(WageSurvey, on_delete=models.CASCADE, related_name="findings", db_index=False)
    check_code = models.CharField(_("check"), max_length=30, choices=Check)
    rows = models.PositiveIntegerField(_("rows"))
    samples = models.JSONField(default=list)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision, default=Decision.OPEN)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("finding of a survey")
        verbose_name_plural = _("findings of surveys")
        ordering = ["-rows", "check_code"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "check_code"], name="wage_finding_once"),
            models.CheckConstraint(
                condition=Q(decision="open", reason="") | (~Q(decision="open") & Q(reason__gt="")),
                name="wage_finding_decided_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.check_code}: {self.rows}"


class PriceIndex(models.Model):
    """Consumer prices (居民消费价格指数) of a region in a year, the year before being 100."""

    region = models.CharField(_("region"), max_length=6, help_text=_("000000 for the country"))
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    index = models.DecimalField(
        _("index, year before = 100"),
        max_digits=6,
        decimal_places=2,
        validators=[MinValueValidator(50), MaxValueValidator(300)],
    )
    source = models.CharField(_("source"), max_length=200)
    entered_at = models.DateTimeField(_("entered"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("consumer price index")
        verbose_name_plural = _("consumer price indices")
        ordering = ["-year", "region", "-id"]
        indexes = [models.Index(fields=["region", "year", "-id"], name="price_index_newest")]

    def __str__(self) -> str:
        return f"{self.region} {self.year}: {self.index}"
