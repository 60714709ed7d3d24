"""The code that somebody at a service window agrees with. It is sent at once: no queue ever holds it."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.mails import write_mail


def consent_text(code: str) -> str:
    """The same as a text message."""
    return _(
        "%(code)s is the code with which you agree that the employment service window registers you. "
        "It holds for ten minutes. Tell it to nobody if you are not at a window now."
    ) % {"code": code}


def consent_mail(*, to: str, code: str, language: str) -> EmailMultiAlternatives:
    """The mail; its subject does not show the code."""
    subject = gettext_lazy("Your code for the employment service window")
    return write_mail("consent_code", to=to, language=language, subject=subject, context={"code": code})
