"""Where a job seeker's things stand, and who may find them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jobs.conversations import unread_in
from jobs.enums import UNDER_WAY, Visibility
from jobs.forms.apply import VisibilityForm
from jobs.models import Application, ApplyInvitation, Conversation, Employer, JobSeeker
from jobs.services import seeker_hide_from, seeker_show
from jobs.serving import seeker_here
from jobs.views.seeker.access import person, seeker_for

LATEST = 3
EMPLOYERS_SHOWN = 10
HIDDEN_AT_MOST = 30
LOOKS_SHOWN = 50


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The person's first page: counts that are links."""
    seeker = seeker_here(request)
    if seeker is None:
        return render(request, "jobs/seeker/welcome.html")
    applications = Application.objects.filter(seeker=seeker).select_related("vacancy__employer")
    return render(
        request,
        "jobs/seeker/home.html",
        {
            "seeker": seeker,
            "main_resume": seeker.resumes.first(),
            "under_way": applications.filter(state__in=UNDER_WAY).count(),
            "latest": applications.order_by("-state_at", "-pk")[:LATEST],
            "unread": unread_in(Conversation.objects.of_seeker(seeker)),
            "invitations": _invitations(seeker),
            "saved": seeker.saved.count(),
            "looks": seeker.looks.count(),
            "drafts": seeker.drafts.select_related("vacancy__employer"),
        },
    )


def _invitations(seeker: JobSeeker) -> QuerySet[ApplyInvitation]:
    open_ones = ApplyInvitation.objects.open().filter(seeker=seeker)
    return open_ones.select_related("vacancy__employer").order_by("-pk")[:LATEST]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def visibility(request: HttpRequest) -> HttpResponse:
    """Who may find the person, from whom they hide, and who looked."""
    seeker = seeker_for(request)
    if request.method == "POST":
        _change_visibility(request, seeker)
        return redirect("me_visibility")
    words = " ".join(request.GET.get("employer", "").replace("\0", "").split())[:60]
    hidden = seeker.hidden_from.order_by("name", "pk")
    return render(
        request,
        "jobs/seeker/visibility.html",
        {
            "form": VisibilityForm(initial={"visibility": seeker.visibility}),
            "seeker": seeker,
            "words": words,
            "found": _employers_like(words).exclude(pk__in=hidden.values("pk"))[:EMPLOYERS_SHOWN],
            "hidden": hidden,
            "looks": seeker.looks.select_related("employer")[:LOOKS_SHOWN],
        },
    )


def _change_visibility(request: HttpRequest, seeker: JobSeeker) -> None:
    by, act = person(request), request.POST.get("act")
    if act == "show":
        form = VisibilityForm(request.POST)
        if form.is_valid():
            seeker_show(seeker=seeker, visibility=Visibility(form.cleaned_data["visibility"]), by=by)
            messages.success(request, _("Saved. It counts at once."))
        return
    chosen = [int(pk) for pk in request.POST.getlist("employer") if pk.isdecimal() and len(pk) < 16]
    before = set(seeker.hidden_from.values_list("pk", flat=True))
    after = before - set(chosen) if act == "unhide" else before | set(chosen)
    if len(after) > HIDDEN_AT_MOST:
        messages.error(request, _("At most %(count)s employers.") % {"count": HIDDEN_AT_MOST})
    elif after != before:
        seeker_hide_from(seeker=seeker, employers=Employer.objects.filter(pk__in=after), by=by)
        messages.success(request, _("Saved. It counts at once."))


def _employers_like(words: str) -> QuerySet[Employer]:
    found = Employer.objects.filter(name__icontains=words) if words else Employer.objects.none()
    return found.order_by("name", "pk")
