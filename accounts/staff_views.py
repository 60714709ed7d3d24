"""What the link of an invitation of staff shows: the right that is offered, and how to take it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import staff_invitations as services
from accounts.enums import Role
from accounts.forms import JoinForm
from accounts.models import StaffInvitation, User
from accounts.staff import may_give, region_words


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def staff_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A button for who is signed in with the address, a form for who has no account yet, else what to do."""
    found = services.invitation_of_token(token)
    if found is None:
        raise Http404
    state = _state(request, found)
    form = JoinForm(request.POST or None, email=found.email) if state == "new" else None
    if request.method == "POST":
        try:
            if form is not None and form.is_valid():
                services.invitation_accept_anew(
                    invitation=found,
                    name=form.cleaned_data["name"],
                    password=form.cleaned_data["password1"],
                )
                messages.success(request, _("Your account is made. Sign in with the password you chose."))
                return redirect(f"{reverse('sign_in')}?next={reverse('workspace')}")
            if state == "theirs":
                assert isinstance(request.user, User)
                services.invitation_accept(invitation=found, by=request.user)
                messages.success(request, _("The right is yours now."))
                return redirect("workspace")
        except (services.InvitationOver, services.AccountThere):
            return redirect(request.path)
    context = {
        "invitation": found,
        "state": state,
        "form": form,
        "region": region_words(found.region),
        "sign_in": f"{reverse('sign_in')}?next={request.path}",
    }
    return render(request, "accounts/invited.html", context, status=_status(state, form))


def _state(request: HttpRequest, found: StaffInvitation) -> str:
    giver = found.invited_by
    if not found.is_open or giver is None or not may_give(giver, Role(found.role), found.region):
        return "over"
    if isinstance(request.user, User):
        return "theirs" if request.user.email.lower() == found.email else "another"
    account = User.objects.filter(email__iexact=found.email).first()
    if account is None:
        return "new"
    return "sign_in" if account.is_active else "off"


def _status(state: str, form: JoinForm | None) -> int:
    if state == "over":
        return 410
    return 422 if form is not None and form.errors else 200
