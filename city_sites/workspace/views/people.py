"""Staff of the levels below: who holds what, rights taken back, and a second factor that somebody lost."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import second_factors, staff, staff_review
from accounts.enums import Action
from accounts.models import RegionalRole, User
from accounts.permissions import held_regions
from accounts.rights import acting_by
from city_sites.workspace.access import person
from city_sites.workspace.forms import ReasonForm
from city_sites.workspace.paging import Page, page_of
from city_sites.workspace.staff import FindForm, StaffFilter, TakeBackForm

A_PAGE = 50

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@never_cache
@login_required
def people_list(request: HttpRequest) -> HttpResponse:
    """What staff below hold. Who is looked for is posted, so that no name stands in an address of ours."""
    by = person(request)
    if not held_regions(by, Action.INVITE_STAFF):
        raise Http404
    narrowed = StaffFilter(request.GET, user=by)
    find = FindForm(request.POST if request.method == "POST" else None)
    roles = _with_factors(staff.roles_below(by))
    if find.is_bound:
        if elsewhere := _public_person(by, find):
            return redirect("workspace_second_factor", elsewhere.pk)
        page = _found(find, roles)
    else:
        page = page_of(request, narrowed.apply(roles) if narrowed.is_valid() else roles.none(), size=A_PAGE)
    helped = second_factors.staff_below(by).filter(pk__in=[held.user_id for held in page.rows])
    context = {
        "filter": narrowed,
        "form": find,
        "page": page,
        "helped": set(helped.values_list("pk", flat=True)),
    }
    return render(request, "workspace/people.html", context, status=422 if find.errors else 200)


def _with_factors(roles: QuerySet[RegionalRole]) -> QuerySet[RegionalRole]:
    return roles.annotate(has_factor=Exists(Authenticator.objects.filter(user=OuterRef("user"))))


def _found(find: FindForm, roles: QuerySet[RegionalRole]) -> Page[RegionalRole]:
    """The first of those who were looked for; more than a page is asked to be narrowed."""
    if not find.is_valid():
        return Page([], is_first=True, next_after=None)
    found = list(find.apply(roles)[: A_PAGE + 1])
    if not found:
        find.add_error("words", _("Nobody below your level has this name or address."))
    elif len(found) > A_PAGE:
        find.add_error("words", _("Many have this name: here are the first. Write more of it."))
    return Page(found[:A_PAGE], is_first=True, next_after=None)


def _public_person(by: User, find: FindForm) -> User | None:
    """A member of the public whom the person may help with a second factor, by the whole address."""
    if not find.is_valid() or not find.is_mail:
        return None
    found = User.objects.filter(email__iexact=find.cleaned_data["words"]).first()
    is_listed = found and staff.roles_below(by).filter(user=found).exists()
    return found if found and not is_listed and second_factors.may_reset(by, found) else None


@get_or_post
@never_cache
@login_required
@acting_by(Action.INVITE_STAFF)
def role_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what taking a right back does, ask for the reason, and take it back."""
    by = person(request)
    held = get_object_or_404(staff.roles_below(by), pk=pk)
    form, status = TakeBackForm(request.POST or None), 200
    if request.method == "POST":
        if form.is_valid():
            staff.role_take_back(held=held, reason=form.cleaned_data["reason"], by=by)
            messages.success(request, _("%(name)s no longer holds this right.") % {"name": held.user})
            return redirect("workspace_people")
        status = 422
    others = RegionalRole.objects.filter(user=held.user, revoked_at=None).exclude(pk=held.pk)
    context = {
        "form": form,
        "held": held,
        "due_on": staff_review.due_on(held),
        "keeps_some": others.exists(),
    }
    return render(request, "workspace/role_take_back.html", context, status=status)


@get_or_post
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
