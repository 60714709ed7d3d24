"""Training courses (培训课程) and who enrolled in them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.models import Page

from accounts.models import User
from city_sites.checked_form import checked
from city_sites.filters import CourseFilter
from city_sites.models.base import RICH_TEXT, AttachedPage, ListingPage
from standards import occupations


class CourseIndexPage(ListingPage):
    """Training courses, those that begin next first."""

    entry_order = ("starts_on", "pk")
    filter_form = CourseFilter
    feed_kind = "courses"
    subpage_types = ["city_sites.CoursePage"]

    class Meta:
        verbose_name = _("list of courses")
        verbose_name_plural = _("lists of courses")


class CoursePage(AttachedPage):
    """A course: for which occupation, when, where, by whom, for how much, and how many find a place in it."""

    provider = models.CharField(_("provider"), max_length=120)
    occupation = models.CharField(
        _("occupation"),
        max_length=40,
        blank=True,
        help_text=_("Code of the national classification such as 6-29-03-07, or the name as it stands there"),
    )
    starts_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"))
    enrol_until = models.DateField(_("enrolment until"), help_text=_("Last day of enrolment"))
    hours = models.PositiveSmallIntegerField(_("lessons"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    fee = models.PositiveIntegerField(_("fee"), default=0, help_text=_("Yuan; 0 is free of charge"))
    subsidy = models.PositiveIntegerField(
        _("subsidy"), default=0, help_text=_("Yuan that a person is paid back at most; 0 for none")
    )
    seats = models.PositiveIntegerField(_("seats"), validators=[MinValueValidator(1)])
    body = RichTextField(_("text"), features=RICH_TEXT)

    subpage_types: list[str] = []
    parent_page_types = ["city_sites.CourseIndexPage"]
    content_panels = checked(
        [
            *Page.content_panels,
            FieldPanel("provider"),
            FieldPanel("occupation"),
            MultiFieldPanel(
                [
                    FieldPanel("starts_on"),
                    FieldPanel("ends_on"),
                    FieldPanel("enrol_until"),
                    FieldPanel("hours"),
                ],
                _("dates"),
            ),
            MultiFieldPanel([FieldPanel("place"), FieldPanel("telephone")], _("place")),
            MultiFieldPanel(
                [FieldPanel("seats"), FieldPanel("fee"), FieldPanel("subsidy")], _("seats and fee")
            ),
            FieldPanel("summary"),
            FieldPanel("body"),
            FieldPanel("attachments"),
        ]
    )
    api_fields = [
        *AttachedPage.api_fields,
        *map(
            APIField,
            (
                "provider", "occupation", "starts_on", "ends_on", "enrol_until", "hours", "place",
                "telephone", "fee", "subsidy", "seats", "body",
            ),
        ),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("training course")
        verbose_name_plural = _("training courses")

    def clean(self) -> None:
        super().clean()
        wrong: dict[str, Any] = {}
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            wrong["ends_on"] = _("A course ends after it begins.")
        if self.ends_on and self.enrol_until and self.enrol_until > self.ends_on:
            wrong["enrol_until"] = _("Enrolment is over before the course is.")
        if self.occupation and not occupations.occupation(self.occupation):
            named = occupations.occupation_by_name(self.occupation)
            if named is None:
                wrong["occupation"] = _("The national classification has no such occupation.")
            else:
                self.occupation = named.code
        if wrong:
            raise ValidationError(wrong)

    def takes_enrolments(self, *, on: dt.date) -> bool:
        """Whether a person may still enrol on a day, seats left aside."""
        return self.live and on <= self.enrol_until

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from city_sites.services.enrolments import course_context

        context = course_context(course=self, user=request.user)
        return super().get_context(request, *args, **kwargs) | context


class Enrolment(models.Model):
    """A person's seat in a course, with the name and telephone that they gave for it."""

    course = models.ForeignKey(CoursePage, on_delete=models.CASCADE, related_name="enrolments")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="enrolments")
    name = models.CharField(_("name"), max_length=40)
    telephone = models.CharField(_("telephone"), max_length=20)
    enrolled_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "user"], condition=Q(withdrawn_at=None), name="enrolled_once"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
