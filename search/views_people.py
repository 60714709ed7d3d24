"""Pages of people that need the matching."""

from __future__ import annotations

import structlog
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from jobs.serving import seeker_here
from search.client import INDEX_ERRORS
from search.recommended import vacancies_recommended

log = structlog.get_logger(__name__)


@require_safe
@login_required
def recommended(request: HttpRequest) -> HttpResponse:
    """Vacancies that suit the person, each with its reasons; a dead index says so."""
    seeker = seeker_here(request)
    if seeker is None:
        return redirect("me_home")
    context: dict[str, object] = {"main_resume": seeker.resumes.first()}
    try:
        context["recommended"] = vacancies_recommended(seeker)
    except INDEX_ERRORS as error:
        log.warning("recommended.index_away", error=type(error).__name__)
        context["is_away"] = True
    return render(request, "search/recommended.html", context)
