"""What an employer does with applications beyond moving them: looks, invites to an interview, moves many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.services import audit
from jobs.application_export import application_rows
from jobs.enums import EMPLOYER_MOVES, ApplicationState, EmployerRole
from jobs.interviews import interview_line
from jobs.mails import mail_later
from jobs.models import Application, Interview, Membership, Vacancy
from jobs.services.applications import MoveNotAllowed, OpeningsTaken, application_move

UNANSWERED = (ApplicationState.NEW, ApplicationState.SEEN)


class InPast(ValueError):
    """The interview would begin before now."""


def application_look(*, application: Application, by: User) -> Application:
    """Note that the employer has read a new application; any other stays as it is."""
    if application.state != ApplicationState.NEW:
        return application
    try:
        return application_move(application=application, to=ApplicationState.SEEN, by=by)
    except MoveNotAllowed:  # somebody else read it at the same moment
        return Application.objects.get(pk=application.pk)


@transaction.atomic
def interview_invite(
    *, application: Application, starts_at: dt.datetime, minutes: int, place: str, note: str = "", by: User
) -> Interview:
    """Invite an applicant to an interview, or move the one that stands; the person gets it by mail.

    Args:
        minutes: how long it takes.
        note: said to the applicant beside time and place.
    Raises:
        InPast
        MoveNotAllowed: the application is over, or past being invited.
    """
    if starts_at <= timezone.now():
        raise InPast
    locked = Application.objects.select_for_update().get(pk=application.pk)
    interview = Interview.objects.filter(application=locked).first()
    if interview is None:
        interview = Interview(application=locked, uid=uuid4(), sequence=-1)
    if locked.state != ApplicationState.INVITED and (
        ApplicationState.INVITED not in EMPLOYER_MOVES[ApplicationState(locked.state)]
    ):
        raise MoveNotAllowed(f"{locked.state} → {ApplicationState.INVITED.value}")
    interview.starts_at, interview.minutes, interview.place = starts_at, minutes, place
    interview.sequence, interview.by = interview.sequence + 1, by
    interview.save()
    if locked.state != ApplicationState.INVITED:
        said = "\n".join(filter(None, (interview_line(interview), note)))
        application_move(application=locked, to=ApplicationState.INVITED, by=by, note=said)
    audit(
        actor=by, act="interview_invite", subject=interview, region=locked.vacancy.region,
        application=locked.pk, sequence=interview.sequence,
    )  # fmt: skip
    mail_later("interview", interview.pk)
    return interview


def applications_move(
    *, applications: Iterable[Application], to: ApplicationState, note: str, by: User
) -> tuple[list[Application], list[Application]]:
    """Move many applications, each by itself; gives those that were moved and those that could not be."""
    moved: list[Application] = []
    left: list[Application] = []
    for application in applications:
        try:
            moved.append(application_move(application=application, to=to, by=by, note=note))
        except (MoveNotAllowed, OpeningsTaken):
            left.append(application)
    return moved, left


@transaction.atomic
def applications_export(
    *, vacancy: Vacancy, applications: QuerySet[Application], by: User
) -> list[list[str]]:
    """Those of the applications that are to the vacancy as a table (`jobs.application_export`), oldest first;
    that they were taken out, and how many, is in the audit trail."""
    rows = list(application_rows(vacancy, applications.filter(vacancy=vacancy).order_by("pk")))
    audit(actor=by, act="applications_export", subject=vacancy, region=vacancy.region, number=len(rows) - 1)
    return rows


def reminders_send(*, now: dt.datetime | None = None) -> int:
    """Tell members who recruit that applications wait too long, each at most once a week; gives how many."""
    now = now or timezone.now()
    old = now - dt.timedelta(days=settings.ANSWER_WITHIN_DAYS)
    employers = (
        Application.objects.filter(state__in=UNANSWERED, sent_at__lt=old)
        .values_list("vacancy__employer_id", flat=True)
        .distinct()
    )
    due = Membership.objects.filter(
        employer__in=employers, ended_at=None, role__in=(EmployerRole.OWNER, EmployerRole.RECRUITER)
    ).exclude(reminded_at__gt=now - dt.timedelta(days=7))
    told = 0
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            locked = Membership.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
            if locked is None or (locked.reminded_at and locked.reminded_at > now - dt.timedelta(days=7)):
                continue
            locked.reminded_at = now
            locked.save(update_fields=["reminded_at"])
            mail_later("reminder", locked.pk)
            told += 1
    return told
