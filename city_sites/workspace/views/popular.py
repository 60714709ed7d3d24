"""Popular searches: national staff hide those that nobody should be offered."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.enums import NATION, Action
from accounts.permissions import may
from accounts.rights import acting_by
from city_sites.workspace.access import person
from city_sites.workspace.paging import page_of
from search.models import PopularSearch
from search.suggest.popular import popular_hide, popular_show

A_PAGE = 50


@require_safe
@login_required
def popular_list(request: HttpRequest) -> HttpResponse:
    """Popular searches, the most asked first; `?hidden=1` those that are hidden."""
    _only_national(request)
    hidden = bool(request.GET.get("hidden"))
    found = PopularSearch.objects.select_related("hidden_by").filter(hidden_at__isnull=not hidden)
    page = page_of(request, found.order_by("-asked", "pk"), size=A_PAGE)
    return render(request, "workspace/popular.html", {"page": page, "hidden": hidden})


@require_POST
@login_required
@acting_by(Action.EDIT_WORDS)
def popular_judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide a search, or show it again."""
    _only_national(request)
    search = get_object_or_404(PopularSearch, pk=pk)
    if "hide" in request.POST:
        popular_hide(search=search, by=person(request))
        messages.success(request, _("“%(search)s” is offered to nobody any more.") % {"search": search})
    elif "show" in request.POST:
        popular_show(search=search, by=person(request))
        messages.success(request, _("“%(search)s” is offered again within minutes.") % {"search": search})
    return redirect("workspace_popular")


def _only_national(request: HttpRequest) -> None:
    if not may(request.user, Action.EDIT_WORDS, NATION):
        raise Http404
