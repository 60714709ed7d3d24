"""Enrolment in training courses."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.services import audit
from city_sites.models import CoursePage, Enrolment


class NoEnrolment(Exception):
    """The course takes nobody any more: it is full, or its enrolment is over."""


@transaction.atomic
def course_enrol(*, course: CoursePage, user: User, name: str, telephone: str) -> Enrolment:
    """Give a person a seat. Asking again changes the name and telephone of the seat that they have.

    Raises:
        NoEnrolment: no seat is left, or the last day of enrolment is over.
    """
    locked = CoursePage.objects.select_for_update(of=("self",)).get(pk=course.pk)
    held = Enrolment.objects.filter(course=locked, user=user, withdrawn_at=None).first()
    if not locked.takes_enrolments(on=timezone.localdate()):
        raise NoEnrolment
    if held is None and seats_taken(locked) >= locked.seats:
        raise NoEnrolment
    seat = held or Enrolment(course=locked, user=user)
    seat.name, seat.telephone = name, telephone
    seat.save()
    if held is None:
        audit(actor=user, act="course_enrol", subject=seat, region=locked.region)
    return seat


@transaction.atomic
def course_withdraw(*, course: CoursePage, user: User) -> None:
    """Give a person's seat back, so that somebody else may have it; where they have none nothing changes."""
    seat = Enrolment.objects.select_for_update().filter(course=course, user=user, withdrawn_at=None).first()
    if seat is not None:
        seat.withdrawn_at = timezone.now()
        seat.save(update_fields=["withdrawn_at"])
        audit(actor=user, act="course_withdraw", subject=seat, region=course.region)


def seats_taken(course: CoursePage) -> int:
    return Enrolment.objects.filter(course=course, withdrawn_at=None).count()


def seats_of(user: User) -> QuerySet[Enrolment]:
    """A person's seats in courses, the newest first."""
    held = Enrolment.objects.filter(user=user, withdrawn_at=None)
    return held.select_related("course").order_by("-pk")


def course_context(*, course: CoursePage, user: User | AnonymousUser) -> dict[str, Any]:
    """`seats_left`; `takes`: whether a person may enrol now; `seat`: what the person who looks has."""
    left = max(course.seats - seats_taken(course), 0)
    seat = None
    if isinstance(user, User):
        seat = Enrolment.objects.filter(course=course, user=user, withdrawn_at=None).first()
    takes = course.takes_enrolments(on=timezone.localdate())
    return {"seats_left": left, "takes": takes, "seat": seat}
