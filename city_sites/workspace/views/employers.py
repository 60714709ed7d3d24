"""Employers that wait to be verified: until then nobody sees their vacancies."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.enums import Action
from accounts.permissions import held_regions, may
from accounts.rights import acting_by
from city_sites.workspace import selectors
from city_sites.workspace.access import person
from city_sites.workspace.paging import page_of
from jobs.services import employer_refuse, employer_verify


@require_safe
@login_required
def employer_list(request: HttpRequest) -> HttpResponse:
    """Employers in the order of their arrival."""
    page = page_of(request, selectors.employers_waiting(request.user), size=selectors.EMPLOYERS_A_PAGE)
    may_manage = bool(held_regions(request.user, Action.MANAGE_FEEDS))
    return render(request, "workspace/employers.html", {"page": page, "may_manage": may_manage})


@require_POST
@login_required
@acting_by(Action.VERIFY_EMPLOYERS)
def employer_judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Verify an employer, or refuse it with a reason."""
    employer = get_object_or_404(selectors.employers_waiting(request.user), pk=pk)
    if not may(request.user, Action.MANAGE_FEEDS, employer.region):
        raise Http404
    note = request.POST.get("note", "").replace("\0", "").strip()
    if request.POST.get("judgement") == "verify":
        employer_verify(employer=employer, by=person(request), note=note)
        messages.success(request, _("%(name)s is verified; its vacancies are public.") % {"name": employer})
    elif note:
        employer_refuse(employer=employer, by=person(request), note=note)
        messages.success(request, _("%(name)s is refused.") % {"name": employer})
    else:
        messages.error(request, _("Write why %(name)s is refused.") % {"name": employer})
    return redirect("workspace_employers")
