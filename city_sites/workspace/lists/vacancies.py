"""Vacancies of a person's regions, those in review first of all."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.enums import Action
from accounts.models import User
from accounts.permissions import visible
from city_sites.workspace.lists.spec import Act, Column, DeskList, Filter, Plan, Words
from jobs.enums import UNDER_WAY, CloseReason, VacancyState, VerdictReason
from jobs.feeds.reasons import reason_words
from jobs.models import Application, Vacancy
from jobs.services.moderation import doubts, vacancy_staff_close, vacancy_staff_reopen
from jobs.words import day_words, occupation_words, pay_words, place_words

_TONES = {"open": "is-done", "closed": "is-failed", "paused": "is-held", "in_review": "is-held", "draft": ""}
_CLOSABLE = (VacancyState.OPEN, VacancyState.PAUSED, VacancyState.IN_REVIEW)


def _rows(user: User) -> QuerySet[Vacancy]:
    """All but drafts, which are their employer's own."""
    sent = Vacancy.objects.exclude(state=VacancyState.DRAFT).select_related("employer", "feed")
    return visible(sent, user, Action.VIEW_FEEDS)


def _in_state(rows: QuerySet[Vacancy], value: str) -> QuerySet[Vacancy]:
    return rows.filter(state=value)


def _with_doubt(rows: QuerySet[Vacancy], value: str) -> QuerySet[Vacancy]:
    return rows.filter(warnings__contains=[value])


def _from(rows: QuerySet[Vacancy], value: str) -> QuerySet[Vacancy]:
    return rows.filter(feed__isnull=value == "here")


def plan_close(rows: list[Vacancy]) -> Plan[Vacancy]:
    """Those that are not closed; whoever applied to them and waits is told."""
    will = [row for row in rows if row.state in _CLOSABLE]
    told = (
        Application.objects.filter(vacancy__in=will, state__in=UNDER_WAY).values("seeker").distinct().count()
    )
    close = ngettext("close %(number)s vacancy", "close %(number)s vacancies", len(will)) % {
        "number": len(will)
    }
    tell = ngettext("notify %(number)s job seeker", "notify %(number)s job seekers", told) % {"number": told}
    button = _("%(close)s and %(tell)s") % {"close": close, "tell": tell}
    from_feeds = sum(row.feed_id is not None for row in will)
    lines: list[Words] = [
        _("They leave the search at once, and their contacts are masked."),
        _("Their employers get a mail with the reason, and read it at their desk."),
    ]
    if from_feeds:
        text = ngettext(
            "%(number)s comes by a feed: it stays closed when the feed sends it again.",
            "%(number)s come by feeds: they stay closed when the feed sends them again.",
            from_feeds,
        )
        lines.append(text % {"number": from_feeds})
    return Plan(
        will=will,
        left=[(row, row.get_state_display()) for row in rows if row not in will],
        lines=[str(line) for line in lines],
        button=button[:1].upper() + button[1:],
    )


def _close(rows: list[Vacancy], reason: str, note: str, by: User) -> dict[int, dict[str, Any]]:
    reasons = [VerdictReason(reason)]
    return {row.pk: vacancy_staff_close(vacancy=row, reasons=reasons, note=note, by=by) for row in rows}


def _reopen(pk: int, kept: dict[str, Any], by: User) -> bool:
    closed_at = dt.datetime.fromisoformat(kept["closed_at"])
    vacancy = Vacancy.objects.get(pk=pk)
    return vacancy_staff_reopen(vacancy=vacancy, closed_at=closed_at, before=kept["before"], by=by)


def _state(row: Vacancy) -> str:
    reason = f" · {CloseReason(row.close_reason).label}" if row.close_reason else ""
    return f"{row.get_state_display()}{reason}"


VACANCIES: DeskList[Vacancy] = DeskList(
    name="vacancies",
    title=_("Vacancies"),
    page="workspace_vacancies",
    action=Action.VIEW_FEEDS,
    rows=_rows,
    order=("-pk",),
    subject=str,
    search=("title", "employer__name", "employer__credit_code", "external_id"),
    search_label=_("Title, employer or number"),
    empty=_("No vacancy here. They come by feeds, and from employers of the city."),
    filters=(
        Filter(
            "state",
            _("State"),
            lambda: [(state.value, state.label) for state in VacancyState if state != VacancyState.DRAFT],
            _in_state,
        ),
        Filter("doubt", _("In doubt"), doubts, _with_doubt),
        Filter("from", _("Source"), lambda: [("here", _("written here")), ("feed", _("by a feed"))], _from),
    ),
    columns=(
        Column(
            "title",
            _("Vacancy"),
            lambda row: row.title,
            link=lambda row: reverse("workspace_vacancy", args=[row.pk]),
            is_written=True,
        ),
        Column(
            "employer", _("Employer"), lambda row: row.employer.name if row.employer else "–", is_written=True
        ),
        Column("place", _("Workplace"), lambda row: place_words(row.region)),
        Column("state", _("State"), _state, tone=lambda row: _TONES[row.state]),
        Column("pay", _("Pay"), lambda row: pay_words(row.pay_min, row.pay_max), is_number=True),
        Column("since", _("Since"), lambda row: day_words(row.state_at)),
        Column(
            "doubts",
            _("In doubt"),
            lambda row: "；".join(reason_words(code) for code in row.warnings),
            is_shown=False,
        ),
        Column("occupation", _("Occupation"), lambda row: occupation_words(row.occupation), is_shown=False),
        Column("wanted", _("People wanted"), lambda row: row.headcount, is_number=True, is_shown=False),
        Column(
            "until",
            _("Valid until"),
            lambda row: day_words(row.expires_on) if row.expires_on else "–",
            is_shown=False,
        ),
        Column("source", _("Source"), lambda row: row.source_name, is_shown=False, is_written=True),
        Column("number", _("Its source's number"), lambda row: row.external_id or "–", is_shown=False),
    ),
    acts=(
        Act(
            "close",
            _("Close"),
            Action.MODERATE_VACANCIES,
            plan_close,
            _close,
            undo=_reopen,
            reasons=lambda: VerdictReason.choices,
            note=_("In your words, needed for another reason"),
            is_grave=True,
        ),
    ),
)
