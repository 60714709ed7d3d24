"""What is reported about vacancies and messages: by the day it is due, decided once."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Action
from accounts.rights import acting_by
from city_sites.workspace import selectors
from city_sites.workspace.access import person
from city_sites.workspace.lists.page import desk_list_page
from city_sites.workspace.lists.reports import REPORTS
from jobs.enums import UNDER_WAY, ReportState
from jobs.forms.report import DecisionForm
from jobs.models import VacancyReport
from jobs.services import reports as services


@require_safe
@login_required
def report_list(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Open reports unless others are asked for, what is due first."""
    return desk_list_page(request, REPORTS)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@acting_by(Action.HANDLE_REPORTS)
def report_page(request: HttpRequest, number: str) -> HttpResponse:
    """One report beside the vacancy that it is about, and the decision."""
    report = get_object_or_404(selectors.reports_of(request.user), number=number)
    form, status = DecisionForm(request.POST or None), 200
    if request.method == "POST":
        if form.is_valid():
            _decide(request, report, form.cleaned_data["note"])
            return redirect("workspace_reports")
        status = 422
    vacancy = report.vacancy
    context = {
        "report": report,
        "vacancy": vacancy,
        "form": form,
        "others": VacancyReport.objects.filter(vacancy=vacancy, about=report.about)
        .exclude(pk=report.pk)
        .order_by("-pk")[:10],
        "thread": services.reported_messages(report=report, by=person(request)),
        "decision_template": f"workspace/pieces/report_{report.about}.html",
        "applicants": vacancy.applications.filter(state__in=UNDER_WAY).count(),
        "confirmed_before": services.confirmed_against(vacancy.employer) if vacancy.employer else 0,
        "is_open": report.state == ReportState.OPEN,
        "is_overdue": report.due_at < timezone.now(),
    }
    return render(request, "workspace/report.html", context, status=status)


def _decide(request: HttpRequest, report: VacancyReport, note: str) -> None:
    decide = services.report_confirm if request.POST.get("judgement") == "confirm" else services.report_reject
    try:
        decided = decide(report=report, note=note, by=person(request))
    except services.ReportDecided:
        messages.error(request, _("Somebody else decided about %(name)s first.") % {"name": report.number})
    else:
        messages.success(request, f"{decided.number}: {decided.get_state_display()}")
