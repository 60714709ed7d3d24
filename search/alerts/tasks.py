"""Celery: mails that are due (beat, every minute), single mails at once, cleaning at night."""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any

import structlog
from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from search.alerts import cleaning, mails, sending
from search.client import INDEX_ERRORS
from search.models import SavedSearch, Subscriber

log = structlog.get_logger(__name__)


class MailNotSent(Exception):
    """A mail was not sent; it says why without the address, which the original error may name."""


TRY_AGAIN: dict[str, Any] = {"autoretry_for": (MailNotSent,), "retry_backoff": 30, "max_retries": 6}


@shared_task(name="search.alerts.tasks.alerts_send", expires=60)
def alerts_send() -> None:
    """Look at what is due, then send what waits; each as much as the settings allow in a minute."""
    try:
        sending.alerts_prepare(most=settings.ALERTS_SEARCHES_A_MINUTE)
    except INDEX_ERRORS as error:
        log.warning("the index is away, alerts wait", reason=type(error).__name__)
    sent = sending.alerts_deliver(most=settings.ALERTS_MAILS_A_MINUTE)
    if sent:
        log.info("alerts sent", mails=sent)


@shared_task(name="search.alerts.tasks.confirmation_send", **TRY_AGAIN)
def confirmation_send(search_id: int) -> None:
    search = SavedSearch.objects.filter(pk=search_id, confirmed_at=None, ended_at=None).first()
    if search:
        _send(mails.confirmation_mail(search))


@shared_task(name="search.alerts.tasks.overview_send", **TRY_AGAIN)
def overview_send(subscriber_id: int, language: str) -> None:
    subscriber = Subscriber.objects.filter(pk=subscriber_id).first()
    if subscriber:
        _send(mails.overview_mail(subscriber, language))


@shared_task(name="search.alerts.tasks.alerts_clean")
def alerts_clean() -> None:
    cleaning.alerts_clean()


def _send(mail: EmailMultiAlternatives) -> None:
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        raise MailNotSent(type(error).__name__) from None
