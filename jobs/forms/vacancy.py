"""The form of a vacancy, and what is done with one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from jobs.enums import CloseReason, EmploymentType
from jobs.feeds.identity import title_key
from jobs.forms.employer import LineField
from jobs.forms.fields import RegionField, TextField, WordsField
from jobs.forms.occupation import OtherWordsField, likely_occupations
from jobs.forms.plain import PlainForm
from jobs.posting import (
    HIGHEST,
    LONGEST,
    LONGEST_BENEFIT,
    LONGEST_VALIDITY_DAYS,
    MOST_BENEFITS,
    USUAL_VALIDITY_DAYS,
    VacancyContent,
)
from jobs.words import NO_EDUCATION_REQUIRED, education_words
from standards import lists

MOST_QUESTIONS = 3
NEEDED = ("region", "duties", "pay_min", "pay_max", "employment_type", "expires_on")
"""What a vacancy needs before it is public, though not to be kept."""
_YEARS = (0, 1, 2, 3, 5, 8, 10)


def education_choices() -> list[tuple[str, str]]:
    codes = [NO_EDUCATION_REQUIRED, *(entry.code for entry in reversed(lists.education_levels()))]
    return [("", gettext("Not stated")), *((code, education_words(code)) for code in codes if code != "90")]


def experience_choices() -> list[tuple[str, str]]:
    named = [(str(years), gettext("%(years)s years or more") % {"years": years}) for years in _YEARS if years]
    return [("", gettext("Not stated")), ("0", gettext("no experience needed")), *named]


def grade_choices() -> list[tuple[str, str]]:
    language = get_language() or ""
    return [("", gettext("None")), *((entry.code, entry.name(language)) for entry in lists.grades())]


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class VacancyForm(PlainForm):
    """A vacancy as it is written. Its title is enough to keep it; the rules speak before it is public."""

    title = LineField(
        label=_("Title of the job"),
        help_text=_("As people would search for it, such as 维修电工: without pay, contact or promises."),
        max_length=LONGEST["title"],
        error_messages={"required": _("Write the title of the job.")},
    )
    occupation = forms.ChoiceField(
        label=_("Occupation"),
        help_text=_("People find the vacancy by it, whatever they call the job."),
        required=False,
        widget=forms.RadioSelect,
    )
    occupation_words = OtherWordsField()
    region = RegionField(
        label=_("Workplace"),
        help_text=_("City and district, such as 武汉市江夏区."),
        required=False,
        max_length=100,
    )
    address = LineField(
        label=_("Street and number"), required=False, max_length=LONGEST["address"],
        help_text=_("People search by distance."),
    )  # fmt: skip
    duties = TextField(
        label=_("Duties and conditions"),
        help_text=_("What is done all day, when, with whom; what somebody must know already."),
        required=False,
        max_length=LONGEST["duties"],
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    headcount = forms.IntegerField(
        label=_("People wanted"), min_value=1, max_value=HIGHEST["headcount"], initial=1
    )
    pay_min = forms.IntegerField(
        label=_("Pay from, yuan a month before tax"),
        min_value=1,
        max_value=HIGHEST["pay_min"],
        required=False,
    )
    pay_max = forms.IntegerField(
        label=_("Pay to, yuan a month before tax"), min_value=1, max_value=HIGHEST["pay_max"], required=False
    )
    pay_months = forms.IntegerField(
        label=_("Monthly pays a year"), min_value=12, max_value=HIGHEST["pay_months"], required=False
    )
    employment_type = forms.ChoiceField(
        label=_("Kind of employment"),
        choices=EmploymentType.choices,
        required=False,
        widget=forms.RadioSelect,
        initial=EmploymentType.FULL_TIME,
    )
    education = forms.ChoiceField(label=_("Education asked for"), choices=education_choices, required=False)
    experience_min = forms.ChoiceField(
        label=_("Experience asked for"), choices=experience_choices, required=False
    )
    grade = forms.ChoiceField(label=_("Grade asked for"), choices=grade_choices, required=False)
    benefits = WordsField(
        label=_("Benefits"),
        help_text=_("A few words each, separated by commas, such as 五险一金、包吃、双休."),
        longest=LONGEST_BENEFIT,
        at_most=MOST_BENEFITS,
        required=False,
        widget=forms.TextInput,
    )
    expires_on = forms.DateField(
        label=_("Last day"),
        help_text=_("The vacancy closes by itself after it; you can extend it."),
        widget=DayInput,
        required=False,
    )
    contact_name = LineField(
        label=_("Whom to ask"), required=False, max_length=LONGEST["contact_name"],
        help_text=_("Shown to everybody while it is open. Leave it empty to get applications here only."),
    )  # fmt: skip
    contact_phone = LineField(label=_("Telephone"), required=False, max_length=LONGEST["contact_phone"])

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in NEEDED:
            self.fields[name].needed_later = True  # type: ignore[attr-defined]
        title, words, code = (
            str(self._stated(name) or "")[:60] for name in ("title", "occupation_words", "occupation")
        )
        read = ("", gettext("Let the portal read it from the title"))
        choices = [read, *likely_occupations([words, title], chosen=code)]
        self.fields["occupation"].choices = choices  # type: ignore[attr-defined]
        self.looks_for_words = bool(words)
        if "expires_on" not in self.initial:
            self.initial["expires_on"] = timezone.localdate() + dt.timedelta(days=USUAL_VALIDITY_DAYS)
        for number in range(1, MOST_QUESTIONS + 1):
            self.fields[f"question_{number}"] = LineField(
                label=_("Question %(number)s") % {"number": number},
                required=False,
                max_length=200,
            )
            self.fields[f"must_{number}"] = forms.BooleanField(label=_("Must be answered"), required=False)

    def _stated(self, name: str) -> Any:
        return self.data.get(name) if self.is_bound else self.initial.get(name)

    def clean_experience_min(self) -> int | None:
        years = self.cleaned_data["experience_min"]
        return int(years) if years else None

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if not title_key(title):
            raise forms.ValidationError(_("Write the title of the job."))
        return title

    def clean_expires_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if day and not today <= day <= today + dt.timedelta(days=LONGEST_VALIDITY_DAYS):
            raise forms.ValidationError(
                _("Choose a day from today on, at most %(days)s days ahead."),
                params={"days": LONGEST_VALIDITY_DAYS},
            )
        return day

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        low, high = self.cleaned_data.get("pay_min"), self.cleaned_data.get("pay_max")
        if low and high and low > high:
            self.add_error("pay_max", _("The pay to is below the pay from."))
        return cleaned

    @property
    def content(self) -> VacancyContent:
        """What was written, as far as it is valid."""
        data = self.cleaned_data
        plain = {
            name: data[name]
            for name in VacancyContent.__dataclass_fields__
            if name in data and data[name] not in (None, "")
        }
        questions = [
            {"text": text, "required": bool(data.get(f"must_{number}"))}
            for number in range(1, MOST_QUESTIONS + 1)
            if (text := data.get(f"question_{number}"))
        ]
        return VacancyContent(**plain, questions=questions)


def initial_of(content: VacancyContent) -> dict[str, Any]:
    """A vacancy's content as the initial values of its form."""
    initial: dict[str, Any] = {
        name: getattr(content, name) for name in VacancyContent.__dataclass_fields__ if name != "questions"
    }
    if content.experience_min is not None:
        initial["experience_min"] = str(content.experience_min)
    for number, question in enumerate(content.questions, 1):
        initial |= {f"question_{number}": question["text"], f"must_{number}": question["required"]}
    return initial


class EndForm(PlainForm):
    """Why a vacancy ends, and how many people were found."""

    reason = forms.ChoiceField(
        label=_("Why does it end?"),
        choices=[
            (CloseReason.FILLED.value, _("Filled by somebody from here")),
            (CloseReason.FILLED_ELSEWHERE.value, _("Filled in another way")),
            (CloseReason.CANCELLED.value, _("Nobody is wanted any more")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
    hired = forms.IntegerField(
        label=_("How many people were hired?"), min_value=0, max_value=9_999, required=False
    )


class DayForm(PlainForm):
    """A day: to be published on, or the last one."""

    day = forms.DateField(
        label=_("Day"),
        widget=DayInput,
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")},
    )
