"""Mails of this room: each is written from one record, in the language of who gets it, when it is sent.

The queue carries a kind and an id only: no address and no text of a mail is ever in the broker or in a log.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise

from accounts.addresses import site_root

Writer = Callable[[int], EmailMultiAlternatives | None]
"""From the id of a record to its mail; None where nobody is to be written to any more."""

_WRITERS: dict[str, Writer] = {}


def mail_kind(kind: str) -> Callable[[Writer], Writer]:
    """Register a function as the writer of a kind of mail."""

    def register(writer: Writer) -> Writer:
        _WRITERS[kind] = writer
        return writer

    return register


def mail_later(kind: str, pk: int) -> None:
    """Queue a mail about a record once the transaction is committed."""
    from jobs.tasks import mail_send

    if kind not in _WRITERS:
        raise LookupError(kind)
    transaction.on_commit(partial(mail_send.delay, kind, pk))


def mail_of(kind: str, pk: int) -> EmailMultiAlternatives | None:
    """Write a mail; None where there is nobody to write to any more."""
    return _WRITERS[kind](pk)


def national_address(path: str) -> str:
    """A path on the national site, whole."""
    return f"{site_root()}{path}"


def write_mail(
    name: str, *, to: str, language: str, subject: str | Promise, context: dict[str, Any]
) -> EmailMultiAlternatives:
    """A mail of the templates `jobs/mail/<name>.txt` and `.html`, in a language.

    Args:
        subject: a lazy text, put into the language and filled from `context` here.
    """
    with translation.override(language or settings.LANGUAGE_CODE):
        line = " ".join((str(subject) % context).split())
        context = context | {"subject": line, "root": national_address("")}
        mail = EmailMultiAlternatives(
            subject=line,
            body=render_to_string(f"jobs/mail/{name}.txt", context).strip() + "\n",
            to=[to],
            headers={"Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(render_to_string(f"jobs/mail/{name}.html", context), "text/html")
    return mail
