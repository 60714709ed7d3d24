"""Whole addresses for mails, which are written where there is no request."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

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


def site_root(scope: str) -> str:
    """Scheme and host of the site for a region, "" for the national one; without a slash at the end.

    Sites stand above the search: the setting `SEARCH_ROOT_OF` names the function that knows them.
    """
    return str(import_string(settings.SEARCH_ROOT_OF)(scope))


def signed_path(purpose: Purpose, pk: int) -> str:
    """Path of the page that a signed link leads to."""
    return reverse(PAGES[purpose], args=[make_token(purpose, pk)])


def results_path(search: SavedSearch) -> str:
    """Path of what a saved search finds now, the newest first."""
    params, _not_understood = read_stored(search.parameters)
    return address(reverse("vacancies"), params.with_changes(sort="newest"))
