"""Forms of what an employer does with an application."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jobs.enums import ApplicationState
from jobs.forms.employer import LineField
from jobs.forms.fields import TextField
from jobs.forms.plain import PlainForm
from jobs.forms.vacancy import DayInput

NOTE_LIMIT = 500
_DURATIONS = (15, 30, 45, 60, 90, 120)


def durations() -> list[tuple[int, str]]:
    return [(minutes, gettext("%(minutes)s minutes") % {"minutes": minutes}) for minutes in _DURATIONS]


class NoteField(TextField):
    """What is said to the applicant with a move."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("A few words to the applicant"),
            required=False,
            max_length=NOTE_LIMIT,
            widget=forms.Textarea(attrs={"rows": 3}),
            **options,
        )


class MoveForm(PlainForm):
    """Where an application goes, and what is said with it."""

    note = NoteField(help_text=_("They stand in the mail and in the application's history."))


class InterviewForm(PlainForm):
    """When and where somebody is expected."""

    day = forms.DateField(
        label=_("Day"),
        widget=DayInput,
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")},
    )
    time = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": _("Choose a time."), "invalid": _("Choose a time, such as 14:30.")},
    )
    minutes = forms.TypedChoiceField(
        label=_("How long"),
        coerce=int,
        initial=30,
        choices=durations,
    )
    place = LineField(
        label=_("Place"),
        help_text=_("Street, building and room, or the address of the video meeting."),
        max_length=200,
        error_messages={"required": _("Write where.")},
    )
    note = NoteField(help_text=_("Such as whom to ask for and what to bring."))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if "day" in self.cleaned_data and "time" in self.cleaned_data and self.starts_at <= timezone.now():
            self.add_error("day", _("This is over: choose a time to come."))
        return cleaned

    @property
    def starts_at(self) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"]))


MOVE_WORDS = {
    ApplicationState.SEEN: _("Note as seen"),
    ApplicationState.INTERVIEW: _("Note as interviewed"),
    ApplicationState.OFFERED: _("Offer the job"),
    ApplicationState.HIRED: _("Hire"),
    ApplicationState.REFUSED: _("Turn down"),
}
"""What the buttons say that move an application there."""
BULK_MOVES = (
    ApplicationState.SEEN,
    ApplicationState.INTERVIEW,
    ApplicationState.OFFERED,
    ApplicationState.REFUSED,
)
"""An invitation has a time and a hiring takes an opening: these are made one by one."""
