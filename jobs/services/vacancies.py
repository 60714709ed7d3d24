"""Moves of a vacancy between its states; what changes publicly goes to the outbox in the same transaction."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import audit
from jobs.enums import ALLOWED_MOVES, CloseReason, VacancyState
from jobs.feeds import store
from jobs.models import Vacancy
from jobs.services.applications import applications_close_for

_EXPIRE_AT_ONCE = 5_000


class InvalidTransition(ValueError):
    """A vacancy may not go from its state to that one."""


def vacancy_move(
    *, vacancy: Vacancy, to: VacancyState, by: User | None, reason: CloseReason | None = None
) -> Vacancy:
    """Move a vacancy to another state, as `ALLOWED_MOVES` says; with a closed one its applications close.

    Args:
        vacancy: is read again and locked for the transaction.
        reason: why it is closed; needed for closing, meaningless otherwise.
    Raises:
        InvalidTransition: the move is not allowed, or a closing has no reason.
    """
    if (to == VacancyState.CLOSED) != (reason is not None):
        raise InvalidTransition("A closed vacancy has a reason, and no other has one.")
    now = timezone.now()
    with transaction.atomic():
        locked: Vacancy = Vacancy.objects.select_for_update().get(pk=vacancy.pk)
        if to not in ALLOWED_MOVES[VacancyState(locked.state)]:
            raise InvalidTransition(f"{locked.state} → {to.value}")
        before, locked.state, locked.state_at = locked.state, to.value, now
        locked.close_reason = reason.value if reason else ""
        locked.updated_at = now
        locked.save(update_fields=["state", "state_at", "close_reason", "updated_at"])
        keys = [locked.duplicate_key.hex] if locked.duplicate_key else []
        store.write_outbox([locked.pk, *store.resolve_duplicates(keys, now)], now)
        audit(
            actor=by, act="vacancy_move", subject=locked, region=locked.region, before=before,
            after=to.value, reason=locked.close_reason,
        )  # fmt: skip
        if to == VacancyState.CLOSED:
            applications_close_for(vacancy=locked, by=by)
    return locked


def vacancy_close(*, vacancy: Vacancy, reason: CloseReason, by: User | None) -> Vacancy:
    """Close a vacancy so that it leaves search at once and its contacts are masked.

    Raises:
        InvalidTransition: it is already closed.
    """
    return vacancy_move(vacancy=vacancy, to=VacancyState.CLOSED, by=by, reason=reason)


def vacancies_expire(*, today: date | None = None, now: datetime | None = None) -> int:
    """Close every open or paused vacancy whose last day has passed; gives how many."""
    now = now or timezone.now()
    today = today or timezone.localdate(now)
    total = 0
    while True:
        with transaction.atomic():
            overdue = (
                Vacancy.objects.filter(
                    state__in=(VacancyState.OPEN, VacancyState.PAUSED), expires_on__lt=today
                )
                .order_by("expires_on")
                .select_for_update(skip_locked=True)
                .values_list("pk", "duplicate_key")[:_EXPIRE_AT_ONCE]
            )
            rows = list(overdue)
            closed = store.close_vacancies((pk for pk, _ in rows), CloseReason.EXPIRED, now)
            moved = store.resolve_duplicates((key.hex for _, key in rows if key), now)
            store.write_outbox([*closed, *moved], now)
        total += len(closed)
        if len(rows) < _EXPIRE_AT_ONCE:
            return total
