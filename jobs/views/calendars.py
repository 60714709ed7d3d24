"""How a calendar entry is given out."""

from __future__ import annotations

from django.http import HttpResponse

from jobs.interviews import interview_calendar
from jobs.models import Interview


def calendar_response(interview: Interview) -> HttpResponse:
    """The interview as a file. The caller has made sure that the person may have it."""
    response = HttpResponse(interview_calendar(interview), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="interview.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
