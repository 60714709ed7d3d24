"""Employers of a person's regions."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.enums import Action
from accounts.models import User
from accounts.permissions import visible
from city_sites.workspace.lists.spec import Act, Column, DeskList, Filter, Plan
from jobs.enums import VacancyState, VerificationState
from jobs.models import Employer, Vacancy
from jobs.services.employers import employer_refuse, employer_unverify, employer_verify
from jobs.words import day_words, place_words

WAITING = "waiting"
_TONES = {"verified": "is-done", "unverified": "is-held", "refused": "is-refused"}


def _rows(user: User) -> QuerySet[Employer]:
    """With `waiting`: their vacancies that are open but for the verification."""
    open_here = (
        Vacancy.objects.filter(employer=OuterRef("pk"), state=VacancyState.OPEN)
        .order_by()
        .values("employer")
        .annotate(number=Count("pk"))
        .values("number")
    )
    employers = Employer.objects.annotate(waiting=Coalesce(Subquery(open_here), 0))
    return visible(employers, user, Action.VIEW_FEEDS)


def _in_state(rows: QuerySet[Employer], value: str) -> QuerySet[Employer]:
    if value == WAITING:
        has_open = Vacancy.objects.filter(employer=OuterRef("pk"), state=VacancyState.OPEN)
        return rows.filter(Exists(has_open), verification=VerificationState.UNVERIFIED)
    return rows.filter(verification=value)


def _plan_verify(rows: list[Employer]) -> Plan[Employer]:
    will = [row for row in rows if row.verification != VerificationState.VERIFIED]
    vacancies = sum(row.waiting for row in will)  # type: ignore[attr-defined]
    public = ngettext(
        "%(number)s vacancy becomes public at once.", "%(number)s vacancies become public at once.", vacancies
    )
    button = ngettext("Verify %(number)s employer", "Verify %(number)s employers", len(will))
    return Plan(
        will=will,
        left=[(row, _("verified already")) for row in rows if row not in will],
        lines=[public % {"number": vacancies}],
        button=button % {"number": len(will)},
    )


def _plan_refuse(rows: list[Employer]) -> Plan[Employer]:
    will = [row for row in rows if row.verification != VerificationState.REFUSED]
    vacancies = sum(row.waiting for row in will)  # type: ignore[attr-defined]
    hidden = ngettext(
        "%(number)s open vacancy is not public from now on.",
        "%(number)s open vacancies are not public from now on.",
        vacancies,
    )
    button = ngettext("Refuse %(number)s employer", "Refuse %(number)s employers", len(will))
    return Plan(
        will=will,
        left=[(row, _("refused already")) for row in rows if row not in will],
        lines=[hidden % {"number": vacancies}],
        button=button % {"number": len(will)},
    )


def _verify(rows: list[Employer], _reason: str, note: str, by: User) -> dict[int, dict[str, Any]]:
    for row in rows:
        employer_verify(employer=row, by=by, note=note)
    return {row.pk: {"after": "verified"} | _before(row) for row in rows}


def _refuse(rows: list[Employer], _reason: str, note: str, by: User) -> dict[int, dict[str, Any]]:
    for row in rows:
        employer_refuse(employer=row, by=by, note=note)
    return {row.pk: {"after": "refused"} | _before(row) for row in rows}


def _before(row: Employer) -> dict[str, str]:
    return {"state": row.verification, "basis": row.verification_basis, "note": row.verification_note}


def _undo(pk: int, kept: dict[str, Any], by: User) -> bool:
    return employer_unverify(
        employer=Employer.objects.get(pk=pk), found=VerificationState(kept["after"]),
        state=VerificationState(kept["state"]), basis=kept["basis"], note=kept["note"], by=by,
    )  # fmt: skip


EMPLOYERS: DeskList[Employer] = DeskList(
    name="employers",
    title=_("Employers"),
    page="workspace_employers",
    action=Action.VIEW_FEEDS,
    rows=_rows,
    order=("pk",),
    subject=str,
    search=("name", "credit_code"),
    search_label=_("Name or social credit code"),
    note=_(
        "Until an employer is verified nobody sees its vacancies. "
        "Check its licence and its social credit code."
    ),
    empty=_(
        "No employer waits. Those of feeds that vouch for their employers are verified on the city's word."
    ),
    filters=(
        Filter(
            "state",
            _("Verification"),
            lambda: [(WAITING, _("wait, with open vacancies")), *VerificationState.choices],
            _in_state,
            default=WAITING,
        ),
    ),
    columns=(
        Column(
            "name",
            _("Employer"),
            lambda row: row.name,
            link=lambda row: f"{reverse('workspace_vacancies')}?state=all&q={row.credit_code or row.name}",
            is_written=True,
        ),
        Column("city", _("City"), lambda row: place_words(row.region)),
        Column("code", _("Social credit code"), lambda row: row.credit_code or "–"),
        Column(
            "state",
            _("Verification"),
            lambda row: row.get_verification_display(),
            tone=lambda row: _TONES[row.verification],
        ),
        Column("vacancies", _("Open vacancies"), lambda row: row.waiting, is_number=True),  # type: ignore[attr-defined]
        Column("note", _("Note"), lambda row: row.verification_note, is_shown=False, is_written=True),
        Column("since", _("Known since"), lambda row: day_words(row.created_at), is_shown=False),
    ),
    acts=(
        Act(
            "verify",
            _("Verify"),
            Action.VERIFY_EMPLOYERS,
            _plan_verify,
            _verify,
            undo=_undo,
            note=_("Note"),
        ),
        Act(
            "refuse",
            _("Refuse"),
            Action.VERIFY_EMPLOYERS,
            _plan_refuse,
            _refuse,
            undo=_undo,
            note=_("Why it is refused"),
            note_is_needed=True,
            is_grave=True,
        ),
    ),
)
