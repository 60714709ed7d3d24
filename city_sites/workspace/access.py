"""What every view of the workspace asks of its request."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.enums import Action
from accounts.models import User
from accounts.permissions import may, regions_by_action
from city_sites.workspace import selectors
from jobs.models import CityFeed


def person(request: HttpRequest) -> User:
    """The person who is signed in: the view stands behind `login_required`."""
    assert isinstance(request.user, User)
    return request.user


def held_by(request: HttpRequest) -> dict[Action, list[str]]:
    """Where the person who looks may do what; asked for once a request."""
    if not hasattr(request, "_held"):
        request._held = regions_by_action(request.user)  # type: ignore[attr-defined]
    return request._held  # type: ignore[attr-defined, no-any-return]


def managed_feed(request: HttpRequest, slug: str) -> CityFeed:
    """The feed, for who may manage it; for everybody else it does not exist."""
    feed = get_object_or_404(selectors.feeds_of(person(request)), slug=slug)
    if not may(request.user, Action.MANAGE_FEEDS, feed.region):
        raise Http404
    return feed
