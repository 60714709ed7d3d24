"""Mails about accounts: rendered where they arise, sent by a worker."""

from __future__ import annotations

from django.template.loader import render_to_string

from accounts.addresses import site_root
from accounts.letters import Letter


def letter_send(*, letter: Letter, to: str) -> None:
    """Have a letter sent, in the language of the moment. The worker sends it, so that a page takes the same
    time whether it sends one or not, and a mail server that is away loses nothing."""
    from accounts.tasks import mail_send

    context = {"letter": letter, "subject": letter.subject, "root": site_root()}
    mail_send.delay(
        letter.subject,
        render_to_string("accounts/mail/letter.txt", context).strip() + "\n",
        render_to_string("accounts/mail/letter.html", context),
        to,
    )
