"""A person's conversations with employers, and invitations to apply."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jobs.enums import Party
from jobs.models import Application, ApplyInvitation, Conversation
from jobs.services.invitations import apply_invitation_decline
from jobs.serving import seeker_here
from jobs.views import conversations
from jobs.views.conversations import Seat
from jobs.views.seeker.access import keeps_what_is_written, person

A_PAGE = 20
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def seat_for(request: HttpRequest) -> Seat:
    """The side of the person whose pages these are; who is no job seeker has no conversations."""

    def show(template: str, context: dict[str, Any], status: int) -> HttpResponse:
        frame = {"frame": "jobs/seeker/frame.html", "is_seeker": True}
        return render(request, template, frame | context, status=status)

    return Seat(
        party=Party.SEEKER,
        by=person(request),
        conversations=Conversation.objects.of_seeker(seeker_here(request)),
        may_act=True,
        contact=lambda one: {"phone": one.seeker.phone, "email": one.seeker.email},
        show=show,
        prefix="me",
    )


@require_safe
@never_cache
@login_required
def message_list(request: HttpRequest) -> HttpResponse:
    return conversations.conversation_list(request, seat_for(request))


@get_or_post
@never_cache
@keeps_what_is_written
def conversation(request: HttpRequest, pk: int) -> HttpResponse:
    return conversations.conversation_page(request, seat_for(request), pk)


@get_or_post
@never_cache
@keeps_what_is_written
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to the employer that one applied to."""
    own = Application.objects.filter(seeker=seeker_here(request)).select_related(
        "vacancy__employer", "seeker__user"
    )
    sent = get_object_or_404(own, pk=pk)
    name = sent.vacancy.employer.name if sent.vacancy.employer else ""
    return conversations.conversation_begin(
        request, seat_for(request), vacancy=sent.vacancy, seeker=sent.seeker, name=name
    )


@require_POST
@login_required
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    return conversations.conversation_contact(request, seat_for(request), pk)


@get_or_post
@login_required
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    return conversations.conversation_stop(request, seat_for(request), pk)


@get_or_post
@keeps_what_is_written
def report(request: HttpRequest, pk: int, mid: int) -> HttpResponse:
    return conversations.message_report(request, seat_for(request), pk, mid)


@require_safe
@never_cache
@login_required
def invitations(request: HttpRequest) -> HttpResponse:
    """Invitations that wait for an answer, the newest first; `?before=` is the cursor."""
    before = request.GET.get("before", "")
    found = ApplyInvitation.objects.open().filter(seeker=seeker_here(request))
    if before.isdecimal() and len(before) < 16:
        found = found.filter(pk__lt=int(before))
    page = list(found.select_related("vacancy__employer").order_by("-pk")[: A_PAGE + 1])
    context = {
        "invitations": page[:A_PAGE],
        "next_before": page[A_PAGE - 1].pk if len(page) > A_PAGE else None,
        "first": not before,
    }
    return render(request, "jobs/seeker/invitations.html", context)


@require_POST
@login_required
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    own = ApplyInvitation.objects.filter(seeker=seeker_here(request))
    apply_invitation_decline(invitation=get_object_or_404(own, pk=pk), by=person(request))
    messages.success(request, _("Noted. The employer is not told."))
    return redirect("me_invitations")
