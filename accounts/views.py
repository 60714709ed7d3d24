"""Pages about an account that allauth does not bring: sessions, one's data, erasure."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import data_exports, erasure, services
from accounts.browsers import browser_name
from accounts.models import DataExport, User
from accounts.personal_data import holdings, kept_things


def person(request: HttpRequest) -> User:
    """The person who is signed in: the view stands behind `login_required`."""
    assert isinstance(request.user, User)
    return request.user


@require_safe
def lost(request: HttpRequest) -> HttpResponse:
    """What to do without a second factor."""
    return render(request, "accounts/lost.html")


@login_required
@never_cache
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    listed = [
        {
            "session": session,
            "browser": browser_name(session.user_agent),
            "is_current": session.session_key == request.session.session_key,
        }
        for session in UserSession.objects.purge_and_list(person(request))
    ]
    listed.sort(key=lambda one: (not one["is_current"], -one["session"].created_at.timestamp()))
    return render(request, "accounts/sessions.html", {"sessions": listed})


@login_required
@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """All others, or the one that the form names."""
    which = request.POST.get("session", "")
    if which == "others":
        count = services.sessions_end(user=person(request), but=request.session.session_key or "")
        done = count > 0
    else:
        done = (
            which.isdecimal()
            and len(which) < 16
            and services.session_end(user=person(request), pk=int(which))
        )
    if done:
        messages.success(request, _("Signed out there."))
    else:
        messages.info(request, _("That session was over already."))
    return redirect("usersessions_list")


@login_required
@never_cache
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    exports = DataExport.objects.filter(user=person(request)).order_by("-asked_at")
    listed = [
        {"export": export, "path": data_exports.download_path(export) if export.ready_at else ""}
        for export in exports
    ]
    return render(request, "accounts/own_data/page.html", {"exports": listed, "holdings": holdings()})


@login_required
@reauthentication_required(app="allauth.account")
@require_http_methods(["GET", "HEAD", "POST"])
def data_ask(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        data_exports.export_ask(user=person(request))
        messages.success(request, _("We write to you as soon as the file is ready."))
        return redirect("account_data")
    return render(request, "accounts/own_data/ask.html", {"holdings": holdings()})


@login_required
@never_cache
@require_safe
def data_file(request: HttpRequest, token: str) -> FileResponse:
    export = data_exports.export_of_token(token, person(request))
    if export is None:
        raise Http404
    return FileResponse(export.file.open("rb"), as_attachment=True, filename="my-data.zip")


@login_required
@reauthentication_required(app="allauth.account")
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        erasure.erasure_ask(user=person(request))
        logout(request)
        return redirect("account_erasure_asked")
    return render(
        request, "accounts/own_data/erase.html", {"holdings": holdings(), "kept": list(kept_things())}
    )


@require_safe
def erasure_asked(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/own_data/erasure_asked.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erasure_cancel(request: HttpRequest, token: str) -> HttpResponse:
    """By the link of the mail alone: nobody can sign in while the account is off."""
    wish = erasure.erasure_of_token(token)
    if wish is None:
        raise Http404
    if request.method == "POST":
        if erasure.erasure_cancel(erasure=wish):
            messages.success(request, _("Your account is on again, and nothing was erased."))
            return redirect("sign_in")
        return redirect(request.path)
    open_ = wish.is_open and not wish.done
    return render(
        request,
        "accounts/own_data/cancel.html",
        {"wish": wish, "is_open": open_},
        status=200 if open_ else 410,
    )
