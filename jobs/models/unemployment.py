"""Registered unemployment (失业登记), benefit periods (失业保险金), support towards work (再就业)."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jobs.enums import EndReason, Sex, SupportKind, UnemploymentCause, UnemploymentState


class Unemployment(models.Model):
    """One spell of registered unemployment, kept by the service point where the person registered.

    It counts from the day it was registered until the day it ended: both are the days on which staff did so,
    never earlier ones, so that what was counted for a month that is over stays as it was. A spell whose
    person is erased keeps these days and the sex, and nothing else.
    """

    region = models.CharField(_("region"), max_length=6, db_index=True, help_text="of the service point")
    seeker = models.ForeignKey(
        "jobs.JobSeeker", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(_("name"), max_length=40, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    citizen_id = models.TextField(blank=True, help_text="encrypted: `jobs.citizen_id`")
    citizen_id_key = models.CharField(max_length=64, blank=True, help_text="keyed hash, for looking it up")
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    cause = models.CharField(_("why without work"), max_length=12, choices=UnemploymentCause)
    without_work_since = models.DateField(_("without work since"), null=True, blank=True)
    hard_to_place = models.BooleanField(
        _("hard to place (就业困难人员)"), default=False, help_text=_("recognised as such by the city")
    )

    state = models.CharField(
        _("state"), max_length=10, choices=UnemploymentState, default=UnemploymentState.REGISTERED
    )
    registered_on = models.DateField(_("registered on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=12, choices=EndReason, blank=True)
    employer_name = models.CharField(_("new employer"), max_length=200, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, help_text="nothing personal is left")

    class Meta:
        verbose_name = _("registered unemployment")
        verbose_name_plural = _("registered unemployment")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="registered", ended_on=None, end_reason="")
                | (~Q(state="registered") & Q(ended_on__gte=F("registered_on"), end_reason__gt="")),
                name="unemployment_ends_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["citizen_id_key"],
                condition=Q(state="registered") & ~Q(citizen_id_key=""),
                name="unemployed_once",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(name="", phone="", citizen_id="", citizen_id_key=""),
                name="unemployment_erased_wholly",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "-registered_on", "-id"], name="unemployment_newest"),
            models.Index(fields=["region", "ended_on"], name="unemployment_ended"),
            models.Index(fields=["citizen_id_key"], name="unemployment_number"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class BenefitPeriod(models.Model):
    """Months for which unemployment benefit is due, from the first of a month to the first day without."""

    unemployment = models.ForeignKey(Unemployment, on_delete=models.CASCADE, related_name="benefits")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until before"))
    months = models.PositiveSmallIntegerField(
        _("months granted"), validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    years_insured = models.PositiveSmallIntegerField(_("whole years insured"))
    yuan_a_month = models.PositiveIntegerField(_("yuan a month"), null=True, blank=True)
    stop_reason = models.CharField(_("why it stopped early"), max_length=12, choices=EndReason, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    granted_at = models.DateTimeField(_("granted"))

    class Meta:
        verbose_name = _("benefit period")
        verbose_name_plural = _("benefit periods")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"), starts_on__day=1, ends_on__day=1),
                name="benefit_in_whole_months",
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%Y-%m} +{self.months}"


class SupportRecord(models.Model):
    """What was done to help a person back to work."""

    unemployment = models.ForeignKey(Unemployment, on_delete=models.CASCADE, related_name="support")
    kind = models.CharField(_("kind of support"), max_length=12, choices=SupportKind)
    on = models.DateField(_("day"))
    note = models.CharField(_("remark"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("recorded"), auto_now_add=True)

    class Meta:
        verbose_name = _("support towards work")
        verbose_name_plural = _("support towards work")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
