"""What every page of a job seeker asks of its request; what was written outlives the end of a session."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import User
from jobs.models import JobSeeker, Resume
from jobs.services import seeker_ensure
from jobs.serving import seeker_here

_KEPT = "written_before_signing_in"
_KEPT_AT_MOST = 20_000


def person(request: HttpRequest) -> User:
    """The person who is signed in: the view stands behind `keeps_what_is_written` or `login_required`."""
    assert isinstance(request.user, User)
    return request.user


def seeker_for(request: HttpRequest) -> JobSeeker:
    """The job seeker whose pages these are; 404 for who has begun no résumé."""
    seeker = seeker_here(request)
    if seeker is None:
        raise Http404
    return seeker


def seeker_begun(request: HttpRequest) -> JobSeeker:
    """The same, who becomes a job seeker where they are none yet."""
    return seeker_here(request) or seeker_ensure(user=person(request))


def resume_for(request: HttpRequest, pk: int) -> Resume:
    """A résumé of the person's own; any other does not exist."""
    own = Resume.objects.filter(seeker=seeker_here(request)).select_related("seeker__user")
    return get_object_or_404(own, pk=pk)


def keeps_what_is_written(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Like `login_required`, but what is sent after the session ended is kept, and stands in the form again
    once the person has signed in: the view reads it by `written`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            text = request.POST.urlencode()
            if len(text) <= _KEPT_AT_MOST:
                request.session[_KEPT] = {"path": request.path, "text": text}
        return redirect_to_login(request.get_full_path())

    return guarded


def written(request: HttpRequest) -> QueryDict | None:
    """What the person wrote into the form of this page: now, or before they had to sign in again."""
    if request.method == "POST":
        return request.POST
    kept = request.session.get(_KEPT)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[_KEPT]
    messages.info(request, _("You were signed out. What you wrote is still here: save it now."))
    return QueryDict(kept["text"])
