"""Forms of the account pages: allauth's, in the portal's words, without placeholders."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from allauth.account import forms as account_forms
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User

Words = str | Promise
LONGEST_ADDRESS, LONGEST_PASSWORD, LONGEST_NAME, LONGEST_STAFF_NAME = 254, 128, 40, 80


@dataclass(frozen=True, slots=True)
class Wording:
    """How a field is asked: label, hint below it, what to do where it is empty, attributes of its input."""

    label: Words
    hint: Words = ""
    required: Words = ""
    attributes: dict[str, str] = field(default_factory=dict)
    longest: int = 0


class Worded:
    """A form whose fields are asked as `wording` says."""

    wording: ClassVar[dict[str, Wording]] = {}
    fields: dict[str, Any]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, words in self.wording.items():
            asked = self.fields[name]
            asked.label, asked.help_text = words.label, words.hint
            if words.required:
                asked.error_messages["required"] = words.required
            asked.widget.attrs.pop("placeholder", None)
            asked.widget.attrs |= words.attributes
            if words.longest:
                asked.max_length = words.longest
                asked.widget.attrs["maxlength"] = str(words.longest)
        for asked in self.fields.values():
            if "email" in (asked.widget.attrs.get("type"), asked.widget.input_type):
                asked.error_messages["invalid"] = _("Write a whole mail address, such as name@example.com.")


_ADDRESS = {"type": "email", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}
_NEW_PASSWORD_HINT = _("At least 10 characters. Several words in a row are easy to keep in mind.")
_NEW_PASSWORD = Wording(
    _("New password"), _NEW_PASSWORD_HINT, _("Choose a password."), longest=LONGEST_PASSWORD
)
_CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "is-code"}


class SignInForm(Worded, account_forms.LoginForm):
    wording = {
        "login": Wording(
            _("Mail address"),
            required=_("Write the mail address of your account."),
            attributes=_ADDRESS | {"autocomplete": "username"},
            longest=LONGEST_ADDRESS,
        ),
        "password": Wording(_("Password"), required=_("Write your password."), longest=LONGEST_PASSWORD),
    }


class SignUpForm(Worded, account_forms.SignupForm):
    wording = {
        "email": Wording(
            _("Mail address"),
            _("We send you one link to confirm it."),
            _("Write your mail address."),
            _ADDRESS,
            LONGEST_ADDRESS,
        ),
        "password1": Wording(
            _("Password"), _NEW_PASSWORD_HINT, _("Choose a password."), longest=LONGEST_PASSWORD
        ),
    }


class MailForm(Worded, account_forms.AddEmailForm):
    wording = {
        "email": Wording(
            _("New mail address"),
            _("It counts once you open the link that we send there. Until then the old one stays."),
            _("Write the new mail address."),
            _ADDRESS,
            LONGEST_ADDRESS,
        )
    }


class OnePassword:
    """A new password is asked for once: whoever mistypes it can set another one by mail."""

    fields: dict[str, Any]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        del self.fields["password2"]


class PasswordForm(OnePassword, Worded, account_forms.ChangePasswordForm):
    wording = {
        "oldpassword": Wording(
            _("Present password"), required=_("Write your present password."), longest=LONGEST_PASSWORD
        ),
        "password1": _NEW_PASSWORD,
    }


class FirstPasswordForm(OnePassword, Worded, account_forms.SetPasswordForm):
    wording = {"password1": _NEW_PASSWORD}


class NewPasswordForm(OnePassword, Worded, account_forms.ResetPasswordKeyForm):
    wording = {"password1": _NEW_PASSWORD}


class ForgottenForm(Worded, account_forms.ResetPasswordForm):
    wording = {
        "email": Wording(
            _("Mail address"),
            _("That of your account."),
            _("Write the mail address of your account."),
            _ADDRESS,
            LONGEST_ADDRESS,
        )
    }


class AgainForm(Worded, account_forms.ReauthenticateForm):
    wording = {
        "password": Wording(_("Password"), required=_("Write your password."), longest=LONGEST_PASSWORD)
    }


class CodeForm(Worded, AuthenticateForm):
    wording = {
        "code": Wording(
            _("Code"),
            _("Six figures from your authenticator app, or one of your recovery codes."),
            _("Write a code."),
            _CODE,
            20,
        )
    }


class CodeAgainForm(Worded, ReauthenticateForm):
    wording = CodeForm.wording


class AppForm(Worded, ActivateTOTPForm):
    wording = {
        "code": Wording(
            _("Code"),
            _("The six figures that the app shows now."),
            _("Write the code of the app."),
            _CODE,
            20,
        )
    }


class PasskeyForm(Worded, AddWebAuthnForm):
    """A new passkey: always one that signs in by itself, since the device asks for finger, face or PIN."""

    wording = {
        "name": Wording(
            _("Name of the passkey"),
            _("By which you tell it from others, such as “my phone”."),
            longest=LONGEST_NAME,
        )
    }


class PasskeyNameForm(Worded, EditWebAuthnForm):
    wording = {"name": Wording(_("Name of the passkey"), required=_("Give it a name."), longest=LONGEST_NAME)}


class JoinForm(Worded, forms.Form):
    """Name and password of who accepts an invitation to the staff and has no account yet."""

    wording = {
        "name": Wording(
            _("Your name"),
            _("Colleagues see it beside what you do."),
            _("Write your name."),
            {"autocomplete": "name"},
            LONGEST_STAFF_NAME,
        ),
        "password1": Wording(
            _("Password"),
            _NEW_PASSWORD_HINT,
            _("Choose a password."),
            {"autocomplete": "new-password"},
            LONGEST_PASSWORD,
        ),
    }
    name = forms.CharField(max_length=LONGEST_STAFF_NAME)
    password1 = forms.CharField(widget=forms.PasswordInput, strip=False, max_length=LONGEST_PASSWORD)

    def __init__(self, *arguments: Any, email: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.email = email

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password
