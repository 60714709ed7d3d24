"""What alerts keep is removed when its purpose has ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

import structlog
from django.db import transaction
from django.utils import timezone

from search.alerts.finding import MEMORY
from search.models import AlertDelivery, SavedSearch, Subscriber

log = structlog.get_logger(__name__)

UNCONFIRMED_FOR = dt.timedelta(days=7)
UNDO_FOR = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How many rows went, or would go."""

    unconfirmed: int
    ended: int
    addresses: int
    mails: int


@transaction.atomic
def alerts_clean(*, now: dt.datetime | None = None, dry_run: bool = False) -> Cleaned:
    """Remove searches that nobody confirmed in 7 days or that ended a day ago, addresses without a search,
    and what was sent longer ago than is remembered.

    Args:
        dry_run: only count.
    """
    now = now or timezone.now()
    unconfirmed = SavedSearch.objects.filter(confirmed_at=None, created_at__lt=now - UNCONFIRMED_FOR)
    ended = SavedSearch.objects.filter(ended_at__lt=now - UNDO_FOR)
    mails = AlertDelivery.objects.filter(prepared_at__lt=now - MEMORY)
    going = (unconfirmed | ended).values("pk")
    kept = SavedSearch.objects.exclude(pk__in=going).exclude(subscriber=None).values("subscriber")
    addresses = Subscriber.objects.exclude(pk__in=kept)
    cleaned = Cleaned(unconfirmed.count(), ended.count(), addresses.count(), mails.count())
    if not dry_run:
        mails.delete()
        (unconfirmed | ended).delete()
        Subscriber.objects.filter(saved_searches=None).delete()
        log.info("alerts cleaned", **asdict(cleaned))
    return cleaned
