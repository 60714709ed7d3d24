"""Paths that mails of saved searches lead to."""

from __future__ import annotations

from django.urls import reverse

from search.alerts.stored import read_stored
from search.alerts.tokens import Purpose, make_token
from search.models import SavedSearch
from search.queries import address

PAGES = {
    Purpose.CONFIRM: "alert_confirm",
    Purpose.STOP: "alert_stop",
    Purpose.RESUME: "alert_resume",
    Purpose.MANAGE: "alerts_of_address",
}


def signed_path(purpose: Purpose, pk: int) -> str:
    """Path of the page that a signed link leads to."""
    return reverse(PAGES[purpose], args=[make_token(purpose, pk)])


def results_path(search: SavedSearch) -> str:
    """Path of what a saved search finds now, the newest first."""
    params, _not_understood = read_stored(search.parameters)
    return address(reverse("vacancies"), params.with_changes(sort="newest"))
