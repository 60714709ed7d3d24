"""What every view of these desks asks of its request."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.enums import NATION, Action
from accounts.models import User
from accounts.permissions import may, regions_by_action
from stats_publishing.models import Return
from stats_publishing.services.returns import returns_seen_by


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person may do with a return."""

    fill: bool
    review: bool
    count: bool


def person(request: HttpRequest) -> User:
    """The person who is signed in: the view stands behind `login_required`."""
    assert isinstance(request.user, User)
    return request.user


def seen_return(request: HttpRequest, form: str, region: str, period: str) -> Return:
    """The return of an address, for who fills it in or reviews it; for everybody else it does not exist."""
    return get_object_or_404(
        returns_seen_by(request.user).select_related("changed_by", "submitted_by", "excluded_by"),
        form__code=form,
        region=region,
        period=period,
    )


def rights_in(request: HttpRequest, of: Return) -> Rights:
    return Rights(
        fill=may(request.user, Action.FILL_RETURNS, of.region),
        review=may(request.user, Action.REVIEW_RETURNS, of.region),
        count=may(request.user, Action.MANAGE_STATISTICS, NATION),
    )


def require(allowed: bool) -> None:
    """What a person may not do does not exist for them."""
    if not allowed:
        raise Http404


def require_statistics(request: HttpRequest) -> bool:
    """That the person has anything to do with returns; whether they keep the country's forms."""
    held = regions_by_action(request.user)
    keeps = NATION in held[Action.MANAGE_STATISTICS]
    require(keeps or bool(held[Action.FILL_RETURNS] or held[Action.REVIEW_RETURNS]))
    return keeps
