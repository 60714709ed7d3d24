"""Signed links of mails: each is for one purpose and one record, and needs no sign-in.

Whoever holds a link holds the right, so links are never written to logs (`portal.settings.logs`) and the
pages behind them are neither cached nor indexed.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from django.core import signing


class Purpose(StrEnum):
    """What a link is for; with the time that it works."""

    CONFIRM = "confirm"
    STOP = "stop"
    RESUME = "resume"
    MANAGE = "manage"

    @property
    def lifetime(self) -> dt.timedelta | None:
        """None: for ever, as a mail may be opened years later and must still be stopped from there."""
        return _LIFETIMES[self]


_LIFETIMES = {
    Purpose.CONFIRM: dt.timedelta(days=7),
    Purpose.STOP: None,
    Purpose.RESUME: dt.timedelta(days=1),
    Purpose.MANAGE: dt.timedelta(days=90),
}


class BadToken(Exception):
    """The link is not one of ours, or not for this."""


class ExpiredToken(BadToken):
    """The link was ours, and its time is over."""


def make_token(purpose: Purpose, pk: int) -> str:
    """The signed part of a link: of a saved search, or of a subscriber for `MANAGE`."""
    return signing.dumps(pk, salt=_salt(purpose))


def read_token(purpose: Purpose, token: str) -> int:
    """The id that a link is for.

    Raises:
        ExpiredToken, BadToken
    """
    try:
        value = signing.loads(token, salt=_salt(purpose), max_age=purpose.lifetime)
    except signing.SignatureExpired as error:
        raise ExpiredToken from error
    except signing.BadSignature as error:
        raise BadToken from error
    if not isinstance(value, int):
        raise BadToken
    return value


def _salt(purpose: Purpose) -> str:
    return f"search.alerts.{purpose}"
