"""From a search that is due to a mail that is sent, never twice.

Two steps, each safe to be killed in and to be done by any number of workers:

1. *Prepare*: searches that are due are locked in batches (`SKIP LOCKED`) and looked at. What is new is
   written down as a delivery, one a search and day, in the transaction that moves the search to its next run.
2. *Deliver*: a waiting delivery is locked, written as a mail and marked as being sent; that is committed
   before the mail server hears of it. From then on only a plain refusal by the server makes it wait again. A
   worker that dies in between leaves it "being sent", and nobody tries again: lost rather than sent twice.
"""

from __future__ import annotations

import datetime as dt
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

import structlog
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from elasticsearch import BadRequestError

from search.alerts.enums import DeliveryState, EndReason
from search.alerts.finding import news_of, news_until
from search.alerts.mails import alert_mail
from search.alerts.schedule import CHINA, retry_after
from search.alerts.services import run_after, search_end
from search.alerts.stored import UnknownVersion
from search.models import AlertDelivery, SavedSearch

log = structlog.get_logger(__name__)

SEARCHES_A_BATCH = 50
MOST_ATTEMPTS = 5
MOST_REFUSALS = 3
"""Mails that a mailbox refuses for good, one after the other, before its search is ended."""
POISONED_FOR = dt.timedelta(hours=1)


def alerts_prepare(*, most: int, now: dt.datetime | None = None) -> int:
    """Look at searches that are due, at most about `most`; how many were.

    Raises:
        TransportError, ApiError: the index is away; the current batch stays due, nothing is lost.
    """
    done = 0
    while done < most:
        looked_at = _prepare_batch(now or timezone.now())
        done += looked_at
        if looked_at < SEARCHES_A_BATCH:
            break
    return done


@transaction.atomic
def _prepare_batch(now: dt.datetime) -> int:
    due = SavedSearch.objects.due(now).select_for_update(skip_locked=True, of=("self",))[:SEARCHES_A_BATCH]
    searches = list(due)
    for search in searches:
        _prepare(search, now)
    return len(searches)


def _prepare(search: SavedSearch, now: dt.datetime) -> None:
    """Write down what is new for a locked search, and move it on."""
    until, today = news_until(now), now.astimezone(CHINA).date()
    if search.told_until < until and not search.deliveries.filter(period=today).exists():
        try:
            news = news_of(search, until=until)
        except (BadRequestError, UnknownVersion) as error:
            log.error("a saved search cannot be asked", search=search.pk, reason=type(error).__name__)
        else:
            if news.vacancies:
                AlertDelivery.objects.create(
                    search=search, period=today, vacancies=news.vacancies, total=news.total, due_at=now
                )
            search.told_until = until
    if search.paused_until and search.paused_until <= now:
        search.paused_until = None
    search.next_run_at = run_after(search, now)
    search.save(update_fields=["told_until", "next_run_at", "paused_until"])


def alerts_deliver(*, most: int) -> int:
    """Send mails that wait, at most `most`; how many the mail server took.

    With the mail server away all of them wait.
    """
    sent = 0
    for _ in range(most):
        if not AlertDelivery.objects.filter(_waiting(timezone.now())).exists():
            break
        try:
            with get_connection() as connection:
                taken = _take()
                if taken:
                    sent += _send(connection, *taken)
        except (OSError, SMTPException) as error:
            log.warning("the mail server is away, mails wait", reason=type(error).__name__)
            break
    return sent


def _waiting(now: dt.datetime) -> Q:
    return Q(state=DeliveryState.PREPARED, due_at__lte=now)


@transaction.atomic
def _take() -> tuple[AlertDelivery, EmailMultiAlternatives] | None:
    """The next mail, marked as being sent; None where there is nothing to send after all."""
    now = timezone.now()
    delivery = (
        AlertDelivery.objects.filter(_waiting(now))
        .select_related("search__subscriber", "search__user")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("due_at", "id")
        .first()
    )
    if delivery is None:
        return None
    try:
        with transaction.atomic():
            mail = alert_mail(delivery)
    except Exception:  # one that cannot be written must not keep all others waiting
        log.exception("a mail cannot be written", delivery=delivery.pk)
        _move(delivery, DeliveryState.PREPARED, due_at=now + POISONED_FOR)
        return None
    if mail is None:
        _move(delivery, DeliveryState.DROPPED)
        return None
    _move(delivery, DeliveryState.SENDING, attempts=delivery.attempts + 1)
    return delivery, mail


def _send(connection: BaseEmailBackend, delivery: AlertDelivery, mail: EmailMultiAlternatives) -> int:
    """Hand a mail over; 1 where the server took it. One whose fate is unknown stays "being sent"."""
    try:
        connection.send_messages([mail])
    except (SMTPRecipientsRefused, SMTPResponseException) as error:
        _refused(delivery, error)
        return 0
    except (OSError, SMTPException) as error:
        log.warning("a mail may have been sent", delivery=delivery.pk, reason=type(error).__name__)
        return 0
    with transaction.atomic():
        _move(delivery, DeliveryState.SENT)
        SavedSearch.objects.filter(pk=delivery.search_id, refusals__gt=0).update(refusals=0)
    return 1


@transaction.atomic
def _refused(delivery: AlertDelivery, error: SMTPRecipientsRefused | SMTPResponseException) -> None:
    """It was certainly not sent: try again later, or leave its vacancies to the next mail."""
    of_mailbox = isinstance(error, SMTPRecipientsRefused)
    code = _code(error)
    log.warning("the mail server refuses a mail", delivery=delivery.pk, code=code)
    if code < 500 and delivery.attempts < MOST_ATTEMPTS:
        due = timezone.now() + retry_after(delivery.attempts)
        _move(delivery, DeliveryState.PREPARED, due_at=due)
        return
    _move(delivery, DeliveryState.FAILED)
    if of_mailbox and code >= 500:
        search = SavedSearch.objects.select_for_update().get(pk=delivery.search_id)
        search.refusals += 1
        search.save(update_fields=["refusals"])
        if search.refusals >= MOST_REFUSALS:
            search_end(search=search, reason=EndReason.REFUSED)


def _code(error: SMTPRecipientsRefused | SMTPResponseException) -> int:
    """The reply code of the mail server: 4xx is for now, 5xx for good."""
    if isinstance(error, SMTPRecipientsRefused):
        return int(next(iter(error.recipients.values()))[0])
    return int(error.smtp_code)


def _move(delivery: AlertDelivery, state: DeliveryState, **changes: Any) -> None:
    """Save a locked delivery in another state."""
    for name, value in (changes | {"state": state.value, "state_at": timezone.now()}).items():
        setattr(delivery, name, value)
    delivery.save(update_fields=["state", "state_at", *changes])
