"""The pages of a résumé, one thing each: what is asked, and why."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from jobs import citizen_id
from jobs.enums import (
    CommuteDistance,
    EmploymentType,
    LanguageLevel,
    PlaceMode,
    SeekerCategory,
    Sex,
    SpokenLanguage,
)
from jobs.forms.employer import LineField
from jobs.forms.fields import MonthField, RegionField, RegionsField, TextField, WordsField
from jobs.forms.occupation import OtherWordsField, in_its_group, likely_occupations
from jobs.forms.plain import PlainForm
from jobs.models import Resume
from jobs.occupation_search import occupation_of_title
from jobs.services import resume_update, seeker_contact_set, seeker_region_set, seeker_registration_set
from jobs.words import SHORT_EDUCATION
from standards import licences, lists
from standards.identity import IdentityNumberError, check_citizen_id
from standards.occupations import occupation

PAY_AT_MOST = 1_000_000


class StepForm(PlainForm):
    """A page of a résumé: `stated` is what stands there, `save` stores what was written."""

    def __init__(self, data: Any = None, *, resume: Resume) -> None:
        super().__init__(data, initial=self.stated(resume))
        self.resume = resume

    @classmethod
    def stated(cls, resume: Resume) -> dict[str, Any]:
        return {name: getattr(resume, name) for name in cls.base_fields}

    def save(self, by: User) -> None:
        resume_update(resume=self.resume, by=by, **self.cleaned_data)


class PlaceForm(StepForm):
    region = RegionField(
        label=_("Where you live"),
        help_text=_("City and district, such as 武汉市江夏区. Vacancies near you come first."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
        error_messages={"required": _("Write the city where you live.")},
    )
    commute = forms.TypedChoiceField(
        label=_("How far would you go every day?"),
        help_text=_("Farther vacancies are shown to you less."),
        choices=[("", _("Not stated")), *CommuteDistance.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    elsewhere = RegionsField(
        label=_("Other places where you would work"),
        help_text=_("You would move there, or stay there in the week. Separate them by commas: 深圳、东莞"),
        max_length=300,
        required=False,
    )
    anywhere = forms.BooleanField(label=_("I would work anywhere in the country"), required=False)

    @classmethod
    def stated(cls, resume: Resume) -> dict[str, Any]:
        reach = [place["within_km"] for place in resume.places if place["mode"] == PlaceMode.COMMUTE]
        moves = [place["region"] for place in resume.places if place["mode"] == PlaceMode.MOVE]
        return {
            "region": resume.seeker.region,
            "commute": reach[0] if reach else None,
            "elsewhere": [code for code in moves if code],
            "anywhere": "" in moves,
        }

    def save(self, by: User) -> None:
        data = self.cleaned_data
        moves = [*data["elsewhere"], *([""] if data["anywhere"] else [])]
        places = [{"region": code, "mode": PlaceMode.MOVE.value, "within_km": None} for code in moves]
        if data["commute"]:
            home = {"region": data["region"], "mode": PlaceMode.COMMUTE.value, "within_km": data["commute"]}
            places.insert(0, home)
        seeker_region_set(seeker=self.resume.seeker, region=data["region"], by=by)
        resume_update(resume=self.resume, by=by, places=places)


def _pay_field(**options: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "step": "100", "class": "is-short"})
    return forms.IntegerField(min_value=0, max_value=PAY_AT_MOST, required=False, widget=widget, **options)


class TermsForm(StepForm):
    employment_types = forms.MultipleChoiceField(
        label=_("Kind of employment"),
        help_text=_("Leave all empty if you are open."),
        choices=EmploymentType.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    pay_wanted = _pay_field(
        label=_("Pay wanted, yuan a month"),
        help_text=_("Before tax. Employers see it; vacancies that pay less are shown to you less."),
    )
    pay_floor = _pay_field(
        label=_("Lowest pay, yuan a month"),
        help_text=_("Only you see it: nothing below it is recommended to you."),
    )
    available_from = forms.DateField(
        label=_("Available from"),
        help_text=_("Leave it empty if you can start at once."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "is-short"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("pay_floor") and data.get("pay_wanted") and data["pay_floor"] > data["pay_wanted"]:
            self.add_error("pay_floor", _("The lowest pay accepted is above the pay wanted."))
        return data


class SkillsForm(StepForm):
    skills = WordsField(
        label=_("Skills"),
        help_text=_("What you can do, and tools that you know. Separate them by commas: 电气维修、CAD、PLC"),
        longest=40,
        at_most=40,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    about = TextField(
        label=_("What else an employer should know"),
        help_text=_("Two or three sentences are enough. No identity number, no bank account."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ContactForm(StepForm):
    name = LineField(
        label=_("Your name"),
        help_text=_("Stands on your résumé when you apply."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    phone = LineField(
        label=_("Telephone"),
        help_text=_("An employer sees it only where you say so."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("Mail address for employers"),
        help_text=_("An employer sees it only where you say so."),
        max_length=120,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    @classmethod
    def stated(cls, resume: Resume) -> dict[str, Any]:
        seeker = resume.seeker
        user = seeker.user
        return {
            "name": seeker.name or (user.name if user else ""),
            "phone": seeker.phone,
            "email": seeker.email or (user.email if user and not seeker.name else ""),
        }

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and sum(char.isdigit() for char in phone) < 7:
            raise ValidationError(_("Write a whole telephone number, such as 13800000000."))
        return phone

    def save(self, by: User) -> None:
        seeker_contact_set(seeker=self.resume.seeker, by=by, **self.cleaned_data)


class RegistrationForm(StepForm):
    category = forms.ChoiceField(
        label=_("What fits you best?"),
        help_text=_("The law has us count job seekers by it, four times a year, without names."),
        choices=[("", _("Rather not say")), *SeekerCategory.choices],
        required=False,
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        help_text=_("Only counted. It never counts in what is recommended, and employers do not see it."),
        choices=[("", _("Rather not say")), *Sex.choices],
        required=False,
    )
    birth_date = forms.DateField(
        label=_("Birth date"),
        help_text=_("Only counted, by groups of age."),
        required=False,
        widget=forms.DateInput(
            attrs={"type": "date", "class": "is-short", "autocomplete": "bday"}, format="%Y-%m-%d"
        ),
    )
    citizen_number = forms.CharField(
        label=_("Citizen identity number"),
        help_text=_(
            "So that a service window finds your registration again. It is stored encrypted, and shown "
            "masked, to you only."
        ),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    forget_number = forms.BooleanField(label=_("Remove the number that is stored"), required=False)

    def __init__(self, data: Any = None, *, resume: Resume) -> None:
        super().__init__(data, resume=resume)
        stored = resume.seeker.citizen_id
        if stored:
            shown = citizen_id.masked(citizen_id.decrypt(stored))
            self.fields["citizen_number"].widget.attrs["placeholder"] = shown
        else:
            del self.fields["forget_number"]

    @classmethod
    def stated(cls, resume: Resume) -> dict[str, Any]:
        seeker = resume.seeker
        return {"category": seeker.category, "sex": seeker.sex, "birth_date": seeker.birth_date}

    def clean_birth_date(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["birth_date"]
        if day and not 14 <= (timezone.localdate() - day).days / 365.25 <= 100:
            raise ValidationError(_("This birth date cannot be right for somebody who looks for work."))
        return day

    def clean_citizen_number(self) -> str:
        text = self.cleaned_data["citizen_number"]
        if not text.strip():
            return ""
        try:
            return check_citizen_id(text)
        except IdentityNumberError:
            raise ValidationError(_("This is no identity number: check its 18 characters.")) from None

    def save(self, by: User) -> None:
        data = self.cleaned_data
        number = data["citizen_number"]
        seeker_registration_set(
            seeker=self.resume.seeker,
            category=data["category"],
            sex=data["sex"] or (number and (Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)),
            birth_date=data["birth_date"] or (number and dt.date.fromisoformat(number[6:14])) or None,
            citizen_number=number or ("" if data.get("forget_number") else None),
            by=by,
        )


def _as_read(title: str) -> str:
    """What a job counts as where its writer chooses nothing."""
    read = occupation(occupation_of_title(title)) if title else None
    if read:
        return gettext("What the portal reads: %(name)s") % {"name": in_its_group(read)}
    if title:
        return gettext("Nothing: the portal does not understand this job")
    return gettext("What the portal reads from the job")


class JobForm(PlainForm):
    title = LineField(
        label=_("Job"),
        help_text=_("As you would call it, such as 维修电工. Your experience is counted by it."),
        max_length=60,
        error_messages={"required": _("Write what the job was.")},
    )
    occupation_chosen = forms.ChoiceField(
        label=_("Your experience counts as"),
        help_text=_("Vacancies that ask for experience are compared with it."),
        required=False,
        widget=forms.RadioSelect,
    )
    occupation_words = OtherWordsField()
    employer = LineField(
        label=_("Employer"),
        help_text=_("Leave it empty if you would rather not name it."),
        max_length=100,
        required=False,
    )
    start = MonthField(label=_("First month"), error_messages={"required": _("Write when it began.")})
    end = MonthField(
        label=_("Last month"), help_text=_("Leave it empty if you are still there."), required=False
    )
    duties = TextField(
        label=_("What you did"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        stated = self.data if self.is_bound else self.initial
        title, words, code = (
            str(stated.get(name) or "")[:60] for name in ("title", "occupation_words", "occupation_chosen")
        )
        choices = [("", _as_read(title)), *likely_occupations([words, title], chosen=code)]
        self.fields["occupation_chosen"].choices = choices  # type: ignore[attr-defined]
        self.looks_for_words = bool(words)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = data.get("start"), data.get("end")
        if start and start > timezone.localdate():
            self.add_error("start", _("This month is still to come."))
        if start and end and end < start:
            self.add_error("end", _("It ends before it begins."))
        return data


class SchoolForm(PlainForm):
    level = forms.ChoiceField(
        label=_("Level"),
        help_text=_("The highest one is compared with what vacancies ask for."),
        choices=[("", _("Choose a level")), *SHORT_EDUCATION.items()],
        error_messages={"required": _("Choose a level.")},
    )
    school = LineField(label=_("School"), max_length=100, required=False)
    subject = LineField(label=_("Subject"), max_length=60, required=False)
    end_year = forms.IntegerField(
        label=_("Year of leaving"),
        help_text=_("The year to come, if you are still there."),
        min_value=1950,
        max_value=2100,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "is-short"}),
    )


def _grade_choices() -> list[tuple[str, str]]:
    return [("", "—"), *((entry.code, entry.name(get_language() or "")) for entry in lists.grades())]


def _licence_choices() -> list[tuple[str, str]]:
    return [("", "—"), *((entry.code, entry.name(get_language() or "")) for entry in licences.all_licences())]


class CertificateForm(PlainForm):
    name = LineField(
        label=_("Certificate"),
        help_text=_("As it is written on it, such as 电工职业资格证书."),
        max_length=80,
        error_messages={"required": _("Write what the certificate is called.")},
    )
    grade = forms.ChoiceField(
        label=_("Grade or title"),
        help_text=_("Compared with the grade that vacancies ask for."),
        choices=_grade_choices,
        required=False,
    )
    licence = forms.ChoiceField(
        label=_("Licence"),
        help_text=_("Some work may only be done with it; such vacancies are shown to who holds it."),
        choices=_licence_choices,
        required=False,
    )
    number = LineField(
        label=_("Number"), help_text=_("So that employers can check it."), max_length=40, required=False
    )
    issuer = LineField(label=_("Issued by"), max_length=80, required=False)
    issued_on = MonthField(label=_("Issued in"), required=False)


class LanguageForm(PlainForm):
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("Choose a language")), *SpokenLanguage.choices],
        error_messages={"required": _("Choose a language.")},
    )
    level = forms.ChoiceField(
        label=_("How well"),
        choices=LanguageLevel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how well you have it.")},
    )
