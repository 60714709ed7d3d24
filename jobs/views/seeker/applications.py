"""Applications as the person reads them: list, history, withdrawal."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jobs import resume as resume_data
from jobs.enums import UNDER_WAY
from jobs.models import Application
from jobs.services import MoveNotAllowed, application_withdraw
from jobs.serving import seeker_here
from jobs.views.seeker.access import person

A_PAGE = 20


@require_safe
@login_required
def applications(request: HttpRequest) -> HttpResponse:
    """The newest first; `?before=` is the cursor."""
    seeker = seeker_here(request)
    before = request.GET.get("before", "")
    found = Application.objects.filter(seeker=seeker).select_related("vacancy__employer").order_by("-pk")
    if before.isdecimal() and len(before) < 16:
        found = found.filter(pk__lt=int(before))
    page = list(found[: A_PAGE + 1])
    return render(
        request,
        "jobs/seeker/applications.html",
        {
            "applications": page[:A_PAGE],
            "next_before": page[A_PAGE - 1].pk if len(page) > A_PAGE else None,
            "first": not before,
            "drafts": seeker.drafts.select_related("vacancy__employer") if seeker and not before else [],
        },
    )


@require_safe
@login_required
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of an application, and what was sent, as it was sent."""
    found = _own(request, pk)
    return render(
        request,
        "jobs/seeker/application.html",
        {
            "application": found,
            "events": found.events.all(),
            "sheet": resume_data.in_words(found.copy),
            "may_withdraw": found.state in UNDER_WAY,
        },
    )


@require_safe
@login_required
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """What happens next."""
    return render(request, "jobs/seeker/application_sent.html", {"application": _own(request, pk)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: it cannot be undone."""
    found = _own(request, pk)
    if request.method == "POST":
        try:
            application_withdraw(application=found, by=person(request))
            messages.success(request, _("The application is withdrawn. The employer reads it at once."))
        except MoveNotAllowed:
            messages.error(request, _("It could not be withdrawn: its state has changed. See below."))
        return redirect("me_application", found.pk)
    if found.state not in UNDER_WAY:
        return redirect("me_application", found.pk)
    return render(request, "jobs/seeker/application_withdraw.html", {"application": found})


def _own(request: HttpRequest, pk: int) -> Application:
    own = Application.objects.filter(seeker=seeker_here(request)).select_related("vacancy__employer")
    return get_object_or_404(own, pk=pk)
