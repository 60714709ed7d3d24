"""What the accounts hold on a person, for exports."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from accounts import personal_data
from accounts.erasure import account_erase
from accounts.models import AuditEntry, StaffInvitation, User
from standards import regions

LABELS = {
    "mail": _("Mail address"),
    "name": _("name"),
    "since": _("Account since"),
    "last_sign_in": _("Last sign-in"),
    "addresses": _("Mail addresses"),
    "address": _("Address"),
    "is_confirmed": _("Confirmed"),
    "second_factors": _("Second factors"),
    "kind": _("Kind"),
    "added_at": _("Added at"),
    "last_used_at": _("Last used at"),
    "sessions": _("Sessions"),
    "began_at": _("Began at"),
    "ip": _("IP address"),
    "browser": _("Browser"),
    "roles": _("Rights as staff"),
    "role": _("Right"),
    "region": _("Region"),
    "granted_at": _("Given at"),
    "revoked_at": _("Taken back at"),
    "staff_invitations": _("Invitations to work here"),
    "sent_at": _("Sent at"),
    "accepted_at": _("Accepted at"),
    "acts": _("What you did here"),
    "at": _("At"),
    "act": _("Act"),
    "subject": _("On"),
    "exports": _("Exports of your data"),
    "asked_at": _("Asked for at"),
}
KEPT = (
    personal_data.Kept(
        _("That a number did something in the portal, and when (the audit trail)"),
        _("Who changed what must be provable, and security logs must be kept (Cybersecurity Law)."),
        _("three years; your name and address are taken out at once"),
    ),
    personal_data.Kept(
        _("Backups of the database"),
        _("They protect everybody's data from loss and cannot be changed piece by piece."),
        _("until they are overwritten by newer ones"),
    ),
)


def register() -> None:
    personal_data.register(
        "accounts", title=_("Account"), export=account_of, erase=account_erase, labels=LABELS, kept=KEPT
    )


def account_of(user: User) -> dict[str, Any]:
    """All that the accounts hold on a person, but for secrets: password, second factors, session keys."""
    return {
        "mail": user.email,
        "name": user.name,
        "since": user.date_joined,
        "last_sign_in": user.last_login,
        "addresses": [
            {"address": one.email, "is_confirmed": one.verified}
            for one in EmailAddress.objects.filter(user=user).order_by("pk")
        ],
        "second_factors": [
            {
                "kind": one.get_type_display(),
                "name": one.data.get("name", ""),
                "added_at": one.created_at,
                "last_used_at": one.last_used_at,
            }
            for one in Authenticator.objects.filter(user=user).order_by("pk")
        ],
        "sessions": [
            {"began_at": one.created_at, "ip": one.ip, "browser": one.user_agent}
            for one in UserSession.objects.filter(user=user).order_by("pk")
        ],
        "roles": [
            {
                "role": str(one.get_role_display()),
                "region": region_named(one.region),
                "granted_at": one.granted_at,
                "revoked_at": one.revoked_at,
            }
            for one in user.regional_roles.order_by("pk")
        ],
        "staff_invitations": [
            {
                "role": str(one.get_role_display()),
                "region": region_named(one.region),
                "sent_at": one.sent_at,
                "accepted_at": one.accepted_at,
            }
            for one in StaffInvitation.objects.filter(email__iexact=user.email).order_by("pk")
        ],
        "exports": [{"asked_at": one.asked_at} for one in user.data_exports.order_by("pk")],
        "acts": [
            {"at": one.at, "act": one.act, "subject": one.subject}
            for one in AuditEntry.objects.filter(actor=user).order_by("pk").iterator()
        ],
    }


def region_named(code: str) -> dict[str, str]:
    """A region as it stands in an export: its code and its name."""
    found = regions.region(code)
    return {"code": code, "name": found.name if found else ""}
