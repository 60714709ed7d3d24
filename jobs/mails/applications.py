"""Mails about applications: to applicants about every answer, to members about what waits."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from jobs.enums import ApplicationState, CloseReason
from jobs.interviews import interview_calendar, interview_line
from jobs.mails import mail_kind, mail_later, national_address, write_mail
from jobs.models import Application, ApplicationEvent, Interview, JobSeeker, Membership
from jobs.signals import application_changed

_TOLD = {
    ApplicationState.INTERVIEW: _("%(title)s: your interview"),
    ApplicationState.OFFERED: _("%(title)s: they offer you the job"),
    ApplicationState.HIRED: _("%(title)s: you are hired"),
    ApplicationState.REFUSED: _("%(title)s: an answer to your application"),
    ApplicationState.CLOSED: _("%(title)s: the vacancy is closed"),
}
"""States that a mail tells of. An invitation has a mail of its own; that it was read stands in the portal."""


@receiver(application_changed)
def _tell(event: ApplicationEvent, **_: object) -> None:
    if event.from_state == ApplicationState.CLOSED:
        mail_later("application_again", event.pk)
    elif event.to_state in _TOLD:
        mail_later("application", event.pk)


@mail_kind("application")
def application_mail(pk: int) -> EmailMultiAlternatives | None:
    """What became of an application; None where the person has no account any more, or it moved on since."""
    event = (
        ApplicationEvent.objects.select_related("application__seeker__user", "application__vacancy__employer")
        .filter(pk=pk)
        .first()
    )
    if event is None or event.application.state != event.to_state:
        return None
    application = event.application
    address = _address(application.seeker)
    if not address:
        return None
    return write_mail(
        "application",
        to=address,
        language=application.language,
        subject=_TOLD[ApplicationState(event.to_state)],
        context=_about(application) | {"event": event},
    )


@mail_kind("application_again")
def application_again_mail(pk: int) -> EmailMultiAlternatives | None:
    """That an application stands after all: its vacancy was closed by mistake and is open again."""
    event = (
        ApplicationEvent.objects.select_related("application__seeker__user", "application__vacancy__employer")
        .filter(pk=pk)
        .first()
    )
    address = event and _address(event.application.seeker)
    if event is None or not address or event.application.state != event.to_state:
        return None
    return write_mail(
        "application_again",
        to=address,
        language=event.application.language,
        subject=_("%(title)s: open again, your application stands"),
        context=_about(event.application),
    )


@mail_kind("interview")
def interview_mail(pk: int) -> EmailMultiAlternatives | None:
    """An invitation with its calendar file."""
    interview = (
        Interview.objects.select_related("application__seeker__user", "application__vacancy__employer")
        .filter(pk=pk)
        .first()
    )
    if interview is None or interview.application.state != ApplicationState.INVITED:
        return None
    application = interview.application
    address, language = _address(application.seeker), application.language
    if not address:
        return None
    note = application.events.filter(to_state=ApplicationState.INVITED).last()
    with translation.override(language or settings.LANGUAGE_CODE):
        context = _about(application) | {
            "line": interview_line(interview),
            "minutes": interview.minutes,
            "note": "\n".join(note.note.splitlines()[1:]) if note else "",
            "is_moved": interview.sequence > 0,
        }
        calendar = interview_calendar(interview)
    mail = write_mail(
        "interview",
        to=address,
        language=language,
        subject=_("%(title)s: you are invited to an interview"),
        context=context,
    )
    mail.attach("interview.ics", calendar, "text/calendar; method=PUBLISH; charset=utf-8")
    return mail


@mail_kind("reminder")
def reminder_mail(pk: int) -> EmailMultiAlternatives | None:
    """How many applications of an employer wait for an answer too long."""
    membership = Membership.objects.select_related("user", "employer").filter(pk=pk, ended_at=None).first()
    if membership is None or not membership.user.is_active:
        return None
    old = timezone.now() - dt.timedelta(days=settings.ANSWER_WITHIN_DAYS)
    waiting = Application.objects.filter(
        vacancy__employer=membership.employer,
        state__in=(ApplicationState.NEW, ApplicationState.SEEN),
        sent_at__lt=old,
    ).count()
    if not waiting:
        return None
    path = reverse("employer_candidates", args=[membership.employer_id])
    return write_mail(
        "reminder",
        to=membership.user.email,
        language=membership.language,
        subject=_("%(employer)s: %(waiting)s applications wait for an answer"),
        context={
            "employer": membership.employer.name,
            "waiting": waiting,
            "days": settings.ANSWER_WITHIN_DAYS,
            "link": national_address(path),
        },
    )


def _about(application: Application) -> dict[str, object]:
    vacancy = application.vacancy
    return {
        "title": vacancy.title,
        "employer": vacancy.employer.name if vacancy.employer else "",
        "state": application.state,
        "reported": vacancy.close_reason == CloseReason.REPORTED,
        "link": national_address(reverse("me_application", args=[application.pk])),
    }


def _address(seeker: JobSeeker) -> str:
    """Where the person is told: their account's address; "" for none."""
    return seeker.user.email if seeker.user and seeker.user.is_active else ""
