"""The calendar file of a job fair."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from city_sites.models import FairPage
from city_sites.services.fairs import fair_calendar
from city_sites.services.practice import hidden_by_practice


@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    fair = get_object_or_404(FairPage.objects.live(), pk=pk)
    if hidden_by_practice(request.user, fair.region):
        raise Http404
    content = fair_calendar(fair=fair, address=fair.get_full_url(request) or "")
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="fair-{fair.pk}.ics"'
    return response
