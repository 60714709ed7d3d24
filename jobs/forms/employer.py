"""Forms of an employer's desk: who it is, its papers, who belongs to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jobs.enums import DocumentKind, EmployerRole
from jobs.feeds.parsers.text import clean_line
from jobs.forms.plain import PlainForm
from jobs.services.verification import Particulars
from standards import lists, regions
from standards.identity import IdentityNumberError, check_social_credit_code


def city_choices() -> list[tuple[str, Any]]:
    """All cities below the names of their provinces, for a select."""
    by_province: dict[str, list[tuple[str, str]]] = {}
    for city in regions.cities():
        province = regions.province_of(city.code)
        by_province.setdefault(province.name if province else "", []).append((city.code, city.name))
    return [("", _("Choose a city")), *by_province.items()]


def economic_type_choices() -> list[tuple[str, str]]:
    language = get_language() or ""
    return [("", ""), *((entry.code, entry.name(language)) for entry in lists.economic_types())]


class LineField(forms.CharField):
    """One line of text without control characters."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class ParticularsForm(PlainForm):
    """What is stated of an employer, as its licence shows it."""

    credit_code = forms.CharField(
        label=_("Unified social credit code"),
        help_text=_("18 characters, at the top right of the business licence."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Write the code of the licence.")},
    )
    name = LineField(
        label=_("Name of the employer"),
        help_text=_("In full, as on the licence."),
        min_length=4,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Write the name of the licence.")},
    )
    region = forms.ChoiceField(
        label=_("City"),
        help_text=_("Its public employment service checks your papers."),
        choices=city_choices,
        error_messages={"required": _("Choose the city of the licence.")},
    )
    economic_type = forms.ChoiceField(
        label=_("Kind of employer"), choices=economic_type_choices, required=False
    )
    handler_name = LineField(
        label=_("Who acts for the employer"),
        help_text=_("Your name, as in the authorisation (委托证明) that you upload next."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write the name of the authorisation.")},
    )

    def clean_credit_code(self) -> str:
        try:
            return check_social_credit_code(self.cleaned_data["credit_code"])
        except IdentityNumberError as error:
            raise forms.ValidationError(_CODE_PROBLEMS[error.code]) from error

    @property
    def particulars(self) -> Particulars:
        return Particulars(**self.cleaned_data)


_CODE_PROBLEMS = {
    "length": _("The code has 18 characters. Count those on the licence."),
    "format": _("The code has digits and capital letters only, never I, O, Z, S or V."),
    "component": _("The code begins with two characters that no licence has. Compare it with the licence."),
    "checksum": _(
        "One character of the code is wrong: its last one does not fit. Compare it with the licence."
    ),
}


class DocumentForm(PlainForm):
    """One paper."""

    kind = forms.ChoiceField(choices=DocumentKind.choices, widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        error_messages={"required": _("Choose a file first."), "empty": _("The file is empty.")},
    )


class InvitationForm(PlainForm):
    """Whom to invite."""

    email = forms.EmailField(
        label=_("Mail address"),
        max_length=254,
        widget=forms.EmailInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={
            "required": _("Write the address of the person."),
            "invalid": _("Write a whole mail address, such as name@example.com."),
        },
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=EmployerRole.choices,
        initial=EmployerRole.RECRUITER,
        widget=forms.RadioSelect,
    )
