"""An interview for the calendar of the person who is invited."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from jobs.models import Interview
from jobs.serving import seeker_here
from jobs.views.calendars import calendar_response


@require_safe
@login_required
def interview_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    own = Interview.objects.select_related("application__vacancy__employer").filter(
        application__seeker=seeker_here(request)
    )
    return calendar_response(get_object_or_404(own, application=pk))
