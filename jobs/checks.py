"""What is wrong with this room's settings before anybody meets it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from jobs.sms import sms_backend


@register
def sms_backend_sends(**_unused: Any) -> list[CheckMessage]:
    """`SMS_BACKEND` names a class that can be made and can send."""
    try:
        backend = sms_backend()
    except (ImportError, TypeError) as error:
        return [Error(f"SMS_BACKEND {settings.SMS_BACKEND!r} cannot be used: {error}", id="jobs.E001")]
    if backend is not None and not callable(getattr(backend, "send", None)):
        return [Error(f"SMS_BACKEND {settings.SMS_BACKEND!r} has no method send.", id="jobs.E002")]
    return []
