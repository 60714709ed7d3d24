"""Popular searches: counted by day, kept once enough people typed them, hidden by national staff."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import audit
from search.models import PopularSearch
from search.suggest.asked import asked_on

LEAST_PEOPLE: Final = 5
"""Different people on one day: a search that fewer typed is written down nowhere."""
FORGOTTEN_AFTER: Final = dt.timedelta(days=90)


@transaction.atomic
def popular_roll_up(*, day: dt.date) -> int:
    """Add a day that is over to the popular searches, and forget the long unpopular; how many were added to.

    A day counts once, however often this runs.

    Raises:
        RedisError: Valkey is away; the day can be added later, as long as it is kept there.
    """
    popular = {text: people for text, people in asked_on(day) if people >= LEAST_PEOPLE}
    known = PopularSearch.objects.select_for_update().in_bulk(list(popular), field_name="text")
    added = 0
    for text, people in popular.items():
        search = known.get(text) or PopularSearch(text=text, last_day=dt.date.min)
        if search.last_day < day:
            search.asked += people
            search.last_day = day
            search.save()
            added += 1
    PopularSearch.objects.shown().filter(last_day__lt=day - FORGOTTEN_AFTER).delete()
    return added


@transaction.atomic
def popular_hide(*, search: PopularSearch, by: User) -> None:
    """Show a popular search to nobody from now on; it stays known, so that it does not come back."""
    if search.is_hidden:
        return
    search.hidden_at, search.hidden_by = timezone.now(), by
    search.save(update_fields=["hidden_at", "hidden_by"])
    audit(actor=by, act="popular_hide", subject=search, text=search.text)


@transaction.atomic
def popular_show(*, search: PopularSearch, by: User) -> None:
    """Take back that a popular search is hidden."""
    if not search.is_hidden:
        return
    search.hidden_at = search.hidden_by = None
    search.save(update_fields=["hidden_at", "hidden_by"])
    audit(actor=by, act="popular_show", subject=search, text=search.text)
