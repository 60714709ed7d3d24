"""What everybody sees of an employer: that it is verified, how it answers, what it offers."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.practice import InPractice
from jobs.answers import answer_rate
from jobs.enums import VerificationState
from jobs.models import Employer, Vacancy

A_PAGE = 20


@require_safe
def employer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A verified employer with its public vacancies, the newest first; `?before=` is the cursor."""
    verified = Employer.objects.filter(~Q(InPractice("region")), verification=VerificationState.VERIFIED)
    employer = get_object_or_404(verified, pk=pk)
    before = request.GET.get("before", "")
    public = Vacancy.objects.public().filter(employer=employer).select_related("employer")
    total = public.count()
    if before.isascii() and before.isdigit() and len(before) < 16:
        public = public.filter(pk__lt=int(before))
    page = list(public.order_by("-pk")[: A_PAGE + 1])
    context = {
        "employer": employer,
        "rate": answer_rate(employer),
        "vacancies": page[:A_PAGE],
        "total": total,
        "first": not before,
        "next_before": page[A_PAGE - 1].pk if len(page) > A_PAGE else None,
    }
    return render(request, "jobs/employer_page.html", context)
