"""One vacancy: shown while it is public, gone afterwards with similar ones in its place."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.practice import is_staff_of
from city_sites.structured_data import as_script_text
from jobs.applying import takes_applications
from jobs.models import Application, SavedVacancy, Vacancy
from jobs.serving import seeker_here
from jobs.standing import Standing, vacancy_standing
from portal.addresses import national_root
from portal.structured_data import job_posting
from search.queries import similar_vacancies

SIMILAR = 6


@require_safe
def vacancy(request: HttpRequest, pk: int) -> HttpResponse:
    """200 while public; a duplicate leads to the one that shows; 410 once gone; 404 if never public."""
    found = get_object_or_404(Vacancy.objects.with_practice().select_related("employer"), pk=pk)
    standing = vacancy_standing(found, today=timezone.localdate())
    if standing is Standing.HIDDEN and is_staff_of(request.user, found.region):
        standing = vacancy_standing(found, today=timezone.localdate(), practice=())
    if standing is Standing.HIDDEN:
        raise Http404
    if standing is Standing.DUPLICATE:
        return redirect("vacancy", pk=found.duplicate_of_id)
    similar = similar_vacancies(found.pk, limit=SIMILAR)
    if standing is Standing.GONE:
        return render(request, "portal/vacancy_gone.html", {"vacancy": found, "similar": similar}, status=410)
    address = national_root() + found.get_absolute_url()
    return render(
        request,
        "portal/vacancy.html",
        {
            "vacancy": found,
            "sources": source_names(found),
            "similar": similar,
            "address": address,
            "structured_data": as_script_text(job_posting(found, address=address)),
            "takes_applications": takes_applications(found),
            **own_marks(request, found),
        },
    )


def own_marks(request: HttpRequest, shown: Vacancy) -> dict[str, object]:
    """What the vacancy is to the person who reads: applied to, saved."""
    seeker = seeker_here(request)
    if seeker is None:
        return {}
    return {
        "application": Application.objects.standing().filter(vacancy=shown, seeker=seeker).first(),
        "is_saved": SavedVacancy.objects.filter(vacancy=shown, seeker=seeker).exists(),
    }


def source_names(shown: Vacancy) -> list[str]:
    """Names of all sources that send this vacancy, its own first, each once."""
    others = shown.duplicates.order_by("pk").values_list("source_name", flat=True)
    return list(dict.fromkeys(name for name in (shown.source_name, *others) if name))
