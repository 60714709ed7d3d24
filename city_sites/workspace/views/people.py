"""Staff of the levels below: who they are, and a second factor that somebody lost."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import second_factors
from accounts.enums import Action
from accounts.models import RegionalRole, User
from accounts.permissions import held_regions
from accounts.rights import acting_by
from city_sites.workspace.access import person
from city_sites.workspace.forms import FindPersonForm, ReasonForm
from city_sites.workspace.paging import page_of

A_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def people_list(request: HttpRequest) -> HttpResponse:
    """Staff below; who is looked for is posted, so that no mail address stands in an address of ours."""
    by = person(request)
    if not held_regions(by, Action.RESET_SECOND_FACTORS):
        raise Http404
    form = FindPersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        found = User.objects.filter(email__iexact=form.cleaned_data["mail"]).first()
        if found and second_factors.may_reset(by, found):
            return redirect("workspace_second_factor", found.pk)
        form.add_error("mail", _("Nobody whom you may help has this address."))
    roles = RegionalRole.objects.filter(revoked_at=None).order_by("region", "role")
    people = second_factors.staff_below(by).prefetch_related(
        Prefetch("regional_roles", queryset=roles, to_attr="live_roles")
    )
    guarded = people.annotate(has_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"))))
    context = {"form": form, "page": page_of(request, guarded, size=A_PAGE)}
    return render(request, "workspace/people.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@reauthentication_required(app="allauth.account")
@acting_by(Action.RESET_SECOND_FACTORS)
def second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Why it is taken away is asked for, after the member of staff has shown again who they are."""
    user = get_object_or_404(User, pk=pk)
    if not second_factors.may_reset(person(request), user):
        raise Http404
    form, status = ReasonForm(request.POST or None), 200
    if request.method == "POST":
        if form.is_valid():
            _reset(request, user, form.cleaned_data["reason"])
            return redirect("workspace_people")
        status = 422
    context = {
        "form": form,
        "who": user,
        "roles": user.regional_roles.filter(revoked_at=None).order_by("region", "role"),
        "factors": Authenticator.objects.filter(user=user).order_by("pk"),
    }
    return render(request, "workspace/second_factor.html", context, status=status)


def _reset(request: HttpRequest, user: User, reason: str) -> None:
    try:
        second_factors.second_factor_reset(user=user, reason=reason, by=person(request))
    except second_factors.NoneThere:
        messages.info(request, _("%(name)s has no second factor: nothing was changed.") % {"name": user})
    else:
        messages.success(
            request, _("The second factor of %(name)s is taken away; a mail tells them.") % {"name": user}
        )
