"""Celery: mails, files with a person's data, erasures that are due, the audit trail, retention."""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any

from celery import shared_task
from django.core.mail import EmailMultiAlternatives

from accounts import data_exports, erasure, retention, services, staff_review, trail


class MailNotSent(Exception):
    """A mail was not sent; it says why without the address, which the original error may name."""


TRY_AGAIN: dict[str, Any] = {"autoretry_for": (MailNotSent,), "retry_backoff": 15, "max_retries": 6}


@shared_task(name="accounts.tasks.mail_send", **TRY_AGAIN)
def mail_send(subject: str, text: str, html: str, to: str) -> None:
    mail = EmailMultiAlternatives(subject, text, to=[to], headers={"Auto-Submitted": "auto-generated"})
    mail.attach_alternative(html, "text/html")
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        raise MailNotSent(type(error).__name__) from None


@shared_task(name="accounts.tasks.export_make")
def export_make(export_id: int) -> None:
    data_exports.export_make(export_id=export_id)


@shared_task(name="accounts.tasks.exports_resume")
def exports_resume() -> None:
    data_exports.exports_resume()


@shared_task(name="accounts.tasks.erasures_execute")
def erasures_execute() -> None:
    for erasure_id in erasure.erasures_due():
        erasure.erasure_execute(erasure_id=erasure_id)


@shared_task(name="accounts.tasks.roles_end_over")
def roles_end_over() -> None:
    services.roles_end_over()


@shared_task(name="accounts.tasks.staff_review_remind")
def staff_review_remind() -> None:
    staff_review.reminders_send()


@shared_task(name="accounts.tasks.retention_run")
def retention_run() -> None:
    retention.retention_run()


@shared_task(name="accounts.tasks.audit_link")
def audit_link() -> None:
    trail.lines_link()


@shared_task(name="accounts.tasks.audit_check")
def audit_check() -> None:
    trail.trail_check()
