"""Applications: sent, moved by the employer, withdrawn by the person, closed with their vacancy.

Locks are taken in one order, the vacancy before its applications, so that no two services
wait for each other.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from jobs.applying import ANSWER_LIMIT, LETTER_LIMIT, takes_applications, unanswered
from jobs.enums import EMPLOYER_MOVES, UNDER_WAY, ApplicationState
from jobs.models import Application, ApplicationDraft, ApplicationEvent, JobSeeker, Resume, Vacancy
from jobs.services.messages import application_contact_shown
from jobs.signals import application_changed


class NotTaken(ValueError):
    """The vacancy takes no application here: it closed, maybe a second ago."""


class AlreadyApplied(ValueError):
    """The person has an application to the vacancy; `application` is it."""

    def __init__(self, application: Application) -> None:
        super().__init__(f"#{application.pk}")
        self.application = application


class OpeningsTaken(ValueError):
    """As many people are hired as the vacancy has openings."""


class MoveNotAllowed(ValueError):
    """An application may not go from its state to that one."""


@transaction.atomic
def application_send(
    *,
    vacancy: Vacancy,
    seeker: JobSeeker,
    copy: dict[str, Any],
    resume: Resume | None = None,
    letter: str = "",
    answers: list[dict[str, Any]] | None = None,
    shares_contact: bool = False,
    by: User | None,
) -> Application:
    """Send an application; the vacancy is locked, so that it cannot close meanwhile.

    Args:
        copy: the résumé as it is sent (`jobs.resume.as_data`), with the person's name.
        resume: which one it was, for the person to know.
        answers: [{"question": …, "answer": …}] to the vacancy's questions.
    Raises:
        NotTaken: the vacancy is not open, or takes no application here.
        AlreadyApplied: the second click, or an earlier application that was not withdrawn.
        ValidationError: the résumé has no name, `answers` leaves out a question that wants an answer, or
            something is too long.
    """
    answers = answers or []
    locked = Vacancy.objects.select_for_update(of=("self",)).select_related("employer").get(pk=vacancy.pk)
    sent = Application.objects.standing().filter(vacancy=locked, seeker=seeker).first()
    if sent:
        raise AlreadyApplied(sent)
    if not takes_applications(locked):
        raise NotTaken(locked.state)
    _check(locked, copy, letter, answers)
    now = timezone.now()
    application = Application.objects.create(
        vacancy=locked, seeker=seeker, state_at=now, sent_at=now, resume=resume, copy=copy, letter=letter,
        answers=answers, shares_contact=shares_contact, language=get_language() or "",
    )  # fmt: skip
    ApplicationDraft.objects.filter(vacancy=locked, seeker=seeker).delete()
    _record(application, "", by, act="application_send")
    application_contact_shown(application=application)
    return application


def _check(vacancy: Vacancy, copy: dict[str, Any], letter: str, answers: list[dict[str, Any]]) -> None:
    if not copy.get("name"):
        raise ValidationError({"resume": _("Your résumé has no name yet: write it first.")})
    if len(letter) > LETTER_LIMIT or any(len(answer["answer"]) > ANSWER_LIMIT for answer in answers):
        raise ValidationError({"letter": _("The text is too long.")})
    if missing := unanswered(vacancy, answers):
        raise ValidationError(
            {"answers": [_("Answer: %(question)s") % {"question": text} for text in missing]}
        )


@transaction.atomic
def application_withdraw(*, application: Application, by: User | None) -> Application:
    """Take an application back for good; the person may apply anew while the vacancy is open.

    Raises:
        MoveNotAllowed: it is hired, refused, closed or withdrawn already.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if locked.state not in UNDER_WAY:
        raise MoveNotAllowed(f"{locked.state} → {ApplicationState.WITHDRAWN.value}")
    return _set(locked, ApplicationState.WITHDRAWN, by)


@transaction.atomic
def application_move(
    *, application: Application, to: ApplicationState, by: User | None, note: str = ""
) -> Application:
    """Move an application as `EMPLOYER_MOVES` says, on the employer's side.

    Args:
        note: said to the applicant with the move.
    Raises:
        MoveNotAllowed: there is no such move from its state; somebody else may have been quicker.
        OpeningsTaken: all openings of the vacancy are filled; the last one goes to who comes first.
    """
    if to == ApplicationState.HIRED:
        vacancy = Vacancy.objects.select_for_update().get(pk=application.vacancy_id)
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if to not in EMPLOYER_MOVES[ApplicationState(locked.state)]:
        raise MoveNotAllowed(f"{locked.state} → {to.value}")
    if to == ApplicationState.HIRED:
        hired = vacancy.applications.filter(state=ApplicationState.HIRED)
        erased = vacancy.application_records.filter(state=ApplicationState.HIRED)
        if hired.count() + erased.count() >= vacancy.headcount:
            raise OpeningsTaken(vacancy.pk)
    return _set(locked, to, by, note)


@transaction.atomic
def applications_close_for(*, vacancy: Vacancy, by: User | None) -> int:
    """Close every application that is under way, because its vacancy is closed; gives how many.

    A vacancy that only ran out takes no new application, but those sent in time may still be answered: expiry
    does not call this.
    """
    Vacancy.objects.select_for_update().get(pk=vacancy.pk)
    waiting = Application.objects.under_way().filter(vacancy=vacancy).select_for_update().order_by("pk")
    return len([_set(application, ApplicationState.CLOSED, by) for application in waiting])


@transaction.atomic
def applications_reopen_for(*, vacancy: Vacancy, closed_at: dt.datetime, by: User | None) -> int:
    """Put the applications that closed with their vacancy back to where they were, and tell the people; gives
    how many. `closed_at`: when the vacancy closed."""
    closed = vacancy.applications.filter(state=ApplicationState.CLOSED, state_at__gte=closed_at)
    reopened = 0
    for application in closed.select_for_update().order_by("pk"):
        last = application.events.last()
        if last is not None and last.to_state == ApplicationState.CLOSED and last.from_state in UNDER_WAY:
            _set(application, ApplicationState(last.from_state), by)
            reopened += 1
    return reopened


def _set(application: Application, to: ApplicationState, by: User | None, note: str = "") -> Application:
    before, application.state = application.state, to.value
    application.state_at = timezone.now()
    application.save(update_fields=["state", "state_at"])
    _record(application, before, by, note=note)
    return application


def _record(
    application: Application, before: str, by: User | None, *, act: str = "application_move", note: str = ""
) -> None:
    """History, audit and the hook for mails; the audit holds no word of the person's."""
    event = ApplicationEvent.objects.create(
        application=application, at=application.state_at, from_state=before, to_state=application.state,
        by=by, note=note,
    )  # fmt: skip
    audit(
        actor=by, act=act, subject=application, region=application.vacancy.region, before=before,
        after=application.state, vacancy=application.vacancy_id,
    )  # fmt: skip
    application_changed.send(sender=Application, event=event)


@transaction.atomic
def application_draft_save(
    *,
    vacancy: Vacancy,
    seeker: JobSeeker,
    resume: Resume | None = None,
    letter: str = "",
    answers: list[dict[str, Any]] | None = None,
    shares_contact: bool = False,
) -> ApplicationDraft:
    """Keep what is filled in so far; nobody else sees it, and nothing happened yet to audit."""
    draft, _created = ApplicationDraft.objects.update_or_create(
        vacancy=vacancy,
        seeker=seeker,
        defaults={
            "resume": resume,
            "letter": letter,
            "answers": answers or [],
            "shares_contact": shares_contact,
        },
    )
    return draft
