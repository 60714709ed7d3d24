"""Employers: those that wait to be verified, unless others are asked for."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from city_sites.workspace.lists.employers import EMPLOYERS
from city_sites.workspace.lists.page import desk_list_page


@require_safe
@login_required
def employer_list(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Employers in the order of their arrival."""
    return desk_list_page(request, EMPLOYERS)
