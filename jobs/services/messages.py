"""Messages between a person and an employer: written, read, stopped; contact exchanged when both agree.

Whether one may write is asked under the lock of the conversation; `jobs.conversations` says what is shown.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from jobs.conversations import may_write, sides_of
from jobs.enums import Party
from jobs.mails import mail_later
from jobs.models import (
    Application,
    Conversation,
    ConversationBlock,
    ConversationSide,
    Employer,
    JobSeeker,
    Message,
    Vacancy,
)
from jobs.services.seekers import seeker_hide_from

MESSAGE_LIMIT: Final = 2_000
IN_A_ROW: Final = 10
"""So many messages one may write before the other one answers."""


class NotWritable(ValueError):
    """The two may not, or no longer, write to each other about the vacancy."""


class TooManyMessages(ValueError):
    """The day's number of messages of the person or the employer is reached."""


class UnansweredMessages(ValueError):
    """`IN_A_ROW` messages wait for an answer already."""


@transaction.atomic
def message_send(
    *, vacancy: Vacancy, seeker: JobSeeker, party: Party, text: str, by: User | None, news: str = "message"
) -> Message:
    """Write to the other side; the first message begins the conversation.

    Args:
        party: who writes. by: the person who does it for that side.
        news: the kind of mail that tells the other side, unless it was told of something unread before.
    Raises:
        NotWritable, TooManyMessages, UnansweredMessages
        ValidationError: nothing is written, or more than `MESSAGE_LIMIT` characters.
    """
    if not 0 < len(text) <= MESSAGE_LIMIT:
        raise ValidationError({"text": _("Write at most %(most)s characters.") % {"most": MESSAGE_LIMIT}})
    conversation = _begun(vacancy, seeker)
    if not may_write(vacancy=vacancy, seeker=seeker):
        raise NotWritable
    _check_number(conversation, party)
    now = timezone.now()
    message = Message.objects.create(conversation=conversation, party=party, by=by, at=now, text=text)
    conversation.latest = message.pk
    conversation.save(update_fields=["latest"])
    sides = sides_of(conversation, party)
    sides.other.unread += 1
    _act(sides.own, by)
    _tell(sides.other, news)
    audit(
        actor=by, act="message_send", subject=message, region=vacancy.region, party=party.value,
        conversation=conversation.pk,
    )  # fmt: skip
    return message


@transaction.atomic
def conversation_read(*, conversation: Conversation, party: Party) -> None:
    """Note that a side has read all there is; from the next message on it is told by mail again."""
    news = ConversationSide.objects.filter(conversation=conversation, party=party).exclude(
        unread=0, told_at=None
    )
    if news.exists():
        _locked(conversation)
        news.update(unread=0, told_at=None)


@transaction.atomic
def contact_agree(
    *, conversation: Conversation, party: Party, phone: str, email: str, by: User | None
) -> ConversationSide:
    """Agree to exchange contact: once both agree, each sees what the other one states here.

    Raises:
        NotWritable
        ValidationError: neither telephone nor mail address is stated.
    """
    if not phone and not email:
        raise ValidationError({"phone": _("Write a telephone number or a mail address.")})
    locked = _locked(conversation)
    if not may_write(vacancy=locked.vacancy, seeker=locked.seeker):
        raise NotWritable
    sides = sides_of(locked, party)
    _agree(sides.own, timezone.now(), phone, email)
    _act(sides.own, by)
    _tell(sides.other, "message")
    audit(actor=by, act="contact_agree", subject=locked, region=locked.vacancy.region, party=party.value)
    return sides.own


@transaction.atomic
def contact_withdraw(*, conversation: Conversation, party: Party, by: User | None) -> ConversationSide:
    """Take it back: neither sees the other's contact any more. Where nothing was agreed, nothing changes."""
    locked = _locked(conversation)
    side = sides_of(locked, party).own
    if side.agreed_at is not None:
        _agree(side, None)
        _act(side, by)
        audit(
            actor=by, act="contact_withdraw", subject=locked, region=locked.vacancy.region, party=party.value
        )
    return side


