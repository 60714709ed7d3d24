"""Conversations as each of both sides reads them: who may write, what is shown, how the other one is called.

A telephone number or an address in a message is hidden from its reader until both agreed to exchange contact,
and again once one of them takes that back; the message itself is kept as it was written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from jobs.contact_words import without_contact
from jobs.enums import UNDER_WAY, ApplicationState, Party
from jobs.found import called
from jobs.models import (
    Application,
    ApplyInvitation,
    Conversation,
    ConversationBlock,
    ConversationSide,
    JobSeeker,
    Message,
    Vacancy,
)

AFTERWARDS: Final = dt.timedelta(days=30)
"""So long one may still write about an application that was refused or whose vacancy closed."""
_BOTH: Final = (Party.SEEKER, Party.EMPLOYER)
_GO_ON: Final = (*UNDER_WAY, ApplicationState.HIRED)


@dataclass(frozen=True, slots=True)
class Line:
    """One message as one of both reads it. `hides`: a contact in it is hidden from who did not write it."""

    pk: int
    at: dt.datetime
    text: str
    is_own: bool
    is_removed: bool
    hides: bool


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of a conversation, seen from one of them."""

    own: ConversationSide
    other: ConversationSide

    @property
    def exchanged(self) -> bool:
        """Whether both agreed to show each other how they are reached."""
        return self.own.agreed_at is not None and self.other.agreed_at is not None


def sides_of(conversation: Conversation, party: Party) -> Sides:
    found = {side.party: side for side in conversation.sides.all()}
    return Sides(own=found[party], other=found[party.other])


def exchanged_in(conversations: Iterable[Conversation]) -> set[int]:
    """Those of the conversations in which both sides agreed to exchange contact."""
    agreed = ConversationSide.objects.filter(conversation__in=conversations, agreed_at__isnull=False)
    counted = agreed.values("conversation").annotate(number=Count("pk")).filter(number=len(_BOTH))
    return set(counted.values_list("conversation", flat=True))


def may_write(*, vacancy: Vacancy, seeker: JobSeeker, now: dt.datetime | None = None) -> bool:
    """Whether the two may write to each other about the vacancy.

    They may where the person applied and did not withdraw, until `AFTERWARDS` after a refusal or the closing
    of the vacancy, or was invited to apply and did not decline, while the vacancy is public and they do not
    hide from the employer; and where neither of them, nor the city's staff, stopped it. Both may or neither:
    nobody learns who stopped it.
    """
    now = now or timezone.now()
    if seeker.user is not None and not seeker.user.is_active:
        return False
    if ConversationBlock.objects.filter(seeker=seeker, employer=vacancy.employer_id).exists():
        return False
    applications = Application.objects.standing().filter(vacancy=vacancy, seeker=seeker)
    if applications.filter(Q(state__in=_GO_ON) | Q(state_at__gt=now - AFTERWARDS)).exists():
        return True
    invited = ApplyInvitation.objects.open().filter(vacancy=vacancy, seeker=seeker)
    return invited.exclude(seeker__hidden_from=vacancy.employer_id).exists()


def lines_for(messages: Iterable[Message], *, party: Party, exchanged: bool) -> list[Line]:
    """Messages as a side reads them: its own as written, the other's without contacts unless `exchanged`."""
    return [line_for(message, party=party, exchanged=exchanged) for message in messages]


def line_for(message: Message, *, party: Party, exchanged: bool) -> Line:
    is_own = message.party == party
    hidden = message.text if exchanged else without_contact(message.text)
    is_removed = message.removed_at is not None
    return Line(
        pk=message.pk,
        at=message.at,
        text="" if is_removed else (message.text if is_own else hidden),
        is_own=is_own,
        is_removed=is_removed,
        hides=hidden != message.text,
    )


def unread_in(conversations: QuerySet[Conversation]) -> int:
    """How many messages are not read, in conversations as `of_seeker` or `of_employer` gives them."""
    return int(conversations.aggregate(number=Sum("unread"))["number"] or 0)


def held_in_conversations(seeker: JobSeeker) -> list[dict[str, Any]]:
    """A person's conversations as JSON-able data, as they read them: what is hidden stays hidden."""
    return [_held(conversation) for conversation in Conversation.objects.of_seeker(seeker).order_by("pk")]


def _held(conversation: Conversation) -> dict[str, Any]:
    sides = sides_of(conversation, Party.SEEKER)
    lines = lines_for(conversation.messages.all(), party=Party.SEEKER, exchanged=sides.exchanged)
    return {
        "vacancy": conversation.vacancy.title,
        "employer": conversation.employer.name,
        "agreed_at": sides.own.agreed_at,
        "shown_phone": sides.own.phone,
        "shown_email": sides.own.email,
        "messages": [{"at": line.at, "is_own": line.is_own, "text": line.text} for line in lines],
    }


def names_of_seekers(conversations: Iterable[Conversation]) -> dict[int, str]:
    """Conversation → how the employer calls the person, in two queries at most.

    Method: the name in their application, unless they withdrew it; else their own name where they let
    employers find them with it; else their number for the vacancy.
    """
    conversations = list(conversations)
    applied = Application.objects.standing().filter(
        vacancy__in={one.vacancy_id for one in conversations},
        seeker__in={one.seeker_id for one in conversations},
    )
    names = {(one[0], one[1]): one[2] for one in applied.values_list("vacancy", "seeker", "copy__name")}
    return {
        one.pk: names.get((one.vacancy_id, one.seeker_id)) or called(one.seeker, one.vacancy_id)
        for one in conversations
    }
