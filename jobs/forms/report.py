"""The form of a report about a vacancy or a message, and of what was found."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jobs.enums import REPORT_KINDS, ReportAbout, ReportKind
from jobs.forms.employer import LineField
from jobs.forms.fields import TextField
from jobs.forms.plain import PlainForm


class ReportForm(PlainForm):
    """What is wrong, chosen and in words."""

    kind = forms.ChoiceField(
        label=_("What is wrong?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    text = TextField(
        label=_("What happened?"),
        help_text=_("When, and what was said or asked for. Your name and telephone are not needed."),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, data: Any = None, *, about: ReportAbout = ReportAbout.VACANCY) -> None:
        super().__init__(data)
        kinds = [(kind.value, kind.label) for kind in REPORT_KINDS[about]]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("kind") == ReportKind.OTHER and not self.cleaned_data.get("text"):
            self.add_error("text", _("Write what is wrong."))
        return cleaned


class CaseForm(PlainForm):
    """A case number."""

    number = LineField(
        label=_("Case number"),
        help_text=_("Such as JB261124-7KQ2MZ9A; you got it when you reported."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write the case number.")},
    )


class DecisionForm(PlainForm):
    """What the staff found; the person who reported reads it."""

    note = TextField(
        label=_("What you found"),
        help_text=_("Who reported it reads this; when it is confirmed, the employer too."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what you found.")},
    )
