"""Saved searches as their owner's list shows them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.addresses import site_root
from search.alerts.forms import ChangeForm
from search.alerts.links import results_path
from search.alerts.stored import UnknownVersion, read_stored
from search.models import SavedSearch


@dataclass(frozen=True, slots=True)
class Listed:
    """One saved search: where its finds are, whether all of it is still understood, its form of change."""

    search: SavedSearch
    results_url: str
    is_understood: bool
    form: ChangeForm
    next_mail: dt.datetime | None


def listed(searches: QuerySet[SavedSearch], wrong: ChangeForm | None) -> list[Listed]:
    """The searches in the order of saving, those that were just stopped last.

    Args:
        wrong: the form that was sent and is not valid, which stands in the place of its search's own.
    """
    in_order = sorted(searches, key=lambda search: (search.ended_at is not None, search.pk))
    return [
        _listed(search, wrong if wrong and wrong.search.pk == search.pk else ChangeForm(search=search))
        for search in in_order
    ]


def _listed(search: SavedSearch, form: ChangeForm) -> Listed:
    try:
        understood = not read_stored(search.parameters)[1]
        url = site_root(search.scope) + results_path(search)
    except UnknownVersion:
        understood, url = False, ""
    return Listed(search, url, understood, form, None if search.ended_at else search.next_run_at)
