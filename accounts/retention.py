"""Nothing is kept longer than its purpose or a law wants: every room says what goes, and when.

A room calls `register` when its app is ready; `manage.py retention` and the nightly task run all of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

log = structlog.get_logger(__name__)

M = TypeVar("M", bound=Model)
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Retention:
    """One kind of records. `count`: how many are due at a moment; `run`: ends them, and gives how many.

    Run again at once it finds nothing; killed at any moment, the next one does the rest.
    """

    name: str
    count: Callable[[dt.datetime], int]
    run: Callable[[dt.datetime], int]


_kinds: dict[str, Retention] = {}


def register(kind: Retention) -> None:
    """A name registered anew replaces the old one."""
    _kinds[kind.name] = kind


def in_batches(
    name: str, *, due: Callable[[dt.datetime], QuerySet[M]], end: Callable[[Sequence[M]], Any]
) -> Retention:
    """A kind whose records are ended some hundred at a time, each batch in a transaction of its own.

    Args:
        due: the records that are due at a moment. Those that somebody has locked wait for the next night.
        end: removes them, or changes them so that they are due no more.
    """

    def run(now: dt.datetime) -> int:
        done, last = 0, 0
        while True:
            with transaction.atomic():
                rows = due(now).filter(pk__gt=last).order_by("pk")
                batch = list(rows.select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
                if batch:
                    end(batch)
            done += len(batch)
            if len(batch) < AT_ONCE:
                return done
            last = batch[-1].pk

    return Retention(name, count=lambda now: due(now).count(), run=run)


def retention_run(*, now: dt.datetime | None = None, dry_run: bool = False) -> dict[str, int]:
    """End what is due, kind by kind, in the order of their names; gives how many of each.

    Args:
        dry_run: only count.
    """
    moment = now or timezone.now()
    counts = {}
    for name, kind in sorted(_kinds.items()):
        counts[name] = kind.count(moment) if dry_run else kind.run(moment)
        log.info("retention", kind=name, records=counts[name], dry_run=dry_run)
    return counts


def removed(rows: Sequence[Model]) -> None:
    """The plainest `end`: the rows go, with all that hangs on them."""
    type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows]).delete()
