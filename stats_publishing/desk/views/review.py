"""What the province and the ministry do with a return."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.enums import Action
from accounts.rights import acting_by
from stats_publishing.desk import access
from stats_publishing.desk.access import person
from stats_publishing.models import Return
from stats_publishing.services import return_moves as moves
from stats_publishing.services.datasets import NotPossible


@require_POST
@login_required
@acting_by(Action.REVIEW_RETURNS)
def return_decide(request: HttpRequest, form: str, region: str, period: str) -> HttpResponse:
    """Accept a return, send it back, count it, leave it out or take it in again."""
    of = access.seen_return(request, form, region, period)
    rights = access.rights_in(request, of)
    act = request.POST.get("act", "")
    allowed = {
        "accept": rights.review,
        "send_back": rights.count or (rights.review and of.state != "counted"),
        "count": rights.count,
        "exclude": rights.review,
        "include": rights.review,
    }
    access.require(allowed.get(act, False))
    try:
        done = _ACTS[act](request, of)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(of)


def _accept(request: HttpRequest, of: Return) -> str:
    moves.return_accept(of=of, by=person(request), at=timezone.now())
    return _("%(place)s: accepted.") % {"place": of.place_name}


def _send_back(request: HttpRequest, of: Return) -> str:
    moves.return_send_back(of=of, note=request.POST.get("note", ""), by=person(request), at=timezone.now())
    return _("%(place)s: sent back.") % {"place": of.place_name}


def _count(request: HttpRequest, of: Return) -> str:
    moves.return_count(of=of, by=person(request), at=timezone.now())
    return _("%(place)s: counted.") % {"place": of.place_name}


def _exclude(request: HttpRequest, of: Return) -> str:
    moves.return_exclude(of=of, reason=request.POST.get("note", ""), by=person(request), at=timezone.now())
    return _("%(place)s: left out of the analyses.") % {"place": of.place_name}


def _include(request: HttpRequest, of: Return) -> str:
    moves.return_include(of=of, by=person(request))
    return _("%(place)s: taken in again.") % {"place": of.place_name}


_ACTS: dict[str, Callable[[HttpRequest, Return], str]] = {
    "accept": _accept,
    "send_back": _send_back,
    "count": _count,
    "exclude": _exclude,
    "include": _include,
}
