"""What every view of the workspace asks of its request."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.models import User


def person(request: HttpRequest) -> User:
    """The person who is signed in: the view stands behind `login_required`."""
    assert isinstance(request.user, User)
    return request.user


def cursor(request: HttpRequest, name: str) -> int:
    """A cursor of the address; anything that is not a number is none, which is 0."""
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 16 else 0
