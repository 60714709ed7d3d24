"""Finding and registering a person at a service window."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jobs.enums import ConsentWay
from jobs.forms.employer import LineField
from jobs.forms.fields import RegionField
from jobs.forms.plain import PlainForm
from jobs.sms import sms_backend
from standards.identity import IdentityNumberError, check_citizen_id


class CitizenNumberField(forms.CharField):
    """A citizen identity number, or nothing."""

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "").strip()
        try:
            return check_citizen_id(text) if text else ""
        except IdentityNumberError:
            raise ValidationError(_("This is no identity number: check its 18 characters.")) from None


def _number_field(hint: Any = "") -> CitizenNumberField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"})
    return CitizenNumberField(
        label=_("Citizen identity number"), help_text=hint, max_length=30, required=False, widget=widget
    )


class FindForm(PlainForm):
    citizen_number = _number_field()
    name = LineField(label=_("Person's name"), max_length=40, required=False)
    phone = LineField(
        label=_("Telephone"), max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not data["citizen_number"] and not (data["name"] and data["phone"]):
            raise ValidationError(_("Write the identity number, or name and telephone."))
        return data


class RegisterForm(PlainForm):
    name = LineField(
        label=_("Person's name"), max_length=40, error_messages={"required": _("Write the name.")}
    )
    phone = LineField(
        label=_("Telephone"), max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(
        label=_("Mail address"),
        max_length=120,
        required=False,
        widget=forms.EmailInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    citizen_number = _number_field(_("So that a window finds this registration again. Stored encrypted."))
    lives_in = RegionField(
        label=_("Where the person lives"),
        help_text=_("City and district, such as 武汉市江夏区."),
        max_length=60,
        error_messages={"required": _("Write the city where the person lives.")},
    )
    consent_way = forms.ChoiceField(
        label=_("How did the person agree to be registered?"),
        choices=ConsentWay.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Nobody is registered who did not agree.")},
    )
    paper_number = LineField(
        label=_("Number of the paper"),
        help_text=_("For a signed paper only."),
        max_length=40,
        required=False,
    )
    code = LineField(
        label=_("Code that the person tells you"),
        max_length=12,
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "is-short"}
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].help_text = (
            _("Have it sent by the button below: to the telephone, or by mail where there is none.")
            if sms_backend()
            else _(
                "Have it sent by the button below. No text messages can be sent from here: the code goes to "
                "the mail address."
            )
        )

    @property
    def code_goes_to(self) -> dict[str, str]:
        """Telephone and mail address, as far as they are valid."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("phone", "email")}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("consent_way") == ConsentWay.CODE and not data.get("code"):
            self.add_error("code", _("Write the code that the person tells you; have one sent first."))
        if data.get("consent_way") == ConsentWay.PAPER and not data.get("paper_number"):
            self.add_error("paper_number", _("Write the number of the signed paper."))
        return data
