"""What is reported about vacancies and messages, what is due first."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.enums import Action
from accounts.models import User
from accounts.permissions import visible
from city_sites.workspace.lists.spec import Act, Column, DeskList, Filter, Plan
from jobs.enums import ReportKind, ReportState
from jobs.models import VacancyReport
from jobs.services.reports import report_reject, report_reopen
from jobs.words import place_words

OVERDUE = "overdue"


def _rows(user: User) -> QuerySet[VacancyReport]:
    reports = VacancyReport.objects.select_related("vacancy__employer", "decided_by")
    return visible(reports, user, Action.HANDLE_REPORTS)


def _in_state(rows: QuerySet[VacancyReport], value: str) -> QuerySet[VacancyReport]:
    if value == OVERDUE:
        return rows.filter(state=ReportState.OPEN, due_at__lt=timezone.now())
    return rows.filter(state=value)


def _of_kind(rows: QuerySet[VacancyReport], value: str) -> QuerySet[VacancyReport]:
    return rows.filter(kind=value)


def _plan_reject(rows: list[VacancyReport]) -> Plan[VacancyReport]:
    will = [row for row in rows if row.state == ReportState.OPEN]
    button = ngettext(
        "Find %(number)s report not confirmed", "Find %(number)s reports not confirmed", len(will)
    )
    return Plan(
        will=will,
        left=[(row, _("decided already")) for row in rows if row not in will],
        lines=[
            str(_("The vacancies and messages stay as they are.")),
            str(_("Who reported reads the note under the case number.")),
        ],
        button=button % {"number": len(will)},
    )


def _reject(rows: list[VacancyReport], _reason: str, note: str, by: User) -> dict[int, dict[str, Any]]:
    return {row.pk: {"number": report_reject(report=row, note=note, by=by).number} for row in rows}


def _undo(pk: int, _kept: dict[str, Any], by: User) -> bool:
    return report_reopen(report=VacancyReport.objects.get(pk=pk), by=by)


def _tone(row: VacancyReport) -> str:
    if row.state == ReportState.OPEN:
        return "is-failed" if row.due_at < timezone.now() else "is-held"
    return "is-done"


def _state(row: VacancyReport) -> str:
    is_overdue = row.state == ReportState.OPEN and row.due_at < timezone.now()
    return str(_("overdue")) if is_overdue else row.get_state_display()


REPORTS: DeskList[VacancyReport] = DeskList(
    name="reports",
    title=_("Reported vacancies"),
    page="workspace_reports",
    action=Action.HANDLE_REPORTS,
    rows=_rows,
    order=("due_at", "pk"),
    subject=lambda row: row.number,
    search=("number", "vacancy__title", "vacancy__employer__name"),
    search_label=_("Case number, vacancy or employer"),
    empty=_("No report waits for you."),
    filters=(
        Filter(
            "state",
            _("State"),
            lambda: [(OVERDUE, _("overdue")), *ReportState.choices],
            _in_state,
            default=ReportState.OPEN.value,
        ),
        Filter("kind", _("What is wrong"), lambda: ReportKind.choices, _of_kind),
    ),
    columns=(
        Column(
            "number",
            _("Case number"),
            lambda row: row.number,
            link=lambda row: reverse("workspace_report", args=[row.number]),
        ),
        Column("kind", _("What is wrong"), lambda row: row.get_kind_display()),
        Column("about", _("About"), lambda row: row.get_about_display(), is_shown=False),
        Column("vacancy", _("Vacancy"), lambda row: row.vacancy.title, is_written=True),
        Column(
            "employer",
            _("Employer"),
            lambda row: row.vacancy.employer.name if row.vacancy.employer else "–",
            is_written=True,
        ),
        Column("place", _("City"), lambda row: place_words(row.region), is_shown=False),
        Column("due", _("Due"), lambda row: f"{timezone.localtime(row.due_at):%Y-%m-%d %H:%M}"),
        Column("state", _("State"), _state, tone=_tone),
        Column("by", _("Decided by"), lambda row: row.decided_by or "–", is_shown=False),
    ),
    acts=(
        Act(
            "reject",
            _("Not confirmed"),
            Action.HANDLE_REPORTS,
            _plan_reject,
            _reject,
            undo=_undo,
            note=_("What you found"),
            note_is_needed=True,
        ),
    ),
)
