"""Forms of saved searches."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from search.alerts.enums import Frequency
from search.alerts.words import LONGEST_NAME
from search.models import SavedSearch

LONGEST_ADDRESS = 254


class AddressField(forms.EmailField):
    """A mail address. Its errors say what is expected, without repeating what was written."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Mail address"),
            max_length=LONGEST_ADDRESS,
            error_messages={
                "required": _("Write the address that the mails are to go to."),
                "invalid": _("Write a whole mail address, such as name@example.com."),
            },
        )


class FrequencyForm(forms.Form):
    """How often mails come."""

    frequency = forms.ChoiceField(
        label=_("How often"),
        choices=Frequency.choices,
        initial=Frequency.DAILY,
        error_messages={"required": _("Choose how often."), "invalid_choice": _("Choose how often.")},
    )
    weekday = forms.ChoiceField(
        label=_("Day of weekly mails"), choices=list(WEEKDAYS.items()), required=False
    )

    def clean_weekday(self) -> int:
        return int(self.cleaned_data["weekday"] or 0)


class WishForm(FrequencyForm):
    """To be told of new finds: an address as well where nobody is signed in."""

    email = AddressField()

    def __init__(self, data: QueryDict | None = None, *, asks_address: bool) -> None:
        super().__init__(data)
        if not asks_address:
            del self.fields["email"]


class ChangeForm(FrequencyForm):
    """A saved search renamed, or with other times."""

    name = forms.CharField(
        label=_("Name of the search"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Give it a name.")},
    )

    def __init__(self, data: QueryDict | None = None, *, search: SavedSearch) -> None:
        initial = {"name": search.name, "frequency": search.frequency, "weekday": search.weekday}
        super().__init__(data, initial=initial, auto_id=f"id_{search.pk}_%s")
        self.search = search


class LinkForm(forms.Form):
    """Where the link to one's saved searches is to be sent."""

    email = AddressField()
