"""Members of an employer: who acts for it, and who is invited to."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jobs.enums import EmployerAct, EmployerRole
from jobs.forms.employer import InvitationForm
from jobs.models import Invitation, Membership
from jobs.services import memberships as services
from jobs.views.employer.access import desk, employer_for, membership_for, person

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@never_cache
@login_required
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody sees who belongs to the employer; owners invite."""
    act = EmployerAct.MANAGE if request.method == "POST" else EmployerAct.SEE
    membership = membership_for(request, pk, act)
    form, status = InvitationForm(request.POST or None), 200
    if request.method == "POST":
        if form.is_valid() and _invite(request, membership, form):
            return redirect("employer_members", pk)
        status = 422
    employer = membership.employer
    open_invitations = employer.invitations.filter(
        accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
    )
    context = {
        "form": form,
        "members": employer.memberships.filter(ended_at=None).select_related("user").order_by("pk"),
        "invitations": open_invitations.order_by("pk"),
        "roles": EmployerRole.choices,
    }
    return desk(request, "jobs/employer/members.html", membership, context, status=status)


def _invite(request: HttpRequest, membership: Membership, form: InvitationForm) -> bool:
    email, role = form.cleaned_data["email"], EmployerRole(form.cleaned_data["role"])
    try:
        services.invitation_send(employer=membership.employer, email=email, role=role, by=person(request))
    except services.AlreadyMember:
        form.add_error("email", _("This person is a member already."))
    except services.TooManyInvitations:
        form.add_error(None, _("Many invitations wait for an answer. Take some back first."))
    else:
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": email})
    return form.is_valid()


@require_POST
@login_required
def member_change(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Another role for a member, or the end of the membership; one's own may end by anybody."""
    own = membership_for(request, pk)
    ends = request.POST.get("act") == "end"
    if not (ends and own.pk == member):
        membership_for(request, pk, EmployerAct.MANAGE)
    found = get_object_or_404(Membership, pk=member, employer=pk, ended_at=None)
    try:
        if ends:
            services.membership_end(membership=found, by=person(request))
        elif (role := request.POST.get("role", "")) in EmployerRole:
            services.membership_set_role(membership=found, role=EmployerRole(role), by=person(request))
        else:
            raise Http404
    except services.LastOwner:
        messages.error(request, _("An employer keeps at least one owner. Make somebody else an owner first."))
    else:
        messages.success(request, _("Changed."))
    leaves = ends and own.pk == member
    return redirect("employer_home") if leaves else redirect("employer_members", pk)


@require_POST
@login_required
def invitation_revoke(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    employer = employer_for(request, pk, EmployerAct.MANAGE)
    found = get_object_or_404(Invitation, pk=invitation, employer=employer)
    services.invitation_revoke(invitation=found, by=person(request))
    messages.success(request, _("The invitation is taken back; its link no longer works."))
    return redirect("employer_members", pk)


@get_or_post
@never_cache
@login_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What an invitation's link shows: a button, since programs that look at links must accept nothing."""
    found = services.invitation_of(token)
    if found is None:
        raise Http404
    is_over = bool(found.accepted_at or found.revoked_at or found.expires_at <= timezone.now())
    is_theirs = found.email.lower() == person(request).email.lower()
    if request.method == "POST":
        try:
            services.invitation_accept(invitation=found, by=person(request))
        except services.InvitationOver:
            is_over = True
        except services.NotInvited:
            is_theirs = False
        except services.AlreadyMember:
            return redirect("employer_desk", found.employer_id)
        else:
            messages.success(request, _("You act for %(employer)s now.") % {"employer": found.employer})
            return redirect("employer_desk", found.employer_id)
    context = {"invitation": found, "is_over": is_over, "is_theirs": is_theirs}
    status = 410 if is_over else 200
    return render(request, "jobs/employer/invitation.html", context, status=status)
