"""An employer's conversations with people who applied or were invited."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jobs.enums import EmployerAct, Party
from jobs.models import Conversation
from jobs.views import conversations
from jobs.views.conversations import Seat
from jobs.views.employer.access import desk, membership_for, person
from jobs.views.employer.candidates import application_for
from jobs.views.seeker.access import keeps_what_is_written

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def seat_for(request: HttpRequest, pk: int) -> Seat:
    """The employer's side. Who only views reads along: what they read stays unread for those who recruit."""
    membership = membership_for(request, pk)

    def show(template: str, context: dict[str, Any], status: int) -> HttpResponse:
        frame = {"frame": "jobs/employer/frame.html", "is_seeker": False}
        return desk(request, template, membership, frame | context, status=status)

    def contact(one: Conversation) -> dict[str, str]:
        return {
            "phone": one.vacancy.contact_phone[:30],
            "email": one.vacancy.contact_email or person(request).email,
        }

    return Seat(
        party=Party.EMPLOYER,
        by=person(request),
        conversations=Conversation.objects.of_employer(membership.employer),
        may_act=EmployerAct.RECRUIT in membership.acts,
        contact=contact,
        show=show,
        prefix="employer",
        arguments=(pk,),
    )


@require_safe
@never_cache
@login_required
def message_list(request: HttpRequest, pk: int) -> HttpResponse:
    return conversations.conversation_list(request, seat_for(request, pk))


@get_or_post
@never_cache
@keeps_what_is_written
def conversation(request: HttpRequest, pk: int, cid: int) -> HttpResponse:
    return conversations.conversation_page(request, seat_for(request, pk), cid)


@get_or_post
@never_cache
@keeps_what_is_written
def begin(request: HttpRequest, pk: int, aid: int) -> HttpResponse:
    """Write to somebody who applied."""
    application = application_for(membership_for(request, pk), aid)
    return conversations.conversation_begin(
        request,
        seat_for(request, pk),
        vacancy=application.vacancy,
        seeker=application.seeker,
        name=application.copy.get("name", ""),
    )


@require_POST
@login_required
def contact(request: HttpRequest, pk: int, cid: int) -> HttpResponse:
    return conversations.conversation_contact(request, seat_for(request, pk), cid)


@get_or_post
@login_required
def stop(request: HttpRequest, pk: int, cid: int) -> HttpResponse:
    return conversations.conversation_stop(request, seat_for(request, pk), cid)


@get_or_post
@keeps_what_is_written
def report(request: HttpRequest, pk: int, cid: int, mid: int) -> HttpResponse:
    return conversations.message_report(request, seat_for(request, pk), cid, mid)
