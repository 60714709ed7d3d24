"""Reports about vacancies: filed by anybody, decided once by the city's staff, with what follows from it."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import audit
from jobs.enums import GRAVE_REPORTS, CloseReason, ReportKind, ReportState, VacancyState
from jobs.mails import mail_later
from jobs.models import Employer, Vacancy, VacancyReport
from jobs.services.vacancies import vacancy_close

GRAVE_DUE = dt.timedelta(hours=24)
DUE = dt.timedelta(hours=72)
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_RANDOM_CHARACTERS = 8


class ReportDecided(ValueError):
    """The report was decided before."""


@transaction.atomic
def report_file(*, vacancy: Vacancy, kind: ReportKind, text: str = "") -> VacancyReport:
    """Take in what somebody says is wrong with a vacancy; what is grave is due within a day."""
    now = timezone.now()
    report = VacancyReport.objects.create(
        number=_case_number(now),
        vacancy=vacancy,
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
    """Find that a report is true: the vacancy closes everywhere at once, under each source that sends it; who
    applied is told, its employer too, and what else was reported about it is settled with it.

    Raises:
        ReportDecided
    """
    vacancy, locked = _locked(report)
    _decide(locked, ReportState.CONFIRMED, note, by)
    same = Vacancy.objects.filter(pk=vacancy.pk)
    if vacancy.duplicate_key:
        same |= Vacancy.objects.filter(duplicate_key=vacancy.duplicate_key)
    for one in same.exclude(state=VacancyState.CLOSED).order_by("pk"):
        vacancy_close(vacancy=one, reason=CloseReason.REPORTED, by=by)
    for other in VacancyReport.objects.filter(vacancy=vacancy, state=ReportState.OPEN).order_by("pk"):
        _decide(other, ReportState.CONFIRMED, note, by)
    mail_later("report_confirmed", locked.pk)
    return locked


@transaction.atomic
def report_reject(*, report: VacancyReport, note: str, by: User) -> VacancyReport:
    """Find that a report is not true, or cannot be shown to be: the vacancy stays.

    Raises:
        ReportDecided
    """
    _vacancy, locked = _locked(report)
    _decide(locked, ReportState.REJECTED, note, by)
    return locked


def confirmed_against(employer: Employer, *, now: dt.datetime | None = None) -> int:
    """How many vacancies of an employer were closed after a report within a year."""
    since = (now or timezone.now()) - dt.timedelta(days=365)
    confirmed = VacancyReport.objects.filter(
        vacancy__employer=employer, state=ReportState.CONFIRMED, decided_at__gt=since
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
