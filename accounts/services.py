"""Changes of people, rights and sessions, and the audit trail."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from accounts import trail
from accounts.enums import Role
from accounts.models import AuditEntry, RegionalRole, User
from accounts.permissions import as_json, is_staff_member
from accounts.rights import acting_right


def audit(
    *, actor: User | AnonymousUser | None, act: str, subject: Model, region: str = "", **detail: Any
) -> AuditEntry:
    """Write one line of the audit trail. Call it inside the transaction of the change it tells about.

    Args:
        region: of the record. By which region's right a desk acts is found here (`accounts.rights`).
    """
    entry = AuditEntry(
        id=_next_id(),
        at=timezone.now(),
        actor=actor if isinstance(actor, User) else None,
        act=act,
        subject=f"{subject._meta.label_lower}:{subject.pk}",
        region=region,
        right=acting_right(actor, region),
        detail={key: as_json(value) for key, value in detail.items()},
    )
    entry.mac = trail.signature(entry)
    entry.save(force_insert=True)
    return entry


def _next_id() -> int:
    """The id of a line is part of what is signed, so it is known before the line is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('accounts_auditentry_id_seq')")
        return int(cursor.fetchone()[0])


@transaction.atomic
def role_grant(
    *, user: User, role: Role, region: str, by: User | None, until: dt.datetime | None = None
) -> RegionalRole:
    """Give a person a role in a region; giving it twice changes nothing.

    Args:
        until: when it ends by itself; None: it stays until it is taken back.
    """
    held, created = RegionalRole.objects.get_or_create(
        user=user, role=role, region=region, revoked_at=None,
        defaults={"granted_by": by, "expires_at": until},
    )  # fmt: skip
    if created:
        audit(actor=by, act="role_grant", subject=held, region=region, role=role.value, user=user.pk)
    return held


@transaction.atomic
def role_revoke(*, held: RegionalRole, by: User | None, **detail: str) -> None:
    """Take a role back, from this moment. Who has no desk here after it is signed out everywhere at once.

    Revoking it again changes nothing.

    Args:
        detail: what stands in the audit trail besides.
    """
    locked = RegionalRole.objects.select_for_update().get(pk=held.pk)
    if locked.revoked_at is not None:
        return
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    audit(
        actor=by,
        act="role_revoke",
        subject=locked,
        region=locked.region,
        role=locked.role,
        user=locked.user_id,
        **detail,
    )
    if not is_staff_member(User.objects.get(pk=locked.user_id)):
        sessions_end(user=locked.user)


def roles_end_over() -> int:
    """Take back the roles that were given for a time that is over; how many."""
    over = RegionalRole.objects.filter(revoked_at=None, expires_at__lte=timezone.now())
    found = list(over.order_by("pk"))
    for held in found:
        role_revoke(held=held, by=None, reason="over")
    return len(found)


@transaction.atomic
def sessions_end(*, user: User, but: str = "") -> int:
    """Sign a person out everywhere, but for the session with the key `but`; how many sessions ended."""
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=but))
    for session in sessions:
        session.end()
    return len(sessions)


@transaction.atomic
def session_end(*, user: User, pk: int) -> bool:
    """Sign a person out of one of their sessions; whether there was such a one."""
    session = UserSession.objects.filter(user=user, pk=pk).first()
    if session is not None:
        session.end()
    return session is not None


@transaction.atomic
def address_trust(*, user: User) -> None:
    """Take the mail address of an account for confirmed: whoever made the account knows whose it is."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )
