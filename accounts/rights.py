"""By which right somebody acts: a desk says what kind it is, the audit trail finds where it is held."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.auth.models import AnonymousUser

from accounts.enums import Action
from accounts.models import User
from accounts.permissions import held_regions, region_prefix

_action: ContextVar[Action | None] = ContextVar("acting_by", default=None)


@contextmanager
def acting_by(action: Action) -> Iterator[None]:
    """What is done within is done by the right to `action`, not for oneself. Also a decorator of views."""
    token = _action.set(action)
    try:
        yield
    finally:
        _action.reset(token)


def acting_right(actor: User | AnonymousUser | None, region: str) -> str:
    """Code of the region in which the actor holds the right that they act by; "" who acts for themselves.

    Of several it is the narrowest that reaches `region`. A window serves people from everywhere: where none
    reaches, it is the first that is held.
    """
    action = _action.get()
    if action is None or not isinstance(actor, User):
        return ""
    held = held_regions(actor, action)
    reaching = [code for code in held if region.startswith(region_prefix(code))]
    return max(reaching or held[:1], key=lambda code: len(region_prefix(code)), default="")
