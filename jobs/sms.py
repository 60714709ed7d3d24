"""Text messages: the operator's gateway is a class that `SMS_BACKEND` names; without one none is sent."""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class SmsNotSent(Exception):
    """The gateway did not take the message. The reason names neither the number nor the text."""


class SmsBackend(Protocol):
    """What a gateway has to do. It is made without arguments, reads settings of its own, and keeps and logs
    neither number nor text."""

    def send(self, *, number: str, text: str) -> None:
        """Hand one message to the gateway, within seconds: somebody waits at a window.

        Args:
            number: as it was written, such as 13800000000 or +86 138 0000 0000.
        Raises:
            SmsNotSent
        """


def sms_backend() -> SmsBackend | None:
    """The gateway; None where there is none."""
    if not settings.SMS_BACKEND:
        return None
    backend: SmsBackend = import_string(settings.SMS_BACKEND)()
    return backend
