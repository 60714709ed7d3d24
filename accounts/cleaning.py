"""What accounts keep goes when its purpose has ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Q, QuerySet

from accounts import retention, trail
from accounts.models import DataExport, Erasure, RegionalRole, StaffInvitation, User


def register() -> None:
    retention.register(retention.in_batches("unconfirmed accounts", due=_unconfirmed, end=retention.removed))
    retention.register(retention.in_batches("exports of personal data", due=_exports, end=_exports_end))
    retention.register(retention.in_batches("invitations of staff", due=_invitations, end=retention.removed))
    retention.register(
        retention.in_batches("numbers of erased people", due=_pseudonyms, end=retention.removed)
    )
    retention.register(
        retention.Retention(
            "lines of the audit trail",
            count=lambda now: trail.lines_before(_audited_since(now)),
            run=lambda now: trail.trail_cut(before=_audited_since(now)),
        )
    )


def _unconfirmed(now: dt.datetime) -> QuerySet[User]:
    """Accounts that were never used: no confirmed address, never signed in, no rights."""
    before = now - dt.timedelta(days=settings.UNCONFIRMED_ACCOUNT_DAYS)
    return (
        User.objects.filter(date_joined__lt=before, last_login=None, is_staff=False, is_superuser=False)
        .exclude(pk__in=EmailAddress.objects.filter(verified=True).values("user"))
        .exclude(pk__in=RegionalRole.objects.values("user"))
        .exclude(pk__in=Erasure.objects.values("user"))
    )


def _exports(now: dt.datetime) -> QuerySet[DataExport]:
    return DataExport.objects.filter(ready_at__lte=now - dt.timedelta(days=settings.EXPORT_DAYS))


def _exports_end(exports: Sequence[DataExport]) -> None:
    for export in exports:
        export.file.delete(save=False)
    retention.removed(exports)


def _invitations(now: dt.datetime) -> QuerySet[StaffInvitation]:
    """Those that are over since some weeks: the audit trail says who was given what."""
    before = now - dt.timedelta(days=settings.STAFF_INVITATION_KEPT_DAYS)
    return StaffInvitation.objects.filter(
        Q(accepted_at__lte=before) | Q(revoked_at__lte=before) | Q(expires_at__lte=before)
    )


def _pseudonyms(now: dt.datetime) -> QuerySet[User]:
    ended = now - dt.timedelta(days=settings.PSEUDONYM_DAYS)
    return User.objects.filter(pk__in=Erasure.objects.filter(finished_at__lte=ended).values("user"))


def _audited_since(now: dt.datetime) -> dt.datetime:
    return now - dt.timedelta(days=settings.AUDIT_DAYS)
