"""Applications to an employer: by state, one by one, many at once; every move is sent by a button."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jobs import resume as resume_data
from jobs.enums import EMPLOYER_MOVES, ApplicationState, EmployerAct
from jobs.forms.candidates import BULK_MOVES, MOVE_WORDS, InterviewForm, MoveForm
from jobs.models import Application, Interview, Membership
from jobs.services import candidates as services
from jobs.services.applications import MoveNotAllowed, OpeningsTaken, application_move
from jobs.spreadsheets import as_csv, as_xlsx
from jobs.views.calendars import calendar_response
from jobs.views.employer.access import desk, membership_for, person

A_PAGE = 30
MOST_AT_ONCE = 100
COLUMNS = (
    ApplicationState.NEW,
    ApplicationState.SEEN,
    ApplicationState.INVITED,
    ApplicationState.INTERVIEW,
    ApplicationState.OFFERED,
    ApplicationState.HIRED,
    ApplicationState.REFUSED,
)
EXPORTS: Final[dict[str, tuple[str, Callable[[Iterable[Sequence[str]]], bytes]]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda rows: as_xlsx(rows, title=_("Applications")),
    ),
}
"""Ending of a file → its content type, and what writes it."""
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def applications_of(membership: Membership) -> QuerySet[Application]:
    """Applications to the employer's vacancies; those that a person withdrew are the employer's no more."""
    found = Application.objects.filter(vacancy__employer=membership.employer)
    return found.exclude(state=ApplicationState.WITHDRAWN).select_related("vacancy")


def application_for(membership: Membership, aid: int) -> Application:
    found: Application = get_object_or_404(applications_of(membership), pk=aid)
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


@require_safe
@never_cache
@login_required
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """One state after the other as tabs with their counts; the oldest first, `?after=` is the cursor."""
    membership = membership_for(request, pk)
    found = applications_of(membership)
    vacancy = _number(request.GET.get("vacancy", ""))
    if vacancy:
        found = found.filter(vacancy=vacancy)
    counts = dict(found.order_by().values_list("state").annotate(number=Count("pk")))
    state = request.GET.get("state", "")
    if state not in COLUMNS:
        state = next((column.value for column in COLUMNS if counts.get(column.value)), "new")
    page = list(
        found.filter(state=state, pk__gt=_number(request.GET.get("after", ""))).order_by("pk")[: A_PAGE + 1]
    )
    moves = EMPLOYER_MOVES[ApplicationState(state)]
    context = {
        "columns": [(column, counts.get(column.value, 0)) for column in COLUMNS],
        "state": ApplicationState(state),
        "vacancy": vacancy,
        "endings": list(EXPORTS),
        "vacancies": membership.employer.vacancies.filter(applications__isnull=False).distinct(),
        "applications": [(one, resume_data.in_words(one.copy)) for one in page[:A_PAGE]],
        "next_after": page[A_PAGE - 1].pk if len(page) > A_PAGE else None,
        "bulk_moves": [(move, MOVE_WORDS[move]) for move in BULK_MOVES if move in moves],
    }
    return desk(request, "jobs/employer/candidates.html", membership, context)


@require_POST
@login_required
def bulk(request: HttpRequest, pk: int) -> HttpResponse:
    """Many applications at once: first a page that says what will happen, then it happens."""
    membership = membership_for(request, pk, EmployerAct.RECRUIT)
    to = request.POST.get("to", "")
    if to not in BULK_MOVES:
        raise Http404
    move = ApplicationState(to)
    chosen = [number for text in request.POST.getlist("chosen")[:MOST_AT_ONCE] if (number := _number(text))]
    found = list(applications_of(membership).filter(pk__in=chosen).order_by("pk"))
    if not found:
        messages.error(request, _("Tick at least one application first."))
        return redirect("employer_candidates", pk)
    form = MoveForm(request.POST if "confirmed" in request.POST else None)
    if not form.is_bound or not form.is_valid():
        context = {
            "form": form,
            "move": move,
            "applications": [(one, resume_data.in_words(one.copy)) for one in found],
        }
        return desk(request, "jobs/employer/candidates_bulk.html", membership, context)
    moved, left = services.applications_move(
        applications=found, to=move, note=form.cleaned_data["note"], by=person(request)
    )
    if moved:
        said = ngettext("%(number)s application moved.", "%(number)s applications moved.", len(moved))
        messages.success(request, said % {"number": len(moved)})
    if left:
        said = ngettext(
            "%(number)s application could not be moved: it was changed meanwhile.",
            "%(number)s applications could not be moved: they were changed meanwhile.",
            len(left),
        )
        messages.error(request, said % {"number": len(left)})
    return redirect("employer_candidates", pk)


@require_safe
@never_cache
@login_required
def candidate(request: HttpRequest, pk: int, aid: int) -> HttpResponse:
    """What somebody sent, and what can be answered. That a recruiter opens it marks it as seen."""
    membership = membership_for(request, pk)
    application = application_for(membership, aid)
    if EmployerAct.RECRUIT in membership.acts:
        application = services.application_look(application=application, by=person(request))
    return _candidate_page(request, membership, application, MoveForm(), InterviewForm())


@require_POST
@login_required
def candidate_move(request: HttpRequest, pk: int, aid: int) -> HttpResponse:
    membership = membership_for(request, pk, EmployerAct.RECRUIT)
    application = application_for(membership, aid)
    to, form = request.POST.get("to", ""), MoveForm(request.POST)
    if to not in ApplicationState:
        raise Http404
    if not form.is_valid():
        return _candidate_page(request, membership, application, form, InterviewForm(), status=422)
    try:
        moved = application_move(
            application=application,
            to=ApplicationState(to),
            by=person(request),
            note=form.cleaned_data["note"],
        )
    except MoveNotAllowed:
        messages.error(request, _("It was changed meanwhile: here is how it stands now."))
    except OpeningsTaken:
        messages.error(request, _("All openings are filled. State more people wanted in the vacancy first."))
    else:
        messages.success(request, _("Now: %(state)s.") % {"state": moved.get_state_display()})
    return redirect("employer_candidate", pk, aid)


@require_POST
@login_required
def candidate_invite(request: HttpRequest, pk: int, aid: int) -> HttpResponse:
    membership = membership_for(request, pk, EmployerAct.RECRUIT)
    application = application_for(membership, aid)
    form = InterviewForm(request.POST)
    if not form.is_valid():
        return _candidate_page(request, membership, application, MoveForm(), form, status=422)
    try:
        services.interview_invite(
            application=application,
            starts_at=form.starts_at,
            minutes=form.cleaned_data["minutes"],
            place=form.cleaned_data["place"],
            note=form.cleaned_data["note"],
            by=person(request),
        )
    except (MoveNotAllowed, services.InPast):
        messages.error(request, _("It was changed meanwhile: here is how it stands now."))
    else:
        messages.success(request, _("Invited: the applicant gets time and place by mail."))
    return redirect("employer_candidate", pk, aid)


@require_safe
@login_required
def candidate_calendar(request: HttpRequest, pk: int, aid: int) -> HttpResponse:
    """The interview for the recruiter's own calendar."""
    membership = membership_for(request, pk)
    interview = get_object_or_404(Interview, application=application_for(membership, aid))
    return calendar_response(interview)


