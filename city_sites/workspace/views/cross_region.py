"""Cross-region report: surplus occupations of one region beside the gaps of another."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from city_sites.workspace import cross_region
from search.client import INDEX_ERRORS


@require_safe
@login_required
def cross_region_page(request: HttpRequest) -> HttpResponse:
    """`?work=` and `?home=` are codes of provinces or cities; with one of them, it and all provinces."""
    asked = [request.GET.get(name, "") for name in ("work", "home")]
    if not any(asked):
        asked[0] = cross_region.own_region(request.user)
        if not asked[0] and not cross_region.may_see(request.user, "110000"):
            raise Http404
    work, home = (cross_region.comparable(code) for code in asked)
    if any(code and unit is None for code, unit in zip(asked, (work, home), strict=True)):
        raise Http404
    if any(asked) and not cross_region.may_see(request.user, *asked):
        raise Http404
    if work is None:
        work, home = home, None
    context: dict[str, object] = {"choices": cross_region.choices(), "work": work, "home": home}
    try:
        if work and home and work != home:
            context["compared"] = cross_region.comparison(work, home)
        elif work:
            context["around"] = cross_region.surroundings(work)
    except INDEX_ERRORS:
        return render(request, "workspace/cross_region.html", context | {"is_away": True}, status=503)
    return render(request, "workspace/cross_region.html", context)
