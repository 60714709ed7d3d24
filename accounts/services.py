"""Changes of rights, and the audit trail."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Model

from accounts.enums import Role
from accounts.models import AuditEntry, RegionalRole, User
from accounts.permissions import as_json


def audit(
    *, actor: User | AnonymousUser | None, act: str, subject: Model, region: str = "", **detail: Any
) -> AuditEntry:
    """Write one line of the audit trail. Call it inside the transaction of the change it tells about."""
    return AuditEntry.objects.create(
        actor=actor if isinstance(actor, User) else None,
        act=act,
        subject=f"{subject._meta.label_lower}:{subject.pk}",
        region=region,
        detail={key: as_json(value) for key, value in detail.items()},
    )


@transaction.atomic
def role_grant(*, user: User, role: Role, region: str, by: User | None) -> RegionalRole:
    """Give a person a role in a region; giving it twice changes nothing."""
    held, created = RegionalRole.objects.get_or_create(
        user=user, role=role, region=region, revoked_at=None, defaults={"granted_by": by}
    )
    if created:
        audit(actor=by, act="role_grant", subject=held, region=region, role=role.value, user=user.pk)
    return held
