"""Vacancies (招聘岗位)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jobs.contacts import Contacts
from jobs.enums import CloseReason, EmploymentType, VacancyState
from jobs.querysets import VacancyQuerySet


class Vacancy(models.Model):
    """One vacancy as one source states it.

    Codes are those of `standards`; the words as sent stand beside them in `*_text`. Pay is in whole yuan a
    month, null where not stated. A vacancy that several sources send is one row a source: they share
    `duplicate_key`, and all but the one that shows point to it with `duplicate_of`.
    """

    employer = models.ForeignKey(
        "jobs.Employer", null=True, blank=True, on_delete=models.PROTECT, related_name="vacancies"
    )
    title = models.CharField(pgettext_lazy("of a vacancy", "title"), max_length=200)
    duties = models.TextField(_("duties"), blank=True)
    headcount = models.PositiveIntegerField(_("headcount"), default=1)

    occupation = models.CharField(_("occupation"), max_length=10, blank=True)
    occupation_text = models.CharField(max_length=100, blank=True)
    occupation_confidence = models.FloatField(
        null=True, blank=True, help_text="0–1; null where stated by code"
    )
    industry = models.CharField(_("industry"), max_length=5, blank=True)
    industry_text = models.CharField(max_length=100, blank=True)

    region = models.CharField(_("region"), max_length=6, blank=True)
    place_text = models.CharField(max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)

    pay_min = models.PositiveIntegerField(_("pay from"), null=True, blank=True)
    pay_max = models.PositiveIntegerField(_("pay to"), null=True, blank=True)
    pay_months = models.PositiveSmallIntegerField(_("monthly pays a year"), null=True, blank=True)
    pay_text = models.CharField(_("pay as sent"), max_length=100, blank=True)

    education = models.CharField(
        _("education"), max_length=2, blank=True, help_text="GB/T 4658; 00 no requirement; empty not stated"
    )
    education_text = models.CharField(max_length=60, blank=True)
    experience_min = models.PositiveSmallIntegerField(
        _("years of experience from"), null=True, blank=True, help_text="0 no requirement; null not stated"
    )
    experience_max = models.PositiveSmallIntegerField(null=True, blank=True)
    experience_text = models.CharField(max_length=60, blank=True)
    grade = models.CharField(
        _("grade"),
        max_length=2,
        blank=True,
        help_text="asked for; empty for none or not stated",
    )
    employment_type = models.CharField(
        _("employment type"), max_length=12, choices=EmploymentType, blank=True
    )
    benefits = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    questions = models.JSONField(
        _("questions for applicants"), default=list, blank=True,
        db_default=models.Value([], models.JSONField()),
        help_text='[{"text": …, "required": true}]',
    )  # fmt: skip

    contact_name = models.CharField(_("contact person"), max_length=60, blank=True)
    contact_phone = models.CharField(_("contact telephone"), max_length=60, blank=True)
    contact_email = models.CharField(_("contact mail"), max_length=120, blank=True)

    feed = models.ForeignKey(
        "jobs.CityFeed",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="vacancies",
        db_index=False,  # the unique constraint serves
    )
    external_id = models.CharField(
        max_length=100, blank=True, help_text="its source's own: the city's, or the employer's"
    )
    source_name = models.CharField(_("source"), max_length=100, blank=True)
    source_url = models.CharField(max_length=500, blank=True)
    raw_hash = models.UUIDField(null=True, blank=True, help_text="of the row as sent and of what read it")
    content_hash = models.UUIDField(null=True, blank=True, help_text="of what the row came to mean")
    warnings = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    duplicate_key = models.UUIDField(null=True, blank=True)
    duplicate_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="duplicates",
        db_index=False,  # the partial index serves
    )

    state = models.CharField(_("state"), max_length=10, choices=VacancyState, default=VacancyState.DRAFT)
    close_reason = models.CharField(max_length=20, choices=CloseReason, blank=True)
    state_at = models.DateTimeField(help_text="when the state began")
    published_at = models.DateTimeField(_("published"), help_text="as the source states it, else first seen")
    expires_on = models.DateField(
        _("valid until"), null=True, blank=True, help_text="last day that it is valid"
    )
    opens_on = models.DateField(
        _("publish on"), null=True, blank=True, help_text="a draft that opens by itself on this day"
    )
    hired = models.PositiveIntegerField(
        _("people hired"), null=True, blank=True, help_text="as the employer states it when it closes"
    )
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text="when the employer was asked whether it still stands"
    )
    expiry_stated = models.BooleanField(default=False, help_text="false: the profile's default validity")
    is_demo = models.BooleanField(_("demonstration"), default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(help_text="last change of content or state")

    objects: ClassVar[VacancyQuerySet] = VacancyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("vacancy")
        verbose_name_plural = _("vacancies")
        constraints = [
            models.UniqueConstraint(fields=["feed", "external_id"], name="vacancy_once_in_feed"),
            models.UniqueConstraint(
                fields=["employer", "external_id"],
                condition=Q(feed=None, external_id__gt="") & ~Q(state="closed"),
                name="vacancy_own_number_once",
            ),
            models.CheckConstraint(
                condition=Q(pay_min=None) | Q(pay_max=None) | Q(pay_min__lte=models.F("pay_max")),
                name="vacancy_pay_range_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state=VacancyState.CLOSED, close_reason__gt="")
                | (~Q(state=VacancyState.CLOSED) & Q(close_reason="")),
                name="vacancy_closed_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"], condition=Q(state="open"), name="vacancy_open_newest"
            ),
            models.Index(
                fields=["region", "-published_at"], condition=Q(state="open"), name="vacancy_open_region"
            ),
            models.Index(fields=["expires_on"], condition=Q(state="open"), name="vacancy_open_expiry"),
            models.Index(fields=["duplicate_key"], condition=Q(state="open"), name="vacancy_open_duplicate"),
            models.Index(fields=["raw_hash"], condition=Q(raw_hash__isnull=False), name="vacancy_sent_as"),
            models.Index(
                fields=["duplicate_of"], condition=Q(duplicate_of__isnull=False), name="vacancy_duplicate_of"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("vacancy", args=[self.pk])

    @property
    def contacts(self) -> Contacts:
        """Whom to ask, masked unless the vacancy is open: pages and APIs show these, not the fields."""
        stated = Contacts(self.contact_name, self.contact_phone, self.contact_email)
        return stated if self.state == VacancyState.OPEN else stated.masked()
