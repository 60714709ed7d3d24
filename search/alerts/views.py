"""Pages about saved searches. Whoever holds a signed link needs no account; nobody learns who has one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.clients import client_network
from accounts.models import User
from search.alerts import services
from search.alerts.enums import EndReason
from search.alerts.forms import ChangeForm, LinkForm, WishForm
from search.alerts.limits import counted_today
from search.alerts.links import signed_path
from search.alerts.listing import listed
from search.alerts.services import MOST_SEARCHES, TooManySearches, Wish
from search.alerts.stored import read_stored, stored_parameters
from search.alerts.tokens import BadToken, ExpiredToken, Purpose, read_token
from search.alerts.words import has_position, search_name
from search.models import SavedSearch, Subscriber
from search.queries import address, applied_filters, parse_params
from search.scope import scope_region

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@get_or_post
def alert_new(request: HttpRequest) -> HttpResponse:
    """Save the search that the address holds: at once for a user, else once a mail is confirmed."""
    user = request.user if isinstance(request.user, User) else None
    scope = scope_region(request)
    params, errors = parse_params(request.GET)
    params, _errors = read_stored(stored_parameters(params))
    form = WishForm(request.POST or None, asks_address=user is None)
    status = 200
    if request.method == "POST" and form.is_valid():
        wish = Wish(params, scope, form.cleaned_data["frequency"], form.cleaned_data["weekday"])
        if user:
            try:
                services.search_save(user=user, wish=wish)
            except TooManySearches:
                form.add_error(None, _too_many())
            else:
                messages.success(request, _("The search is saved; new finds come by mail."))
                return redirect("alerts")
        elif _asks_too_often(request):
            form.add_error(None, _("Too many addresses were entered from here today. Try again tomorrow."))
            status = 429
        else:
            services.search_ask(email=form.cleaned_data["email"], wish=wish)
            return redirect("alert_asked")
    context = {
        "form": form,
        "errors": [message for said in errors.values() for message in said],
        "params": params,
        "name": search_name(params, scope=scope),
        "applied": applied_filters(params, path=request.path),
        "has_position": has_position(params),
        "results_url": address(reverse("vacancies"), params),
    }
    return render(request, "search/alerts/new.html", context, status=status)


@require_safe
def alert_asked(request: HttpRequest) -> HttpResponse:
    return render(request, "search/alerts/asked.html", {"most": settings.ALERTS_CONFIRMATIONS_A_DAY})


@never_cache
@get_or_post
def alert_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button, since programs that look at links in mails must not confirm anything."""
    search = _search(request, Purpose.CONFIRM, token)
    if isinstance(search, HttpResponse):
        return search
    if request.method == "POST":
        try:
            services.search_confirm(search=search)
        except TooManySearches:
            messages.error(request, _too_many())
        else:
            messages.success(request, _("Confirmed. New finds come by mail from now on."))
        return redirect(_page_of_owner(search))
    return render(request, "search/alerts/confirm.html", {"search": search})


