"""Mails about conversations: that something is new, never what it says or who somebody is."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobs.enums import EmployerAct, Party
from jobs.mails import mail_kind, national_address, write_mail
from jobs.mails.reports import owner_of
from jobs.models import Conversation, ConversationSide, Membership, VacancyReport


@dataclass(frozen=True, slots=True)
class Reader:
    """Where one side of a conversation is written to."""

    address: str
    language: str
    link: str


@mail_kind("message")
def message_mail(pk: int) -> EmailMultiAlternatives | None:
    """Something new in a conversation; None where it was read meanwhile."""
    return _about(pk, "message", _("%(title)s: a message for you"))


@mail_kind("apply_invitation")
def apply_invitation_mail(pk: int) -> EmailMultiAlternatives | None:
    """An employer invites the person to apply; None where they read it meanwhile."""
    return _about(pk, "apply_invitation", _("%(employer)s invites you to apply: %(title)s"))


@mail_kind("message_removed")
def message_removed_mail(pk: int) -> EmailMultiAlternatives | None:
    """A message was removed after a report, to the side that wrote it."""
    report = VacancyReport.objects.select_related("message__conversation").filter(pk=pk).first()
    if report is None or report.message is None:
        return None
    side = _sides().get(conversation=report.message.conversation, party=report.message.party)
    return _written("message_removed", side, _("%(title)s: a message was removed"), report=report)


def _sides() -> QuerySet[ConversationSide]:
    return ConversationSide.objects.select_related(
        "conversation__seeker__user", "conversation__employer", "conversation__vacancy", "by"
    )


def _about(pk: int, name: str, subject: Promise) -> EmailMultiAlternatives | None:
    side = _sides().filter(pk=pk, told_at__isnull=False).first()
    return _written(name, side, subject) if side else None


def _written(
    name: str, side: ConversationSide, subject: Promise, **more: object
) -> EmailMultiAlternatives | None:
    conversation = side.conversation
    reader = _READERS[Party(side.party)](conversation, side)
    if reader is None:
        return None
    about = {
        "title": conversation.vacancy.title,
        "employer": conversation.employer.name,
        "link": national_address(reader.link),
        "is_seeker": side.party == Party.SEEKER,
        "found_by": national_address(reverse("me_visibility")),
    }
    return write_mail(
        name, to=reader.address, language=reader.language, subject=subject, context=about | more
    )


def _person(conversation: Conversation, side: ConversationSide) -> Reader | None:
    """The person; None for who has no account."""
    user = conversation.seeker.user
    if user is None or not user.is_active:
        return None
    return Reader(user.email, side.language, reverse("me_conversation", args=[conversation.pk]))


def _recruiter(conversation: Conversation, side: ConversationSide) -> Reader | None:
    """Who last wrote for the employer, if they still may; else its owner of longest standing."""
    own = Membership.objects.select_related("user").filter(
        employer=conversation.employer, user=side.by_id, ended_at=None, user__is_active=True
    )
    member = next((one for one in own if EmployerAct.RECRUIT in one.acts), None) or owner_of(
        conversation.employer_id
    )
    if member is None:
        return None
    link = reverse("employer_conversation", args=[conversation.employer_id, conversation.pk])
    return Reader(member.user.email, member.language, link)


_READERS = {Party.SEEKER: _person, Party.EMPLOYER: _recruiter}
