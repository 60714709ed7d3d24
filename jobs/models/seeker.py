"""Job seekers (求职者): who they are to the portal, and what matching needs to know of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jobs.enums import CommuteDistance, EmploymentType, PlaceMode, SeekerCategory, Sex, Visibility
from jobs.querysets import JobSeekerQuerySet


class JobSeeker(models.Model):
    """One person who looks for work. Codes are those of `standards`; pay is in whole yuan a month.

    Sex, birth date and ethnicity (民族) are kept for the statistics that the law wants; nothing that matches,
    ranks or is indexed reads them.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="job_seeker",
        help_text="null: registered at a service window",
    )
    name = models.CharField(_("name"), max_length=40, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("mail address for employers"), blank=True)
    category = models.CharField(_("registered as"), max_length=10, choices=SeekerCategory, blank=True)
    citizen_id = models.TextField(blank=True, help_text="encrypted: `jobs.citizen_id`")
    citizen_id_key = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="keyed hash, for looking it up"
    )

    region = models.CharField(_("where they are"), max_length=6, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    excluded_regions = ArrayField(models.CharField(max_length=6), default=list, blank=True)

    education = models.CharField(_("education"), max_length=2, blank=True, help_text="GB/T 4658")
    skills = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    licences = ArrayField(models.CharField(max_length=24), default=list, blank=True)

    pay_wanted = models.PositiveIntegerField(_("pay wanted"), null=True, blank=True)
    pay_floor = models.PositiveIntegerField(
        _("lowest pay accepted"), null=True, blank=True, help_text="nothing below it is ever proposed"
    )
    employment_types = ArrayField(
        models.CharField(max_length=12, choices=EmploymentType), default=list, blank=True
    )
    available_from = models.DateField(_("available from"), null=True, blank=True)

    consent_at = models.DateTimeField(
        _("agreed to be matched"), null=True, blank=True, help_text="null: neither matched nor indexed"
    )
    shows_name = models.BooleanField(
        _("shown with the name"), default=False, help_text="to employers that find the person"
    )
    hidden_from = models.ManyToManyField("jobs.Employer", blank=True, related_name="+")

    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    ethnicity = models.CharField(_("ethnicity"), max_length=20, blank=True)

    is_demo = models.BooleanField(_("demonstration"), default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(help_text="last change or confirmation by the person")

    objects: ClassVar[JobSeekerQuerySet] = JobSeekerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("job seeker")
        verbose_name_plural = _("job seekers")
        constraints = [
            models.CheckConstraint(
                condition=Q(pay_wanted=None) | Q(pay_floor=None) | Q(pay_floor__lte=F("pay_wanted")),
                name="seeker_pay_floor_below_wanted",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def visibility(self) -> Visibility:
        if self.consent_at is None:
            return Visibility.HIDDEN
        return Visibility.NAMED if self.shows_name else Visibility.NAMELESS


class WantedOccupation(models.Model):
    """An occupation, or a whole group of them, that a person wants to work in."""

    seeker = models.ForeignKey(JobSeeker, on_delete=models.CASCADE, related_name="wanted")
    occupation = models.CharField(_("occupation"), max_length=10)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=100, validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="percent: 100 for what is wanted most",
    )  # fmt: skip

    class Meta:
        ordering = ["-weight", "occupation"]
        constraints = [
            models.UniqueConstraint(fields=["seeker", "occupation"], name="occupation_wanted_once"),
            models.CheckConstraint(condition=Q(weight__range=(1, 100)), name="wanted_weight_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.occupation} {self.weight}%"


class Experience(models.Model):
    """Time worked in an occupation."""

    seeker = models.ForeignKey(JobSeeker, on_delete=models.CASCADE, related_name="experience")
    occupation = models.CharField(_("occupation"), max_length=10)
    months = models.PositiveSmallIntegerField(_("months"))

    class Meta:
        ordering = ["-months", "occupation"]
        constraints = [
            models.UniqueConstraint(fields=["seeker", "occupation"], name="experience_once_an_occupation")
        ]

    def __str__(self) -> str:
        return f"{self.occupation} {self.months}"


class HeldGrade(models.Model):
    """A skill grade or professional title in an occupation."""

    seeker = models.ForeignKey(JobSeeker, on_delete=models.CASCADE, related_name="grades")
    occupation = models.CharField(_("occupation"), max_length=10)
    grade = models.CharField(_("grade"), max_length=2)

    class Meta:
        ordering = ["occupation", "grade"]
        constraints = [
            models.UniqueConstraint(fields=["seeker", "occupation", "grade"], name="grade_held_once")
        ]

    def __str__(self) -> str:
        return f"{self.occupation} {self.grade}"


class PlaceWish(models.Model):
    """Where and how a person would work: in a region, or anywhere ("")."""

    seeker = models.ForeignKey(JobSeeker, on_delete=models.CASCADE, related_name="places")
    region = models.CharField(_("region"), max_length=6, blank=True, help_text="empty: anywhere")
    mode = models.CharField(_("how"), max_length=8, choices=PlaceMode)
    within_km = models.PositiveSmallIntegerField(
        _("within kilometres"), null=True, blank=True, choices=CommuteDistance,
        help_text="how far they commute; meaningless for the other ways",
    )  # fmt: skip

    class Meta:
        ordering = ["region", "mode"]
        constraints = [
            models.UniqueConstraint(fields=["seeker", "region", "mode"], name="place_wished_once"),
            models.CheckConstraint(
                condition=Q(mode="commute", within_km__isnull=False)
                | (~Q(mode="commute") & Q(within_km=None)),
                name="commute_has_a_distance",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region or '*'} {self.mode}"


class SeekerLook(models.Model):
    """An employer looked at a person's profile: one row a day, with the last time."""

    seeker = models.ForeignKey(JobSeeker, on_delete=models.CASCADE, related_name="looks")
    employer = models.ForeignKey("jobs.Employer", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    at = models.DateTimeField(help_text="the last time on that day")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["seeker", "employer", "day"], name="seeker_look_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.employer_id} → {self.seeker_id}"
