"""Runs of feeds, the newest first."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.enums import Action
from accounts.models import User
from city_sites.workspace import selectors
from city_sites.workspace.lists.spec import Act, Column, DeskList, Filter, Plan
from jobs.enums import RunState, RunTrigger
from jobs.feeds.reasons import reason_words
from jobs.models import FeedRun
from jobs.services.feeds import feed_run_decide

UNFINISHED, ODD, FAILED_LATELY = "unfinished", "odd", "failed_lately"


def _in_state(rows: QuerySet[FeedRun], value: str) -> QuerySet[FeedRun]:
    if value == UNFINISHED:
        return rows.filter(state__in=(RunState.QUEUED, RunState.RUNNING))
    if value == ODD:
        return selectors.odd_runs(rows)
    if value == FAILED_LATELY:
        return selectors.failed_lately(rows)
    return rows.filter(state=value)


def _by_trigger(rows: QuerySet[FeedRun], value: str) -> QuerySet[FeedRun]:
    return rows.filter(trigger=value)


def _plan_keep(rows: list[FeedRun]) -> Plan[FeedRun]:
    will = [row for row in rows if row.state == RunState.HELD]
    missing = sum(row.error_detail.get("missing", 0) for row in will)
    stays = ngettext(
        "%(number)s vacancy that the files did not name stays open.",
        "%(number)s vacancies that the files did not name stay open.",
        missing,
    )
    button = ngettext("End %(number)s run without closing", "End %(number)s runs without closing", len(will))
    return Plan(
        will=will,
        left=[(row, row.get_state_display()) for row in rows if row not in will],
        lines=[stays % {"number": missing}],
        button=button % {"number": len(will)},
    )


def _keep(rows: list[FeedRun], _reason: str, _note: str, by: User) -> dict[int, dict[str, Any]]:
    done = {}
    for row in rows:
        try:
            feed_run_decide(run=row, close_missing=False, by=by)
        except ValidationError:  # somebody else decided a moment ago
            continue
        done[row.pk] = {"state": row.state}
    return done


def _time(row: FeedRun) -> str:
    return f"{timezone.localtime(row.created_at):%Y-%m-%d %H:%M}"


def _count(name: str, label: Any, *, is_shown: bool = True) -> Column[FeedRun]:
    return Column(name, label, lambda row: getattr(row, name), is_number=True, is_shown=is_shown)


RUNS: DeskList[FeedRun] = DeskList(
    name="runs",
    title=_("Runs"),
    page="workspace_runs",
    action=Action.VIEW_FEEDS,
    rows=selectors.runs_of,
    order=("-pk",),
    region="feed__region",
    subject=lambda row: f"{row.feed} {_time(row)}",
    search=("feed__name", "feed__slug", "file_name"),
    search_label=_("Feed or file"),
    empty=_("No runs here. A run begins when a file is uploaded, pulled or pushed."),
    filters=(
        Filter(
            "state",
            _("State"),
            lambda: [
                (UNFINISHED, _("under way")),
                (ODD, _("done, but odd")),
                (FAILED_LATELY, _("failed in the last 7 days")),
                *RunState.choices,
            ],
            _in_state,
        ),
        Filter("trigger", _("How it came"), lambda: RunTrigger.choices, _by_trigger),
    ),
    columns=(
        Column("began", _("Began"), _time, link=lambda row: reverse("workspace_run", args=[row.public_id])),
        Column("feed", _("Feed"), lambda row: row.feed.name, is_written=True),
        Column("state", _("State"), lambda row: row.get_state_display(), tone=lambda row: f"is-{row.state}"),
        Column("why", _("Why"), lambda row: reason_words(row.error) if row.error else "", is_shown=False),
        Column("trigger", _("How it came"), lambda row: row.get_trigger_display(), is_shown=False),
        _count("rows_done", _("Rows")),
        _count("count_new", _("New")),
        _count("count_changed", _("Changed")),
        _count("count_unchanged", _("Unchanged")),
        _count("count_refused", _("Refused")),
        _count("count_closed", _("Closed by name"), is_shown=False),
        _count("count_missing_closed", _("Closed because missing"), is_shown=False),
        Column("file", _("File"), lambda row: row.file_name, is_shown=False, is_written=True),
    ),
    acts=(Act("keep", _("End without closing"), Action.MANAGE_FEEDS, _plan_keep, _keep),),
)
