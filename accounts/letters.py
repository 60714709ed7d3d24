"""What the mails about accounts say, in the language of the moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

Context = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail: paragraphs, then a button with its address, if there is one, then paragraphs below it."""

    subject: str
    paragraphs: tuple[str, ...]
    button: str = ""
    link: str = ""
    below: tuple[str, ...] = ()


def letter_of(name: str, context: Context) -> Letter:
    """The letter for one of allauth's mails. An unknown name is an error of ours: KeyError."""
    return _LETTERS[name](context)


def _confirm(context: Context) -> Letter:
    return Letter(
        _("Confirm your mail address"),
        (_("Somebody, probably you, gave this address for an account. Open the link and press its button."),),
        _("Confirm the address"),
        context["activate_url"],
        (_("If it was not you, do nothing: without it nobody can use the account, and it is deleted."),),
    )


def _account_exists(context: Context) -> Letter:
    return Letter(
        _("You have an account already"),
        (
            _("Somebody, probably you, tried to sign up with this address. It has an account already."),
            _("Sign in as ever. If you do not know the password any more, set a new one."),
        ),
        _("Set a new password"),
        context["password_reset_url"],
        (_("If it was not you, there is nothing to do."),),
    )


def _no_account(context: Context) -> Letter:
    return Letter(
        _("There is no account with this address"),
        (
            _("Somebody, probably you, asked for a new password for this address. No account has it."),
            _("You may have signed up with another address, or not at all yet."),
        ),
        _("Sign up"),
        context["signup_url"],
        (_("If it was not you, there is nothing to do."),),
    )


def _new_password(context: Context) -> Letter:
    return Letter(
        _("Set a new password"),
        (_("Somebody, probably you, asked for a new password for your account."),),
        _("Set a new password"),
        context["password_reset_url"],
        (
            _("The link works once, within an hour."),
            _("If it was not you, there is nothing to do: your password stays."),
        ),
    )


def _told(subject: Callable[[], str], text: Callable[[], str]) -> Callable[[Context], Letter]:
    """A letter that tells of a change: what was done, from where, and what to do if it was somebody else."""

    def letter(context: Context) -> Letter:
        where = _("From the address %(ip)s, with: %(browser)s") % {
            "ip": context["ip"],
            "browser": context["user_agent"],
        }
        below = _("If it was not you, set a new password at once and end the other sessions of your account.")
        return Letter(subject(), (text(), where), below=(below,))

    return letter


_LETTERS: dict[str, Callable[[Context], Letter]] = {
    "account/email/email_confirmation_signup": _confirm,
    "account/email/email_confirmation": _confirm,
    "account/email/account_already_exists": _account_exists,
    "account/email/unknown_account": _no_account,
    "account/email/password_reset_key": _new_password,
    "account/email/password_changed": _told(
        lambda: _("Your password was changed"), lambda: _("The password of your account was changed.")
    ),
    "account/email/password_set": _told(
        lambda: _("Your password was changed"), lambda: _("The password of your account was changed.")
    ),
    "account/email/password_reset": _told(
        lambda: _("Your password was changed"), lambda: _("A new password was set by a link from a mail.")
    ),
    "account/email/email_changed": _told(
        lambda: _("Your mail address was changed"),
        lambda: _("Your account has another mail address now. Mails go there from here on."),
    ),
    "account/email/email_confirm": _told(
        lambda: _("Your mail address is confirmed"),
        lambda: _("The mail address of your account is confirmed."),
    ),
    "account/email/email_deleted": _told(
        lambda: _("A mail address was taken away"), lambda: _("A mail address was taken from your account.")
    ),
    "mfa/email/totp_activated": _told(
        lambda: _("Authenticator app added"),
        lambda: _(
            "An authenticator app was added to your account. Signing in asks for its code from now on."
        ),
    ),
    "mfa/email/totp_deactivated": _told(
        lambda: _("Authenticator app removed"),
        lambda: _("The authenticator app was taken from your account."),
    ),
    "mfa/email/webauthn_added": _told(
        lambda: _("Passkey added"), lambda: _("A passkey was added to your account.")
    ),
    "mfa/email/webauthn_removed": _told(
        lambda: _("Passkey removed"), lambda: _("A passkey was taken from your account.")
    ),
    "mfa/email/recovery_codes_generated": _told(
        lambda: _("New recovery codes"),
        lambda: _("New recovery codes were made for your account. The old ones do not work any more."),
    ),
}
