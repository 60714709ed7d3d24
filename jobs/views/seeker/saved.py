"""Vacancies that a person keeps."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.practice import practice_prefixes
from jobs.models import SavedVacancy, Vacancy
from jobs.services import vacancy_save, vacancy_unsave
from jobs.serving import seeker_here
from jobs.standing import Standing, vacancy_standing
from jobs.views.seeker.access import seeker_begun

A_PAGE = 20


@require_safe
@login_required
def saved(request: HttpRequest) -> HttpResponse:
    """The newest first, with what became of each; `?before=` is the cursor."""
    before = request.GET.get("before", "")
    kept = SavedVacancy.objects.filter(seeker=seeker_here(request)).order_by("-pk")
    if before.isdecimal() and len(before) < 16:
        kept = kept.filter(pk__lt=int(before))
    page = list(kept.select_related("vacancy__employer", "vacancy__feed")[: A_PAGE + 1])
    today, practice = timezone.localdate(), practice_prefixes()
    return render(
        request,
        "jobs/seeker/saved.html",
        {
            "saved": [(entry.vacancy, _is_public(entry.vacancy, today, practice)) for entry in page[:A_PAGE]],
            "next_before": page[A_PAGE - 1].pk if len(page) > A_PAGE else None,
            "first": not before,
        },
    )


def _is_public(vacancy: Vacancy, today: dt.date, practice: tuple[str, ...]) -> bool:
    return vacancy_standing(vacancy, today=today, practice=practice) is Standing.PUBLIC


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def star(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a vacancy, or keep it no more; who had to sign in first comes back to the vacancy."""
    vacancy = get_object_or_404(Vacancy.objects.select_related("employer"), pk=pk)
    if vacancy_standing(vacancy, today=timezone.localdate()) is Standing.HIDDEN:
        raise Http404
    if request.method == "POST":
        seeker = seeker_begun(request)
        if request.POST.get("act") == "remove":
            vacancy_unsave(vacancy=vacancy, seeker=seeker)
            messages.info(request, _("Removed from your saved vacancies."))
        else:
            vacancy_save(vacancy=vacancy, seeker=seeker)
            messages.success(request, _("Saved. You find it under “My job search”."))
        if request.POST.get("then") == "list":
            return redirect("me_saved")
    return redirect(vacancy.get_absolute_url())
