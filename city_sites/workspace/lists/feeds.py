"""Feeds of a person's regions with their newest runs."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from accounts.enums import Action
from city_sites.workspace import selectors
from city_sites.workspace.lists.spec import Column, DeskList, Filter, Words
from jobs.enums import RunState
from jobs.models import CityFeed
from jobs.words import place_words

UNKNOWN, IN_USE, STOPPED = "unknown", "in_use", "stopped"


def _by_use(rows: QuerySet[CityFeed], value: str) -> QuerySet[CityFeed]:
    return rows.filter(is_active=value == IN_USE)


def _by_words(rows: QuerySet[CityFeed], _value: str) -> QuerySet[CityFeed]:
    return selectors.with_unmapped_words(rows.filter(is_active=True))


def _last(row: CityFeed, name: str) -> object:
    """Of the newest run of a feed (`selectors.feeds_with_last_run`), None where nothing was sent yet."""
    run = row.last_run  # type: ignore[attr-defined]
    return run[name] if run else None


def _time(row: CityFeed) -> str:
    moment = parse_datetime(str(_last(row, "at") or ""))
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else str(_("nothing sent yet"))


def _run_page(row: CityFeed) -> str:
    public_id = _last(row, "public_id")
    return reverse("workspace_run", args=[public_id]) if public_id else ""


def _state(row: CityFeed) -> object:
    state = _last(row, "state")
    return RunState(str(state)).label if state else "–"


def _count(name: str, label: Words) -> Column[CityFeed]:
    def number(row: CityFeed) -> object:
        found = _last(row, name)
        return "–" if found is None else found

    return Column(name, label, number, is_number=True)


FEEDS: DeskList[CityFeed] = DeskList(
    name="feeds",
    title=_("Feeds"),
    page="workspace_feeds",
    action=Action.VIEW_FEEDS,
    rows=selectors.feeds_with_last_run,
    order=("region", "slug", "pk"),
    subject=str,
    search=("name", "slug"),
    search_label=_("Name of the feed"),
    empty=_(
        "A feed brings the vacancies of a city here: as files, from an address, or pushed by its system. "
        "The feed managers of a city open its feeds."
    ),
    filters=(
        Filter("use", _("Use"), lambda: [(IN_USE, _("in use")), (STOPPED, _("stopped"))], _by_use),
        Filter("words", _("Words of the last run"), lambda: [(UNKNOWN, _("with unknown words"))], _by_words),
    ),
    columns=(
        Column(
            "feed",
            _("Feed"),
            lambda row: row.name,
            link=lambda row: reverse("workspace_feed", args=[row.slug]),
            is_written=True,
        ),
        Column("city", _("City"), lambda row: place_words(row.region)),
        Column("use", _("Use"), lambda row: _("in use") if row.is_active else _("stopped"), is_shown=False),
        Column("profile", _("Profile of the feed"), lambda row: row.profile.name, is_written=True),
        Column("run", _("Last run"), _time, link=_run_page),
        Column("state", _("State"), _state, tone=lambda row: f"is-{_last(row, 'state') or 'unknown'}"),
        _count("rows", _("Rows")),
        _count("refused", _("Refused")),
    ),
)