@transaction.atomic
def conversation_block(*, seeker: JobSeeker, employer: Employer, party: Party, by: User | None) -> None:
    """Stop all conversations between the two: neither may write, and the other side is not told who wants it.

    Who stops it takes back what they agreed to; a person hides from the employer besides, and stays hidden
    when they let it write again. Doing it twice changes nothing.
    """
    block, created = ConversationBlock.objects.get_or_create(
        seeker=seeker, employer=employer, by=party, defaults={"at": timezone.now()}
    )
    if not created:
        return
    ConversationSide.objects.filter(
        conversation__seeker=seeker, conversation__employer=employer, party=party
    ).update(agreed_at=None, phone="", email="")
    audit(actor=by, act="conversation_block", subject=block, region=employer.region, party=party.value)
    if party == Party.SEEKER:
        seeker_hide_from(seeker=seeker, employers=[*seeker.hidden_from.all(), employer], by=by)


@transaction.atomic
def conversation_unblock(*, seeker: JobSeeker, employer: Employer, party: Party, by: User | None) -> None:
    """Let the other side write again, as far as this side is concerned."""
    for block in ConversationBlock.objects.filter(seeker=seeker, employer=employer, by=party):
        audit(actor=by, act="conversation_unblock", subject=block, region=employer.region, party=party.value)
        block.delete()


def _begun(vacancy: Vacancy, seeker: JobSeeker) -> Conversation:
    """The conversation of the two, locked; begun where there is none."""
    if vacancy.employer is None:
        raise NotWritable
    conversation, created = Conversation.objects.get_or_create(
        vacancy=vacancy,
        seeker=seeker,
        defaults={"employer": vacancy.employer, "begun_at": timezone.now()},
    )
    if created:
        _begin_sides(conversation)
    return _locked(conversation)


@transaction.atomic
def application_contact_shown(*, application: Application) -> None:
    """Who applies and shows their contact agrees to exchange it, in a conversation begun before as well."""
    begun = Conversation.objects.filter(vacancy=application.vacancy_id, seeker=application.seeker_id).first()
    if begun is None or not application.shares_contact:
        return
    side = sides_of(_locked(begun), Party.SEEKER).own
    phone, email = application.copy.get("phone", ""), application.copy.get("email", "")
    if side.agreed_at is None and (phone or email):
        _agree(side, application.sent_at, phone, email)


def _begin_sides(conversation: Conversation) -> None:
    """Both sides; the person is written to in the language of their last application."""
    sent = Application.objects.filter(seeker=conversation.seeker).order_by("-pk")
    language = sent.values_list("language", flat=True).first() or ""
    for party, written_in in ((Party.SEEKER, language), (Party.EMPLOYER, "")):
        ConversationSide.objects.create(conversation=conversation, party=party, language=written_in)
    application = sent.standing().filter(vacancy=conversation.vacancy).first()
    if application is not None:
        application_contact_shown(application=application)


def _locked(conversation: Conversation) -> Conversation:
    found = Conversation.objects.select_for_update(of=("self",))
    return found.select_related("vacancy", "seeker__user", "employer").get(pk=conversation.pk)


def _check_number(conversation: Conversation, party: Party) -> None:
    """Raises `TooManyMessages`, `UnansweredMessages`."""
    of_side, most = {
        Party.SEEKER: (Q(conversation__seeker=conversation.seeker), settings.MESSAGES_A_DAY_OF_A_PERSON),
        Party.EMPLOYER: (
            Q(conversation__employer=conversation.employer),
            settings.MESSAGES_A_DAY_OF_AN_EMPLOYER,
        ),
    }[party]
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if Message.objects.filter(of_side, party=party, at__gte=today).count() >= most:
        raise TooManyMessages
    newest = conversation.messages.order_by("-pk").values_list("party", flat=True)[:IN_A_ROW]
    if list(newest) == [party] * IN_A_ROW:
        raise UnansweredMessages


def _act(side: ConversationSide, by: User | None) -> None:
    """Note who acts for a side, and in which language it is to be written to."""
    side.by, side.language = by, get_language() or side.language
    side.save(update_fields=["by", "language"])


def _agree(side: ConversationSide, at: dt.datetime | None, phone: str = "", email: str = "") -> None:
    side.agreed_at, side.phone, side.email = at, phone, email
    side.save(update_fields=["agreed_at", "phone", "email"])


def _tell(side: ConversationSide, news: str) -> None:
    """Tell a side by mail, once until it reads."""
    if side.told_at is None:
        side.told_at = timezone.now()
        mail_later(news, side.pk)
    side.save(update_fields=["unread", "told_at"])
