"""Forms of city sites' public pages."""

from __future__ import annotations

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _


class EnrolmentForm(forms.Form):
    """Who comes to a course, and how the provider reaches them."""

    name = forms.CharField(
        label=_("Your name"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    telephone = forms.CharField(
        label=_("Telephone"),
        max_length=20,
        help_text=_("The provider calls here if something changes."),
        validators=[RegexValidator(r"^\+?[0-9][0-9 \-]{5,18}$", _("Write a telephone number in digits."))],
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
