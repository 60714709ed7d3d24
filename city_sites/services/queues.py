"""How many wait at an outlet right now, told by the staff of its windows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import audit
from city_sites.models import Outlet, OutletQueue


@transaction.atomic
def queue_tell(
    *, outlet: Outlet, waiting: int, ticket: str, by: User, now: dt.datetime | None = None
) -> OutletQueue:
    """Say how many wait at an outlet, and which ticket is served.

    Raises:
        ValidationError: more people than 999, or a longer ticket than twelve characters.
    """
    queue = OutletQueue.objects.select_for_update().filter(outlet=outlet).first()
    queue = queue or OutletQueue(outlet=outlet)
    queue.waiting, queue.ticket, queue.told_at = waiting, ticket, now or timezone.now()
    queue.full_clean(validate_unique=False, validate_constraints=False)
    queue.save()
    audit(actor=by, act="queue_tell", subject=outlet, region=outlet.region, waiting=waiting)
    return queue


@transaction.atomic
def queue_hide(*, outlet: Outlet, by: User) -> None:
    """Take the queue of an outlet away, such as when it closes for the day."""
    OutletQueue.objects.filter(outlet=outlet).delete()
    audit(actor=by, act="queue_hide", subject=outlet, region=outlet.region)


def with_queues(outlets: Iterable[Outlet], now: dt.datetime | None = None) -> list[Outlet]:
    """The outlets, each with `queue_now` where somebody told its queue not long ago; in one query."""
    shown = list(outlets)
    since = (now or timezone.now()) - dt.timedelta(minutes=settings.QUEUE_MINUTES)
    fresh = OutletQueue.objects.filter(outlet__in=shown, told_at__gte=since)
    queues = {queue.outlet_id: queue for queue in fresh}
    for outlet in shown:
        outlet.queue_now = queues.get(outlet.pk)
    return shown
