"""Reporting a vacancy, without an account, and seeing how the case stands."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.clients import client_network
from jobs.enums import ReportAbout, ReportKind
from jobs.forms.report import CaseForm, ReportForm
from jobs.models import Vacancy, VacancyReport
from jobs.services.reports import report_file
from jobs.standing import Standing, vacancy_standing

_DAY_S = 86_400
_FOLLOWED = {
    ReportAbout.VACANCY: gettext_lazy(
        "You were right. The vacancy is closed, and those who applied are told."
    ),
    ReportAbout.MESSAGE: gettext_lazy(
        "You were right. The message is removed, and nobody writes in this conversation any more."
    ),
}
"""What is said to who reported, once it is confirmed."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Report a vacancy that the public sees; any other has nothing to be reported."""
    vacancy = get_object_or_404(Vacancy.objects.select_related("employer"), pk=pk)
    if vacancy_standing(vacancy, today=timezone.localdate()) is not Standing.PUBLIC:
        raise Http404
    form, status = ReportForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and too_often(request):
            form.add_error(None, _("Many reports came from here today. Try again tomorrow."))
            status = 429
        elif form.is_valid():
            report = report_file(
                vacancy=vacancy, kind=ReportKind(form.cleaned_data["kind"]), text=form.cleaned_data["text"]
            )
            return redirect("report_case", report.number)
    return render(request, "jobs/report/new.html", {"form": form, "vacancy": vacancy}, status=status)


def too_often(request: HttpRequest) -> bool:
    """Count one more report of this network today; the network itself is not kept."""
    who = salted_hmac("jobs.reports", client_network(request)).hexdigest()[:20]
    key = f"reports:{timezone.localdate():%Y%m%d}:{who}"
    cache.add(key, 0, _DAY_S)
    return int(cache.incr(key)) > int(settings.REPORTS_A_DAY)


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Where a case number is entered."""
    form = CaseForm(request.GET or None)
    if form.is_bound and form.is_valid():
        number = form.cleaned_data["number"].upper()
        if VacancyReport.objects.filter(number=number).exists():
            return redirect("report_case", number)
        form.add_error("number", _("There is no case with this number. Compare it with what you noted."))
    return render(request, "jobs/report/cases.html", {"form": form})


@require_safe
@never_cache
def case(request: HttpRequest, number: str) -> HttpResponse:
    """How a case stands; what was written in it is not repeated."""
    report = get_object_or_404(VacancyReport.objects.select_related("vacancy"), number=number.upper())
    context = {"report": report, "followed": _FOLLOWED[ReportAbout(report.about)]}
    return render(request, "jobs/report/case.html", context)
