"""People, employers and what they write to each other."""

from __future__ import annotations

from jobs.enums import Party
from jobs.models import Application, Conversation, Message
from jobs.services.messages import message_send
from tests.factories import ApplicationFactory, UserFactory, VacancyFactory
from tests.jobs.employers.factories import MembershipFactory


def application(member=None, **fields) -> Application:
    """Somebody with an account applied to the employer of `member`, or of a new owner."""
    member = member or MembershipFactory()
    vacancy = fields.pop("vacancy", None) or VacancyFactory(employer=member.employer)
    fields = {"seeker__user": UserFactory(), "language": "zh-hans"} | fields
    return ApplicationFactory(vacancy=vacancy, **fields)


def write(
    applied: Application, party: Party = Party.SEEKER, text: str = "请问几号可以上班？", by=None
) -> Message:
    """One message between who applied and the employer."""
    return message_send(vacancy=applied.vacancy, seeker=applied.seeker, party=party, text=text, by=by)


def conversation(member=None, **fields) -> Conversation:
    """One in which the person wrote first."""
    return write(application(member, **fields)).conversation
