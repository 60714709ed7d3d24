"""Résumés (简历): what a person writes of themselves, several where they look for different work."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jobs.enums import EmploymentType, LanguageLevel, SpokenLanguage


class Resume(models.Model):
    """One résumé. The main one of a person feeds their profile, which is what matching reads.

    places: [{"region": code or "" for anywhere, "mode": PlaceMode, "within_km": number or null}].
    """

    seeker = models.ForeignKey("jobs.JobSeeker", on_delete=models.CASCADE, related_name="resumes")
    title = models.CharField(_("name of the résumé"), max_length=40, help_text="seen by its owner only")
    is_main = models.BooleanField(_("main résumé"), default=False)

    wanted = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    employment_types = ArrayField(
        models.CharField(max_length=12, choices=EmploymentType), default=list, blank=True
    )
    places = models.JSONField(default=list, blank=True)
    pay_wanted = models.PositiveIntegerField(_("pay wanted"), null=True, blank=True)
    pay_floor = models.PositiveIntegerField(_("lowest pay accepted"), null=True, blank=True)
    available_from = models.DateField(_("available from"), null=True, blank=True)
    skills = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    about = models.TextField(_("about me"), blank=True)

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("résumé")
        verbose_name_plural = _("résumés")
        ordering = ["-is_main", "-updated_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["seeker"], condition=Q(is_main=True), name="resume_one_main_a_seeker"
            ),
            models.CheckConstraint(
                condition=Q(pay_wanted=None) | Q(pay_floor=None) | Q(pay_floor__lte=F("pay_wanted")),
                name="resume_pay_floor_below_wanted",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ResumeEntry(models.Model):
    """One entry of a list in a résumé."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} #{self.pk}"


class ResumeJob(ResumeEntry):
    """Work that somebody did; months count, not days. `occupation` is what the title was read as, unless the
    person chose another one."""

    resume = models.ForeignKey(Resume, on_delete=models.CASCADE, related_name="jobs")
    title = models.CharField(_("job"), max_length=60)
    employer = models.CharField(_("employer"), max_length=100, blank=True)
    start = models.DateField(_("from"))
    end = models.DateField(_("to"), null=True, blank=True, help_text="null: still there")
    duties = models.TextField(_("what you did"), blank=True)
    occupation = models.CharField(max_length=10, blank=True)
    occupation_chosen = models.CharField(_("occupation that you chose"), max_length=10, blank=True)

    class Meta:
        ordering = [F("end").desc(nulls_first=True), "-start", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(end=None) | Q(end__gte=F("start")), name="resume_job_in_order")
        ]


class ResumeSchool(ResumeEntry):
    """Education that somebody finished or is in."""

    resume = models.ForeignKey(Resume, on_delete=models.CASCADE, related_name="schools")
    level = models.CharField(_("level"), max_length=2, help_text="GB/T 4658")
    school = models.CharField(_("school"), max_length=100, blank=True)
    subject = models.CharField(_("subject"), max_length=60, blank=True)
    end_year = models.PositiveSmallIntegerField(_("year of leaving"), null=True, blank=True)

    class Meta:
        ordering = [F("end_year").desc(nulls_first=True), "-id"]


class ResumeCertificate(ResumeEntry):
    """A grade, professional title or licence that somebody holds; codes where a list knows it."""

    resume = models.ForeignKey(Resume, on_delete=models.CASCADE, related_name="certificates")
    name = models.CharField(_("certificate"), max_length=80)
    grade = models.CharField(_("grade"), max_length=2, blank=True)
    licence = models.CharField(_("licence"), max_length=24, blank=True)
    number = models.CharField(_("number"), max_length=40, blank=True)
    issuer = models.CharField(_("issued by"), max_length=80, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    occupation = models.CharField(max_length=10, blank=True, help_text="that a grade is held in")

    class Meta:
        ordering = [F("issued_on").desc(nulls_last=True), "-id"]


class ResumeLanguage(ResumeEntry):
    """A language and how well somebody has it."""

    resume = models.ForeignKey(Resume, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(_("language"), max_length=8, choices=SpokenLanguage)
    level = models.CharField(_("how well"), max_length=8, choices=LanguageLevel)

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["resume", "language"],
                name="resume_language_once",
                violation_error_message=_("This language is there already: change it in the list."),
            )
        ]
