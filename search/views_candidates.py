"""An employer looks for people: who suits a vacancy, one of them, and the invitation to apply."""

from __future__ import annotations

import structlog
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jobs.applying import takes_applications
from jobs.enums import EmployerAct
from jobs.forms.messages import InviteForm
from jobs.found import sheet_of
from jobs.models import Conversation, Membership, Vacancy
from jobs.services import invitations as services
from jobs.services import seeker_look
from jobs.services.messages import NotWritable
from jobs.views.employer.access import desk, membership_for, person
from jobs.views.seeker.access import keeps_what_is_written, written
from search.client import INDEX_ERRORS
from search.recommended_people import MOST, RecommendedPerson, people_recommended

A_STEP = 20
log = structlog.get_logger(__name__)


@require_safe
@never_cache
@login_required
def people(request: HttpRequest, pk: int, vid: int) -> HttpResponse:
    """The best first; `?shown=` says how many, in steps."""
    membership = membership_for(request, pk, EmployerAct.RECRUIT)
    vacancy = _vacancy(membership, vid)
    found = _found(vacancy)
    shown = _shown(request)
    context = {
        "vacancy": vacancy,
        "is_away": found is None,
        "takes": takes_applications(vacancy),
        "people": found[:shown] if found else [],
        "next_shown": shown + A_STEP if found and len(found) > shown else None,
        "next_first": shown + 1,
        "most": MOST,
        "left": services.invitations_left(membership.employer),
    }
    return desk(request, "search/people.html", membership, context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keeps_what_is_written
def candidate(request: HttpRequest, pk: int, vid: int, reference: str) -> HttpResponse:
    """One of them, who reads that the employer looked; and the invitation to apply."""
    membership = membership_for(request, pk, EmployerAct.RECRUIT)
    vacancy = _vacancy(membership, vid)
    found = _found(vacancy)
    if found is None:
        return redirect("employer_people", pk, vid)
    one = next((one for one in found if one.reference == reference), None)
    if one is None:
        raise Http404
    form, status = InviteForm(written(request), employer=membership.employer.name, title=vacancy.title), 200
    if request.method == "POST":
        answer = _invite(request, membership, vacancy, one, form)
        if answer is not None:
            return answer
        status = 422
    seeker_look(seeker=one.seeker, employer=membership.employer)
    context = {
        "vacancy": vacancy,
        "one": one,
        "sheet": sheet_of(one.seeker),
        "form": form,
        "conversation": Conversation.objects.filter(vacancy=vacancy, seeker=one.seeker).first(),
        "left": services.invitations_left(membership.employer),
    }
    return desk(request, "search/candidate.html", membership, context, status=status)


def _invite(
    request: HttpRequest,
    membership: Membership,
    vacancy: Vacancy,
    one: RecommendedPerson,
    form: InviteForm,
) -> HttpResponse | None:
    """Where it leads; None where the form has something to be mended."""
    if not form.is_valid():
        return None
    try:
        services.apply_invite(
            vacancy=vacancy, seeker=one.seeker, text=form.cleaned_data["text"], by=person(request)
        )
    except services.TooManyInvitations:
        form.add_error(None, _("Today's invitations are used up. Go on tomorrow."))
        return None
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None
    except (services.NotInvitable, services.AlreadyInvited, NotWritable):
        messages.error(request, _("It was not sent: this person cannot be invited any more."))
        return redirect("employer_people", membership.employer_id, vacancy.pk)
    messages.success(request, _("Invited. What they answer stands here."))
    begun = Conversation.objects.get(vacancy=vacancy, seeker=one.seeker)
    return redirect("employer_conversation", membership.employer_id, begun.pk)


def _vacancy(membership: Membership, vid: int) -> Vacancy:
    own = Vacancy.objects.filter(employer=membership.employer).select_related("employer")
    found: Vacancy = get_object_or_404(own, pk=vid)
    return found


def _found(vacancy: Vacancy) -> list[RecommendedPerson] | None:
    """Who suits the vacancy; None where the index is away."""
    try:
        return people_recommended(vacancy)
    except INDEX_ERRORS as error:
        log.warning("people.index_away", error=type(error).__name__)
        return None


def _shown(request: HttpRequest) -> int:
    """How many are asked for: a multiple of the step, up to `MOST`."""
    asked = request.GET.get("shown", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else A_STEP
    return min(max(A_STEP, number // A_STEP * A_STEP), MOST)
