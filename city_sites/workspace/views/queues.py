"""Queues at the outlets: staff of a window say how many wait."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.enums import Action
from accounts.permissions import held_regions, visible
from accounts.rights import acting_by
from city_sites.models import Outlet
from city_sites.services.queues import queue_hide, queue_tell, with_queues
from city_sites.workspace.access import person
from city_sites.workspace.paging import page_of
from city_sites.workspace.site_forms import QueueForm

A_PAGE = 50


@require_safe
@login_required
def queue_list(request: HttpRequest) -> HttpResponse:
    """The open outlets of the regions that the person serves in."""
    if not held_regions(request.user, Action.SERVE_AT_WINDOW):
        raise Http404
    outlets = visible(Outlet.objects.filter(is_open=True), request.user, Action.SERVE_AT_WINDOW)
    page = page_of(request, outlets.order_by("region", "name", "pk"), size=A_PAGE)
    return render(request, "workspace/queues.html", {"page": page, "outlets": with_queues(page.rows)})


@require_POST
@login_required
@acting_by(Action.SERVE_AT_WINDOW)
def queue_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how many wait at an outlet, or take its queue away."""
    outlets = visible(Outlet.objects.filter(is_open=True), request.user, Action.SERVE_AT_WINDOW)
    outlet = get_object_or_404(outlets, pk=pk)
    form = QueueForm(request.POST)
    if "hide" in request.POST:
        queue_hide(outlet=outlet, by=person(request))
        messages.success(request, _("%(outlet)s shows no queue any more.") % {"outlet": outlet})
    elif form.is_valid():
        queue_tell(outlet=outlet, by=person(request), **form.cleaned_data)
        messages.success(request, _("The queue of %(outlet)s is shown.") % {"outlet": outlet})
    else:
        messages.error(request, _("Write how many wait, from 0 to 999, and a ticket of up to 12 characters."))
    return redirect("workspace_queues")
