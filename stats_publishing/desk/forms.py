"""Forms of these desks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SendBackForm(forms.Form):
    note = forms.CharField(
        label=_("What is to be mended"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
