"""States of returns and releases with the allowed moves, where a figure comes from, who fills a form in."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReturnState(models.TextChoices):
    """draft → checked → submitted → accepted → counted; sent back, a return is worked on again."""

    DRAFT = "draft", _("draft")
    CHECKED = "checked", _("checked, not submitted")
    SUBMITTED = "submitted", _("submitted")
    SENT_BACK = "sent_back", _("sent back")
    ACCEPTED = "accepted", _("accepted")
    COUNTED = "counted", _("counted")


MOVES: Final[dict[ReturnState, frozenset[ReturnState]]] = {
    ReturnState.DRAFT: frozenset({ReturnState.CHECKED}),
    ReturnState.CHECKED: frozenset({ReturnState.DRAFT, ReturnState.SUBMITTED}),
    ReturnState.SUBMITTED: frozenset({ReturnState.ACCEPTED, ReturnState.SENT_BACK}),
    ReturnState.SENT_BACK: frozenset({ReturnState.DRAFT, ReturnState.CHECKED}),
    ReturnState.ACCEPTED: frozenset({ReturnState.COUNTED, ReturnState.SENT_BACK}),
    ReturnState.COUNTED: frozenset({ReturnState.SENT_BACK}),
}
OPEN_TO_FIGURES: Final = frozenset({ReturnState.DRAFT, ReturnState.CHECKED, ReturnState.SENT_BACK})
"""Figures may be written."""
HANDED_IN: Final = frozenset({ReturnState.SUBMITTED, ReturnState.ACCEPTED, ReturnState.COUNTED})
"""With the province or beyond it: what other periods and forms are held against."""
IN_FORCE: Final = frozenset({ReturnState.ACCEPTED, ReturnState.COUNTED})
"""What analyses may count."""


class CellSource(models.TextChoices):
    SCREEN = "screen", _("typed in")
    UPLOAD = "upload", _("file")
    API = "api", _("interface")
    PREFILL = "prefill", _("the portal's own records")
    COMPUTED = "computed", _("computed by the form")


class Severity(models.TextChoices):
    ERROR = "error", _("error")
    WARNING = "warning", _("warning")


class RowKind(models.TextChoices):
    INTEGER = "int", _("whole number")
    DECIMAL = "decimal", _("decimal number")
    HEADING = "heading", _("heading without figures")


class FilledBy(models.TextChoices):
    CITY = "city", _("every city")
    PROVINCE = "province", _("every province")


class Subject(models.TextChoices):
    """What figures are about; `datasets.Dataset.subject` holds the same words."""

    SUPPLY_DEMAND = "supply_demand", pgettext_lazy("of figures", "Supply and demand")
    WAGES = "wages", _("Wage levels")
    RETURNS = "returns", _("Returns")


class ReleaseState(models.TextChoices):
    PROVISIONAL = "provisional", _("Provisional date")
    CONFIRMED = "confirmed", _("Confirmed date")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Cancelled")


RELEASE_MOVES: Final[dict[str, frozenset[str]]] = {
    ReleaseState.PROVISIONAL: frozenset({ReleaseState.CONFIRMED, ReleaseState.CANCELLED}),
    ReleaseState.CONFIRMED: frozenset({ReleaseState.PUBLISHED, ReleaseState.CANCELLED}),
    ReleaseState.PUBLISHED: frozenset(),
    ReleaseState.CANCELLED: frozenset(),
}
"""Which state a release may go to from which. What was published stays published: it is corrected."""