@never_cache
@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed link is the proof
@get_or_post
def alert_stop(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows one button; POST stops the mails at once, from the button or from a mail program."""
    search = _search(request, Purpose.STOP, token)
    if isinstance(search, HttpResponse):
        return search
    if request.method == "POST":
        services.search_end(search=search, reason=EndReason.UNSUBSCRIBED)
    context = {"search": search, "resume": signed_path(Purpose.RESUME, search.pk)}
    return render(request, "search/alerts/stop.html", context)


@never_cache
@require_POST
def alert_resume(request: HttpRequest, token: str) -> HttpResponse:
    """Undo a stop."""
    search = _search(request, Purpose.RESUME, token)
    if isinstance(search, HttpResponse):
        return search
    _restore(request, search)
    return redirect(_page_of_owner(search))


@never_cache
@get_or_post
def alerts_of_address(request: HttpRequest, token: str) -> HttpResponse:
    """All that an address without an account has saved."""
    try:
        pk = read_token(Purpose.MANAGE, token)
    except BadToken as error:
        return _no_more(request, error)
    subscriber = Subscriber.objects.filter(pk=pk).first()
    if subscriber is None:
        return _no_more(request)
    if request.POST.get("act") == "forget":
        services.subscriber_erase(subscriber=subscriber)
        messages.success(request, _("Your address and all its saved searches are deleted."))
        return redirect("alerts")
    return _list(request, subscriber=subscriber)


@never_cache
@get_or_post
def alerts(request: HttpRequest) -> HttpResponse:
    """A user's saved searches; for everybody else the way to a link to theirs."""
    if isinstance(request.user, User):
        return _list(request, user=request.user)
    form, status = LinkForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        if not _asks_too_often(request):
            services.overview_ask(email=form.cleaned_data["email"])
            return redirect("alert_asked")
        form.add_error(None, _("Too many addresses were entered from here today. Try again tomorrow."))
        status = 429
    return render(request, "search/alerts/link.html", {"form": form}, status=status)


def _list(request: HttpRequest, **owner: Any) -> HttpResponse:
    """The list of an owner's searches, and what they do to one of them."""
    theirs = SavedSearch.objects.filter(**owner).exclude(confirmed_at=None)
    form = None
    if request.method == "POST":
        search = get_object_or_404(theirs, pk=_number(request.POST.get("search", "")))
        form = _ACTS.get(request.POST.get("act", ""), _not_an_act)(request, search)
        if form is None:
            return redirect(request.path)
    context = {
        "searches": listed(theirs, form),
        "most": MOST_SEARCHES,
        "subscriber": owner.get("subscriber"),
        "wrong": form,
    }
    return render(request, "search/alerts/list.html", context)


def _change(request: HttpRequest, search: SavedSearch) -> ChangeForm | None:
    form = ChangeForm(request.POST, search=search)
    if not form.is_valid():
        return form
    services.search_change(search=search, **form.cleaned_data)
    messages.success(request, _("Changed: %(name)s.") % {"name": search.name})
    return None


def _pause(request: HttpRequest, search: SavedSearch) -> None:
    services.search_pause(search=search)
    messages.success(request, _("No mails about %(name)s for 30 days.") % {"name": search.name})


def _go_on(request: HttpRequest, search: SavedSearch) -> None:
    services.search_go_on(search=search)
    messages.success(request, _("Mails about %(name)s come again.") % {"name": search.name})


def _end(request: HttpRequest, search: SavedSearch) -> None:
    services.search_end(search=search, reason=EndReason.DELETED, by=_user(request))
    messages.success(request, _("Stopped: %(name)s. You can undo this for a day.") % {"name": search.name})


def _restore(request: HttpRequest, search: SavedSearch) -> None:
    try:
        services.search_restore(search=search, by=_user(request))
    except TooManySearches:
        messages.error(request, _too_many())
    else:
        messages.success(request, _("Mails about %(name)s come again.") % {"name": search.name})


def _not_an_act(_request: HttpRequest, _search: SavedSearch) -> None:
    raise Http404


_ACTS: dict[str, Callable[[HttpRequest, SavedSearch], ChangeForm | None]] = {
    "change": _change,
    "pause": _pause,
    "go_on": _go_on,
    "end": _end,
    "restore": _restore,
}


def _search(request: HttpRequest, purpose: Purpose, token: str) -> SavedSearch | HttpResponse:
    """The saved search of a signed link, or the page that says why there is none."""
    try:
        pk = read_token(purpose, token)
    except BadToken as error:
        return _no_more(request, error)
    return SavedSearch.objects.filter(pk=pk).first() or _no_more(request)


def _no_more(request: HttpRequest, error: BadToken | None = None) -> HttpResponse:
    """404 for a link that was never ours; 410 for one whose time is over or whose search is gone."""
    if error is not None and not isinstance(error, ExpiredToken):
        raise Http404 from error
    return render(request, "search/alerts/over.html", {"expired": error is not None}, status=410)


def _page_of_owner(search: SavedSearch) -> str:
    return signed_path(Purpose.MANAGE, search.subscriber_id) if search.subscriber_id else "alerts"


def _asks_too_often(request: HttpRequest) -> bool:
    return counted_today("addresses", client_network(request)) > int(settings.ALERTS_ASKED_A_DAY)


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _too_many() -> str:
    return _("There are %(most)s saved searches already. Stop one of them first.") % {"most": MOST_SEARCHES}
