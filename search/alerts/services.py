"""Every change of a saved search. No mail address goes to a log, a link or the audit trail from here."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from accounts.models import User
from accounts.services import audit
from search.alerts.enums import EndReason, Frequency
from search.alerts.limits import address_key, counted_today
from search.alerts.schedule import PAUSE, next_run, spread_of
from search.alerts.stored import stored_parameters
from search.alerts.words import search_name
from search.models import SavedSearch, Subscriber
from search.queries import SearchParams

MOST_SEARCHES = 10
"""Saved searches of one person or address."""


class TooManySearches(Exception):
    """The person has as many saved searches as anybody may have."""


class Wish(NamedTuple):
    """What somebody wants to be told of and how often; `scope` is the region of the site it was said on."""

    params: SearchParams
    scope: str = ""
    frequency: str = Frequency.DAILY
    weekday: int = 0


@transaction.atomic
def search_save(*, user: User, wish: Wish) -> SavedSearch:
    """Save a search for a user, whose address is known to be theirs: it begins at once.

    One that they have already is given back unchanged.

    Raises:
        TooManySearches
    """
    User.objects.select_for_update().get(pk=user.pk)
    theirs = SavedSearch.objects.filter(user=user, ended_at=None)
    if same := _same(theirs, wish):
        return same
    if theirs.count() >= MOST_SEARCHES:
        raise TooManySearches
    search = _create(wish, user=user)
    search_confirm(search=search, by=user)
    return search


@transaction.atomic
def search_ask(*, email: str, wish: Wish) -> None:
    """Save a search for an address without an account, once its owner confirms it by the link in a mail.

    Whether the address is known is never told: in every case its owner, and nobody else, learns by mail how
    it stands; and an address gets only so many of these mails a day, whoever asks.
    """
    if counted_today("asked", email.casefold()) > settings.ALERTS_CONFIRMATIONS_A_DAY:
        return
    subscriber, _created = Subscriber.objects.select_for_update().get_or_create(
        key=address_key(email), defaults={"email": email}
    )
    theirs = subscriber.saved_searches.filter(ended_at=None)
    same = _same(theirs, wish)
    if (same and same.confirmed_at) or theirs.exclude(confirmed_at=None).count() >= MOST_SEARCHES:
        overview_send(subscriber=subscriber)
        return
    search = same or _create(wish, subscriber=subscriber)
    _enqueue("confirmation_send", search.pk)


def overview_ask(*, email: str) -> None:
    """Have the link to all its saved searches sent to an address that has some; nobody learns whether."""
    if counted_today("asked", email.casefold()) > settings.ALERTS_CONFIRMATIONS_A_DAY:
        return
    found = Subscriber.objects.filter(key=address_key(email)).first()
    if found and found.saved_searches.active().exists():
        overview_send(subscriber=found)


def overview_send(*, subscriber: Subscriber) -> None:
    """Send an address the link to its saved searches, in the language of the page, once all is committed."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    _enqueue("overview_send", subscriber.pk, language)


@transaction.atomic
def search_confirm(*, search: SavedSearch, by: User | None = None, at: dt.datetime | None = None) -> None:
    """The owner wants the mails: they begin with what comes from the moment of saving on.

    Doing it again changes nothing.

    Raises:
        TooManySearches: the address has confirmed as many others meanwhile.
    """
    _lock(search)
    if search.confirmed_at:
        return
    if _others(search).count() >= MOST_SEARCHES:
        raise TooManySearches
    search.confirmed_at = at or timezone.now()
    _schedule(search, search.confirmed_at)
    search.save(update_fields=["confirmed_at", "next_run_at"])
    audit(actor=by, act="search_save", subject=search, region=search.scope, frequency=search.frequency)


@transaction.atomic
def search_change(*, search: SavedSearch, name: str, frequency: str, weekday: int) -> None:
    """Rename a saved search or have its mails come at other times; a pause stays."""
    _lock(search)
    search.name, search.frequency, search.weekday = name, frequency, weekday
    _schedule(search, max(timezone.now(), search.paused_until or timezone.now()))
    search.save(update_fields=["name", "frequency", "weekday", "next_run_at"])


@transaction.atomic
def search_pause(*, search: SavedSearch) -> None:
    """Send nothing for 30 days; the first mail afterwards tells of what still stands then."""
    _lock(search)
    search.paused_until = timezone.now() + PAUSE
    _schedule(search, search.paused_until)
    search.save(update_fields=["paused_until", "next_run_at"])


