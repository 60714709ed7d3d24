"""Writing a message, and agreeing to exchange contact."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jobs.contact_words import has_contact
from jobs.forms.employer import LineField
from jobs.forms.fields import TextField
from jobs.forms.plain import PlainForm
from jobs.services.messages import MESSAGE_LIMIT


class MessageForm(PlainForm):
    """A message. Who writes a telephone number or an address into it is warned once: `warns`.

    Args:
        exchanged: both sides agreed to exchange contact, so that nothing is hidden.
    """

    text = TextField(
        label=_("Your message"),
        max_length=MESSAGE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your message.")},
    )

    def __init__(self, data: Any = None, *, exchanged: bool, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.exchanged = exchanged
        self.warns = False

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        self.warns = has_contact(text) and not self.exchanged and "knows" not in self.data
        if self.warns:
            raise forms.ValidationError(
                gettext(
                    "A telephone number or an address stands in it. The other side reads *** there until both"
                    " of you agree to exchange contact. Take it out, or send it so."
                )
            )
        return text


class InviteForm(PlainForm):
    """An invitation to apply, with words to begin from."""

    text = TextField(
        label=_("Your words"),
        help_text=_("They begin a conversation. The person reads who invites them, and to which vacancy."),
        max_length=MESSAGE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your message.")},
    )

    def __init__(self, data: Any = None, *, employer: str, title: str) -> None:
        words = gettext(
            "Hello! We are %(employer)s. You fit our vacancy “%(title)s”: would you like to apply?"
        )
        super().__init__(data, initial={"text": words % {"employer": employer, "title": title}})


class ContactForm(PlainForm):
    """How one is reached, as the other side will read it."""

    phone = LineField(
        label=_("Telephone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("Mail address"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