@require_safe
@never_cache
@login_required
def applications_file(request: HttpRequest, pk: int, vid: int, form: str) -> HttpResponse:
    """The applications to a vacancy as CSV or XLSX, for who recruits."""
    membership = membership_for(request, pk, EmployerAct.RECRUIT)
    vacancy = get_object_or_404(membership.employer.vacancies, pk=vid)
    if form not in EXPORTS:
        raise Http404
    rows = services.applications_export(
        vacancy=vacancy, applications=applications_of(membership), by=person(request)
    )
    content_type, write = EXPORTS[form]
    response = HttpResponse(write(rows), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="applications-{vacancy.pk}.{form}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _candidate_page(
    request: HttpRequest,
    membership: Membership,
    application: Application,
    move: MoveForm,
    invite: InterviewForm,
    *,
    status: int = 200,
) -> HttpResponse:
    allowed = EMPLOYER_MOVES[ApplicationState(application.state)]
    context = {
        "application": application,
        "sheet": resume_data.in_words(application.copy),
        "events": application.events.select_related("by"),
        "interview": Interview.objects.filter(application=application).first(),
        "move": move,
        "invite": invite,
        "moves": [
            (state, words)
            for state, words in MOVE_WORDS.items()
            if state in allowed and state != ApplicationState.SEEN
        ],
        "may_reopen": application.state == ApplicationState.REFUSED,
        "may_invite": ApplicationState.INVITED in allowed or application.state == ApplicationState.INVITED,
    }
    return desk(request, "jobs/employer/candidate.html", membership, context, status=status)
