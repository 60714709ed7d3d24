"""The audit trail, read by who may."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.enums import Action
from accounts.permissions import held_regions
from city_sites.workspace.audit import AuditFilter, entries_of
from city_sites.workspace.paging import page_of

A_PAGE = 50


@require_safe
@never_cache
@login_required
def audit_list(request: HttpRequest) -> HttpResponse:
    if not held_regions(request.user, Action.READ_AUDIT):
        raise Http404
    form = AuditFilter(request.GET)
    entries = entries_of(request.user)
    found = form.apply(entries) if form.is_valid() else entries.none()
    context = {"form": form, "page": page_of(request, found, size=A_PAGE)}
    return render(request, "workspace/audit.html", context, status=422 if form.errors else 200)
