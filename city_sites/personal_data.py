"""What is held on a person here: seats in training courses."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import personal_data
from accounts.models import User
from city_sites.models import Enrolment


def register() -> None:
    personal_data.register(
        "city_sites",
        title=_("Training courses: your enrolments"),
        export=held_on,
        erase=erase,
        labels={
            "enrolments": _("Enrolments"),
            "course": _("Training course"),
            "name": _("name"),
            "telephone": _("Telephone"),
            "enrolled_at": _("Enrolled at"),
            "withdrawn_at": _("Withdrawn at"),
        },
    )


def held_on(user: User) -> dict[str, Any]:
    seats = Enrolment.objects.filter(user=user).select_related("course").order_by("pk")
    return (
        {
            "enrolments": [
                {
                    "course": seat.course.title,
                    "name": seat.name,
                    "telephone": seat.telephone,
                    "enrolled_at": seat.enrolled_at.isoformat(),
                    "withdrawn_at": seat.withdrawn_at.isoformat() if seat.withdrawn_at else None,
                }
                for seat in seats
            ]
        }
        if seats
        else {}
    )


def erase(user: User) -> None:
    Enrolment.objects.filter(user=user).delete()
