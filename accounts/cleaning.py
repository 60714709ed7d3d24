"""What accounts keep is removed when its purpose has ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

import structlog
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import DataExport, Erasure, RegionalRole, User

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How many went, or would go."""

    unconfirmed: int
    exports: int
    pseudonyms: int


@transaction.atomic
def accounts_clean(*, now: dt.datetime | None = None, dry_run: bool = False) -> Cleaned:
    """Remove accounts that nobody confirmed, files of exports whose time is over, numbers of erased people.

    Args:
        dry_run: only count.
    """
    now = now or timezone.now()
    unconfirmed = _unconfirmed(before=now - dt.timedelta(days=settings.UNCONFIRMED_ACCOUNT_DAYS))
    exports = DataExport.objects.filter(ready_at__lte=now - dt.timedelta(days=settings.EXPORT_DAYS))
    long_erased = Erasure.objects.filter(finished_at__lte=now - dt.timedelta(days=settings.PSEUDONYM_DAYS))
    pseudonyms = User.objects.filter(pk__in=long_erased.values("user"))
    cleaned = Cleaned(unconfirmed.count(), exports.count(), pseudonyms.count())
    if dry_run:
        return cleaned
    for export in exports:
        export.file.delete(save=False)
        export.delete()
    unconfirmed.delete()
    pseudonyms.delete()
    log.info("accounts cleaned", **asdict(cleaned))
    return cleaned


def _unconfirmed(*, before: dt.datetime) -> QuerySet[User]:
    """Accounts that were never used: no confirmed address, never signed in, no rights."""
    return (
        User.objects.filter(date_joined__lt=before, last_login=None, is_staff=False, is_superuser=False)
        .exclude(pk__in=EmailAddress.objects.filter(verified=True).values("user"))
        .exclude(pk__in=RegionalRole.objects.values("user"))
        .exclude(pk__in=Erasure.objects.values("user"))
    )