@transaction.atomic
def search_go_on(*, search: SavedSearch) -> None:
    """End a pause early."""
    _lock(search)
    search.paused_until = None
    _schedule(search, timezone.now())
    search.save(update_fields=["paused_until", "next_run_at"])


@transaction.atomic
def search_end(*, search: SavedSearch, reason: EndReason, by: User | None = None) -> None:
    """Send nothing more, from this moment. Ending it again changes nothing; the row goes a day later."""
    _lock(search)
    if search.ended_at:
        return
    search.ended_at, search.end_reason = timezone.now(), reason.value
    search.save(update_fields=["ended_at", "end_reason"])
    audit(actor=by, act="search_end", subject=search, region=search.scope, reason=reason.value)


@transaction.atomic
def search_restore(*, search: SavedSearch, by: User | None = None) -> None:
    """Undo an ending. Nothing is missed: the next mail tells of all since the last one.

    Raises:
        TooManySearches: others were saved in its place.
    """
    _lock(search)
    if search.ended_at is None:
        return
    if _others(search).count() >= MOST_SEARCHES:
        raise TooManySearches
    search.ended_at, search.end_reason = None, ""
    _schedule(search, max(timezone.now(), search.paused_until or timezone.now()))
    search.save(update_fields=["ended_at", "end_reason", "next_run_at"])
    audit(actor=by, act="search_restore", subject=search, region=search.scope)


@transaction.atomic
def subscriber_erase(*, subscriber: Subscriber) -> None:
    """Forget an address and all that was saved for it, at once."""
    for search in subscriber.saved_searches.filter(ended_at=None):
        search_end(search=search, reason=EndReason.DELETED)
    subscriber.delete()


def saved_searches_of(user: User) -> list[dict[str, Any]]:
    """All that is kept about a user's saved searches, for the export of their data."""
    return [
        {
            "name": search.name,
            "parameters": search.parameters,
            "region": search.scope,
            "frequency": search.frequency,
            "created_at": search.created_at.isoformat(),
            "ended_at": search.ended_at.isoformat() if search.ended_at else None,
            "mails": [
                {"day": str(mail.period), "state": mail.state, "vacancies": mail.vacancies}
                for mail in search.deliveries.order_by("period")
            ],
        }
        for search in SavedSearch.objects.filter(user=user).order_by("pk").prefetch_related("deliveries")
    ]


@transaction.atomic
def saved_searches_erase(user: User) -> int:
    """Erase a user's saved searches with their mails, at once; how many there were."""
    searches = SavedSearch.objects.filter(user=user)
    count = searches.count()
    for search in searches.filter(ended_at=None):
        search_end(search=search, reason=EndReason.DELETED, by=user)
    searches.delete()
    return count


def _enqueue(name: str, *arguments: Any) -> None:
    """Have a task done once all is committed."""
    from search.alerts import tasks

    transaction.on_commit(lambda: getattr(tasks, name).delay(*arguments))


def _lock(search: SavedSearch) -> None:
    """Bring a saved search up to date and keep it so until the end of the transaction."""
    search.refresh_from_db(from_queryset=SavedSearch.objects.select_for_update(of=("self",)))


def _create(wish: Wish, **owner: Any) -> SavedSearch:
    now = timezone.now()
    return SavedSearch.objects.create(
        **owner,
        name=search_name(wish.params, scope=wish.scope),
        parameters=stored_parameters(wish.params),
        scope=wish.scope,
        language=translation.get_language() or settings.LANGUAGE_CODE,
        frequency=wish.frequency,
        weekday=wish.weekday,
        created_at=now,
        told_until=now,
    )


def _same(searches: Any, wish: Wish) -> SavedSearch | None:
    """The one of these searches that finds the same."""
    found: SavedSearch | None = searches.filter(
        parameters=stored_parameters(wish.params), scope=wish.scope
    ).first()
    return found


def _others(search: SavedSearch) -> Any:
    """The active searches of the same owner."""
    owned = SavedSearch.objects.active().exclude(pk=search.pk)
    return owned.filter(user=search.user, subscriber=search.subscriber)


def _schedule(search: SavedSearch, after: dt.datetime) -> None:
    search.next_run_at = run_after(search, after)


def run_after(search: SavedSearch, moment: dt.datetime) -> dt.datetime:
    """When a search is looked at next after a moment, as the settings spread the mornings."""
    return next_run(
        moment,
        frequency=search.frequency,
        weekday=search.weekday,
        hour=settings.ALERTS_HOUR,
        spread=spread_of(search.pk, minutes=settings.ALERTS_SPREAD_MINUTES),
    )
