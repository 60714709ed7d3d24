"""Reports about vacancies and messages: decided once by the city's staff, with what follows from it."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import audit
from jobs.enums import (
    GRAVE_REPORTS,
    CloseReason,
    Party,
    ReportAbout,
    ReportKind,
    ReportState,
    VacancyState,
)
from jobs.mails import mail_later
from jobs.models import Employer, Message, Vacancy, VacancyReport
from jobs.services.messages import conversation_block
from jobs.services.vacancies import vacancy_close

GRAVE_DUE = dt.timedelta(hours=24)
DUE = dt.timedelta(hours=72)
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_RANDOM_CHARACTERS = 8
BEFORE = 5
"""So many messages before the one that is reported are shown to who decides."""


class ReportDecided(ValueError):
    """The report was decided before."""


@transaction.atomic
def report_file(
    *, vacancy: Vacancy, kind: ReportKind, text: str = "", message: Message | None = None
) -> VacancyReport:
    """Take in what somebody says is wrong with a vacancy, or with a message about it that they got; what is
    grave is due within a day."""
    now = timezone.now()
    report = VacancyReport.objects.create(
        number=_case_number(now),
        vacancy=vacancy,
        about=ReportAbout.MESSAGE if message else ReportAbout.VACANCY,
        message=message,
        kind=kind,
        text=text,
        region=vacancy.region,
        reported_at=now,
        due_at=now + (GRAVE_DUE if kind in GRAVE_REPORTS else DUE),
    )
    audit(actor=None, act="report_file", subject=report, region=vacancy.region, kind=kind.value)
    return report


def _case_number(now: dt.datetime) -> str:
    """JB261124-7KQ2MZ9A: the day, and so many random characters that nobody guesses another one's."""
    random = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM_CHARACTERS))
    return f"JB{timezone.localtime(now):%y%m%d}-{random}"


@transaction.atomic
def report_confirm(*, report: VacancyReport, note: str, by: User) -> VacancyReport:
    """Find that a report is true: the vacancy closes, or the message is removed; what else was reported about
    it is settled with it.

    Raises:
        ReportDecided
    """
    _vacancy, locked = _locked(report)
    _decide(locked, ReportState.CONFIRMED, note, by)
    _FOLLOWS[ReportAbout(locked.about)](locked, by)
    same = VacancyReport.objects.filter(
        vacancy=locked.vacancy_id, about=locked.about, message=locked.message_id
    )
    for other in same.filter(state=ReportState.OPEN).order_by("pk"):
        _decide(other, ReportState.CONFIRMED, note, by)
    return locked


def _close_vacancy(report: VacancyReport, by: User) -> None:
    """Everywhere at once, under each source that sends it; who applied is told, its employer too."""
    vacancy = report.vacancy
    same = Vacancy.objects.filter(pk=vacancy.pk)
    if vacancy.duplicate_key:
        same |= Vacancy.objects.filter(duplicate_key=vacancy.duplicate_key)
    for one in same.exclude(state=VacancyState.CLOSED).order_by("pk"):
        vacancy_close(vacancy=one, reason=CloseReason.REPORTED, by=by)
    mail_later("report_confirmed", report.pk)


def _remove_message(report: VacancyReport, by: User) -> None:
    """Nobody reads the message any more, and the two write no more; who wrote it is told."""
    message = report.message
    if message is None:  # erased with the person meanwhile
        return
    message.removed_at = timezone.now()
    message.save(update_fields=["removed_at"])
    conversation = message.conversation
    conversation_block(seeker=conversation.seeker, employer=conversation.employer, party=Party.STAFF, by=by)
    mail_later("message_removed", report.pk)


_FOLLOWS: dict[ReportAbout, Callable[[VacancyReport, User], None]] = {
    ReportAbout.VACANCY: _close_vacancy,
    ReportAbout.MESSAGE: _remove_message,
}


@transaction.atomic
def report_reject(*, report: VacancyReport, note: str, by: User) -> VacancyReport:
    """Find that a report is not true, or cannot be shown to be: everything stays.

    Raises:
        ReportDecided
    """
    _vacancy, locked = _locked(report)
    _decide(locked, ReportState.REJECTED, note, by)
    return locked


@transaction.atomic
def report_reopen(*, report: VacancyReport, by: User) -> bool:
    """Take back that a report was not confirmed: it waits again, for the day that it was due; false where it
    was decided otherwise."""
    locked = VacancyReport.objects.select_for_update().get(pk=report.pk)
    if locked.state != ReportState.REJECTED:
        return False
    locked.state, locked.note, locked.decided_at, locked.decided_by = ReportState.OPEN.value, "", None, None
    locked.save(update_fields=["state", "note", "decided_at", "decided_by"])
    audit(actor=by, act="report_reopen", subject=locked, region=locked.region)
    return True


@transaction.atomic
def reported_messages(*, report: VacancyReport, by: User) -> list[Message]:
    """The message that is reported, as it was written, behind the `BEFORE` before it; nothing for a report
    about a vacancy. That somebody reads them is in the audit trail."""
    if report.message is None:
        return []
    audit(actor=by, act="reported_messages_read", subject=report, region=report.region)
    until = report.message.conversation.messages.filter(pk__lte=report.message.pk)
    return list(until.order_by("-pk")[: BEFORE + 1])[::-1]


def confirmed_against(employer: Employer, *, now: dt.datetime | None = None) -> int:
    """How many vacancies of an employer were closed after a report within a year."""
    since = (now or timezone.now()) - dt.timedelta(days=365)
    confirmed = VacancyReport.objects.filter(
        vacancy__employer=employer,
        about=ReportAbout.VACANCY,
        state=ReportState.CONFIRMED,
        decided_at__gt=since,
    )
    return confirmed.values("vacancy").distinct().count()


def _locked(report: VacancyReport) -> tuple[Vacancy, VacancyReport]:
    """The vacancy and the report, locked in this order, if nobody decided yet."""
    vacancy: Vacancy = Vacancy.objects.select_for_update().get(pk=report.vacancy_id)
    locked = VacancyReport.objects.select_for_update().get(pk=report.pk)
    if locked.state != ReportState.OPEN:
        raise ReportDecided(locked.number)
    return vacancy, locked


def _decide(report: VacancyReport, state: ReportState, note: str, by: User) -> None:
    report.state, report.note = state.value, note
    report.decided_at, report.decided_by = timezone.now(), by
    report.save(update_fields=["state", "note", "decided_at", "decided_by"])
    audit(actor=by, act="report_decide", subject=report, region=report.region, state=state.value)
