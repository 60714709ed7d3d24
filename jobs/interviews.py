"""An interview in words and as a calendar entry (RFC 5545)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from jobs.models import Interview


def interview_line(interview: Interview) -> str:
    """Time and place in one line: "2026年12月1日 14:30，光谷大道77号"."""
    moment = timezone.localtime(interview.starts_at)
    day = date_format(moment, _("j M Y"))
    return _("%(day)s %(time)s, %(place)s") % {
        "day": day,
        "time": moment.strftime("%H:%M"),
        "place": interview.place,
    }


def interview_calendar(interview: Interview) -> bytes:
    """The calendar file of an interview, in the active language; times in UTC, an alarm an hour before.

    It names employer, vacancy and place, and nobody's name, address or telephone.
    """
    vacancy = interview.application.vacancy
    event = Event()
    event.add("uid", f"{interview.uid}@{settings.PORTAL_HOST}")
    event.add("sequence", interview.sequence)
    event.add("dtstamp", interview.updated_at.astimezone(dt.UTC))
    event.add("dtstart", interview.starts_at.astimezone(dt.UTC))
    event.add("dtend", (interview.starts_at + dt.timedelta(minutes=interview.minutes)).astimezone(dt.UTC))
    event.add("summary", _("Interview: %(title)s") % {"title": vacancy.title})
    event.add("location", interview.place)
    event.add("description", vacancy.employer.name if vacancy.employer else "")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Interview: %(title)s") % {"title": vacancy.title})
    alarm.add("trigger", dt.timedelta(hours=-1))
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//China Labour Market//portal//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
