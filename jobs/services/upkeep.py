"""Vacancies that nobody has touched for long: their employer is asked, and unanswered they pause."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import audit
from jobs.enums import VacancyState
from jobs.mails import mail_later
from jobs.models import Vacancy
from jobs.posting import USUAL_VALIDITY_DAYS
from jobs.services.vacancies import vacancy_move
from jobs.services.vacancy_editing import vacancy_extend

_AT_ONCE = 500


def vacancies_ask(*, now: dt.datetime | None = None) -> int:
    """Ask about open vacancies of here that nobody changed for `UNTOUCHED_DAYS`, once each; gives how many.

    Those of feeds are left to their city: a full feed closes what it no longer names.
    """
    now = now or timezone.now()
    old = now - dt.timedelta(days=settings.UNTOUCHED_DAYS)
    asked = 0
    while True:
        with transaction.atomic():
            found = list(
                Vacancy.objects.filter(
                    feed=None,
                    employer__isnull=False,
                    state=VacancyState.OPEN,
                    updated_at__lt=old,
                    asked_at=None,
                )
                .order_by("pk")
                .select_for_update(skip_locked=True, of=("self",))[:_AT_ONCE]
            )
            for vacancy in found:
                vacancy.asked_at = now
                vacancy.save(update_fields=["asked_at"])
                audit(actor=None, act="vacancy_ask", subject=vacancy, region=vacancy.region)
                mail_later("vacancy_ask", vacancy.pk)
        asked += len(found)
        if len(found) < _AT_ONCE:
            return asked


def vacancies_pause_unanswered(*, now: dt.datetime | None = None) -> int:
    """Pause the open ones whose employer was asked `ASKED_DAYS` ago and did nothing; gives how many."""
    now = now or timezone.now()
    overdue = Vacancy.objects.filter(
        state=VacancyState.OPEN, asked_at__lt=now - dt.timedelta(days=settings.ASKED_DAYS)
    )
    paused = 0
    for pk in list(overdue.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            locked = overdue.select_for_update(skip_locked=True).filter(pk=pk).first()
            if locked is None:
                continue
            locked.asked_at = None
            locked.save(update_fields=["asked_at"])
            vacancy_move(vacancy=locked, to=VacancyState.PAUSED, by=None)
            paused += 1
    return paused


def vacancy_keep(*, vacancy: Vacancy, by: User) -> Vacancy:
    """Say that a vacancy still stands: it stays for another month at least.

    Raises:
        NotEditable
    """
    month = timezone.localdate() + dt.timedelta(days=USUAL_VALIDITY_DAYS)
    return vacancy_extend(vacancy=vacancy, until=max(vacancy.expires_on or month, month), by=by)
