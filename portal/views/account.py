"""The page of an account: what a person has here, and the ways to it."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.enums import Action
from accounts.middleware import SECOND_FACTORS
from accounts.models import RegionalRole
from accounts.permissions import held_regions, is_staff_member
from accounts.views import person
from jobs.models import JobSeeker
from search.models import SavedSearch
from standards import regions


@login_required
@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    user = person(request)
    roles = RegionalRole.objects.filter(user=user, revoked_at=None).order_by("pk")
    context = {
        "seeker": JobSeeker.objects.filter(user=user).first(),
        "saved_searches": SavedSearch.objects.active().filter(user=user).count(),
        "is_staff_member": is_staff_member(user),
        "serves_at_window": bool(held_regions(user, Action.SERVE_AT_WINDOW)),
        "has_cms": user.has_perm("wagtailadmin.access_admin"),
        "roles": [(role.get_role_display(), regions.region(role.region)) for role in roles],
        "has_second_factor": is_mfa_enabled(user, SECOND_FACTORS),
    }
    return render(request, "portal/account.html", context)
