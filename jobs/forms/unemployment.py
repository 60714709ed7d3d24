"""Forms of the desk for unemployed people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.enums import EndReason, SupportKind, UnemploymentCause, UnemploymentState
from jobs.forms.employer import LineField
from jobs.forms.fields import MonthField
from jobs.forms.plain import PlainForm
from jobs.forms.window import CitizenNumberField


def _day(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "is-short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=hint, widget=widget)


class NumberForm(PlainForm):
    """Finding a person by their number, which is posted, so that it stands in no address."""

    citizen_number = CitizenNumberField(
        label=_("Citizen identity number"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Write the identity number.")},
    )


class UnemployedForm(NumberForm):
    """Registering a person as unemployed."""

    name = LineField(
        label=_("Person's name"), max_length=40, error_messages={"required": _("Write the name.")}
    )
    phone = LineField(
        label=_("Telephone"), max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    cause = forms.ChoiceField(label=_("Why without work"), choices=UnemploymentCause.choices)
    without_work_since = _day(_("Without work since"), required=False)
    hard_to_place = forms.BooleanField(label=_("Recognised as hard to place (就业困难人员)"), required=False)

    field_order = ("name", "citizen_number", "phone")


class EndForm(PlainForm):
    reason = forms.ChoiceField(label=_("Why it ends"), choices=EndReason.choices)
    employer_name = LineField(
        label=_("New employer"),
        max_length=200,
        required=False,
        help_text=_("Where the person is employed now."),
    )


class BenefitForm(PlainForm):
    starts_on = MonthField(label=_("First month"), error_messages={"required": _("Write a month.")})
    months = forms.IntegerField(label=_("Months"), min_value=1, max_value=24)
    years_insured = forms.IntegerField(
        label=_("Whole years insured"),
        min_value=0,
        max_value=60,
        help_text=_("1–4 years: up to 12 months; 5–9: 18; 10 and more: 24."),
    )
    yuan_a_month = forms.IntegerField(label=_("Yuan a month"), min_value=1, max_value=99_999, required=False)


class StopForm(PlainForm):
    from_month = MonthField(
        label=_("First month without benefit"), error_messages={"required": _("Write a month.")}
    )
    reason = forms.ChoiceField(label=_("Why it stops"), choices=EndReason.choices)


class SupportForm(PlainForm):
    kind = forms.ChoiceField(label=_("What was done"), choices=SupportKind.choices)
    on = _day(_("Day"))
    note = LineField(label=_("Remark"), max_length=300, required=False)


class UnemployedFilter(PlainForm):
    """Which registrations are listed; nothing given stands for those who are registered now."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("registered now")), ("all", _("all")), *UnemploymentState.choices[1:]],
    )
    cause = forms.ChoiceField(
        label=_("Why without work"), required=False, choices=[("", _("all")), *UnemploymentCause.choices]
    )
    benefit = forms.ChoiceField(
        label=_("Unemployment benefit"),
        required=False,
        choices=[("", _("all")), ("now", _("this month")), ("none", _("none this month"))],
    )
    month = MonthField(label=_("Figures of"), required=False)

    @property
    def shown_month(self) -> dt.date:
        """The month that figures are shown of: the one asked for, else this one."""
        month: dt.date | None = self.cleaned_data.get("month") if self.is_valid() else None
        return month or timezone.localdate().replace(day=1)
