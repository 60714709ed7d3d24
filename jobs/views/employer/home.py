"""Where somebody who recruits begins: their employers, and each one's first page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jobs.answers import answer_rate
from jobs.conversations import unread_in
from jobs.enums import ApplicationState, RequestState, VacancyState
from jobs.models import Application, Conversation, Invitation, VerificationRequest
from jobs.permissions import memberships_of
from jobs.views.employer.access import desk, membership_for, person


@require_safe
@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """A person's employers and requests; straight to the desk where there is just one."""
    memberships = list(memberships_of(person(request)))
    requests = VerificationRequest.objects.filter(submitted_by=person(request), employer=None).exclude(
        state=RequestState.APPROVED
    )
    if len(memberships) == 1 and not requests.exists() and not request.GET.get("all"):
        return redirect("employer_desk", memberships[0].employer_id)
    return render(
        request, "jobs/employer/home.html", {"memberships": memberships, "requests": requests.order_by("pk")}
    )


@require_safe
@never_cache
@login_required
def desk_home(request: HttpRequest, pk: int) -> HttpResponse:
    membership = membership_for(request, pk)
    employer = membership.employer
    counts = employer.vacancies.aggregate(
        open=Count("pk", filter=Q(state=VacancyState.OPEN)),
        drafts=Count("pk", filter=Q(state=VacancyState.DRAFT)),
        paused=Count("pk", filter=Q(state=VacancyState.PAUSED)),
    )
    counts["waiting"] = Application.objects.filter(
        vacancy__employer=employer, state=ApplicationState.NEW
    ).count()
    counts["unread"] = unread_in(Conversation.objects.of_employer(employer))
    context = {
        "counts": counts,
        "rate": answer_rate(employer),
        "members": employer.memberships.filter(ended_at=None).count(),
        "change": employer.verification_requests.exclude(state=RequestState.APPROVED).first(),
        "invitations": Invitation.objects.filter(
            employer=employer, accepted_at=None, revoked_at=None
        ).count(),
    }
    return desk(request, "jobs/employer/desk.html", membership, context)
