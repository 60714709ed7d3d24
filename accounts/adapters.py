"""How allauth is bent to the portal: its words, its mails, where people are led, how secrets are kept."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import encryption
from accounts.clients import client_address
from accounts.letters import letter_of
from accounts.mails import letter_send
from accounts.models import User
from accounts.permissions import is_staff_member

Messages = dict[str, str | Promise]


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[Messages] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is switched off."),
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("Mail address and password do not fit together. Try again."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right, or its time is over. Try the next one."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link is over. Ask for a new one."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait five minutes, then try again."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail of allauth's, in our words: its templates are not read."""
        letter_send(letter=letter_of(template_prefix, context | {"email": email}), to=email)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff begin at their desk, everybody else on the page of their account."""
        return reverse("workspace" if is_staff_member(request.user) else "account")

    def get_email_verification_redirect_url(self, _email_address: Any) -> str:
        """After the link of a mail: to the account, by way of the sign-in where nobody is signed in."""
        if self.request.user.is_authenticated:
            return reverse("account_email")
        return reverse("sign_in")

    def _get_login_attempts_cache_key(self, _request: HttpRequest, **credentials: Any) -> str:
        """Failed attempts count by account alone: there are hundreds of hosts, and one set of accounts."""
        return str(credentials.get("email", "")).casefold()

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """The ways to show again who one is, in our words; the first is the one that is offered first."""
        words = {
            "reauthenticate": gettext("With your password"),
            "mfa_reauthenticate": gettext("With a code"),
            "mfa_reauthenticate:webauthn": gettext("With a passkey"),
        }
        return [way | {"description": words[way["id"]]} for way in super().get_reauthentication_methods(user)]


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[Messages] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "unverified_email": _("Confirm your mail address first: open the link that we sent there."),
    }

    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)

    def generate_authenticator_name(self, user: User, type: str) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count() + 1
        return ngettext("Passkey", "Passkey %(count)s", count) % {"count": count}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the portal's host and to all below it; to a city's own domain only there."""
        host = context.request.get_host().partition(":")[0]
        portal = settings.PORTAL_HOST
        is_ours = host == portal or host.endswith(f".{portal}")
        return {"id": portal if is_ours else host, "name": settings.MFA_TOTP_ISSUER}
