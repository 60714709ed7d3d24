"""Invitations of staff, and the yearly review of what they hold."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import staff_invitations as invitations
from accounts import staff_review
from accounts.enums import Action, Role
from accounts.models import User
from accounts.permissions import held_regions
from accounts.rights import acting_by
from city_sites.workspace.access import person
from city_sites.workspace.paging import page_of
from city_sites.workspace.staff import InviteForm, ReviewFilter, review_lines
from jobs.spreadsheets import as_csv

A_PAGE = 50
MOST_AT_ONCE = 200

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _inviter(request: HttpRequest) -> User:
    """Who may invite somebody somewhere; for everybody else these pages do not exist."""
    user = person(request)
    if not held_regions(user, Action.INVITE_STAFF):
        raise Http404
    return user


@require_safe
@never_cache
@login_required
def invitation_list(request: HttpRequest) -> HttpResponse:
    """Invitations that wait for an answer, the newest first."""
    page = page_of(request, invitations.invitations_of(_inviter(request)), size=A_PAGE)
    return render(request, "workspace/invitations.html", {"page": page, "now": timezone.now()})


@get_or_post
@never_cache
@login_required
@acting_by(Action.INVITE_STAFF)
def invite(request: HttpRequest) -> HttpResponse:
    by = _inviter(request)
    form = InviteForm(request.POST or None, user=by)
    if request.method == "POST" and form.is_valid() and _sent(form, by):
        messages.success(
            request, _("The invitation is on its way to %(email)s.") % {"email": form.cleaned_data["email"]}
        )
        return redirect("workspace_invitations")
    is_wrong = request.method == "POST"
    return render(request, "workspace/invite.html", {"form": form}, status=422 if is_wrong else 200)


def _sent(form: InviteForm, by: User) -> bool:
    said = form.cleaned_data
    try:
        invitations.invitation_send(
            email=said["email"], role=Role(said["role"]), region=said["region"], by=by
        )
    except invitations.AlreadyHeld:
        form.add_error("email", _("Who has this address holds this right there already."))
    except invitations.TooMany:
        form.add_error(None, _("You have sent very many invitations today. Go on tomorrow."))
    except invitations.MayNotGive:
        form.add_error("region", _("You may not give this right here."))
    return form.is_valid()


@require_POST
@login_required
@acting_by(Action.INVITE_STAFF)
def invitation_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation once more, or take it back."""
    by = _inviter(request)
    found = get_object_or_404(invitations.invitations_of(by), pk=pk)
    try:
        if request.POST.get("act") == "resend":
            invitations.invitation_resend(invitation=found, by=by)
            messages.success(
                request,
                _("The invitation is on its way to %(email)s again; the old link no longer works.")
                % {"email": found.email},
            )
        else:
            invitations.invitation_take_back(invitation=found, by=by)
            messages.success(request, _("The invitation is taken back; its link no longer works."))
    except invitations.AlreadyHeld:
        messages.info(request, _("Who has this address holds this right there already."))
    except invitations.TooMany:
        messages.error(request, _("You have sent very many invitations today. Go on tomorrow."))
    except (invitations.InvitationOver, invitations.MayNotGive):
        messages.info(request, _("This invitation was answered or taken back meanwhile."))
    return redirect("workspace_invitations")


@get_or_post
@never_cache
@login_required
@acting_by(Action.INVITE_STAFF)
def review(request: HttpRequest) -> HttpResponse:
    """What is to be confirmed; those that are ticked are confirmed together."""
    by = _inviter(request)
    if request.method == "POST":
        return _confirmed(request, by)
    narrowed = ReviewFilter(request.GET, user=by)
    roles = narrowed.roles(by) if narrowed.is_valid() else staff_review.asked_of(by).none()
    page = page_of(request, roles, size=A_PAGE)
    context = {
        "filter": narrowed,
        "page": page,
        "rows": [(held, staff_review.due_on(held)) for held in page.rows],
        "today": timezone.localdate(),
        "overdue": staff_review.due(staff_review.asked_of(by)).count(),
    }
    return render(request, "workspace/staff_review.html", context)


def _confirmed(request: HttpRequest, by: User) -> HttpResponse:
    chosen = [int(key) for key in request.POST.getlist("held") if key.isdecimal() and len(key) < 16]
    if not chosen:
        messages.error(request, _("Tick at least one right first."))
        return redirect(request.get_full_path())
    count = staff_review.roles_confirm(roles=chosen[:MOST_AT_ONCE], by=by)
    messages.success(
        request,
        ngettext("%(count)s right is confirmed.", "%(count)s rights are confirmed.", count)
        % {"count": count},
    )
    return redirect(request.get_full_path())


@require_safe
@never_cache
@login_required
def review_file(request: HttpRequest) -> HttpResponse:
    """The rows of the page, all of them, as CSV."""
    by = _inviter(request)
    narrowed = ReviewFilter(request.GET, user=by)
    if not narrowed.is_valid():
        raise Http404
    response = HttpResponse(as_csv(review_lines(narrowed.roles(by))), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="staff-review.csv"'
    return response
