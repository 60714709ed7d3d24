"""Job fairs: who comes, what they offer, and the entry for a calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from icalendar import Calendar, Event

from city_sites.enums import FairMode
from city_sites.models import FairPage
from jobs.enums import VerificationState
from jobs.models import Vacancy

VACANCIES_SHOWN = 20


def fair_context(*, fair: FairPage) -> dict[str, Any]:
    """`employers`: verified ones in their order with `vacancies`, how many public ones each has;
    `vacancies`: the newest of all of them; `is_over`."""
    rows = list(
        fair.employers.filter(employer__verification=VerificationState.VERIFIED)
        .select_related("employer")
        .order_by("sort_order")
    )
    public = Vacancy.objects.public().filter(employer__in=[row.employer_id for row in rows])
    counts = dict(public.values_list("employer").annotate(number=Count("pk")))
    return {
        "employers": [(row, counts.get(row.employer_id, 0)) for row in rows],
        "vacancies": public.select_related("employer").newest_first()[:VACANCIES_SHOWN],
        "is_over": fair.ends_at < timezone.now(),
    }


def fair_calendar(*, fair: FairPage, address: str) -> bytes:
    """The fair as a calendar file (RFC 5545), times in UTC.

    Args:
        address: of the fair's page.
    """
    event = Event()
    event.add("uid", f"fair-{fair.pk}@{settings.PORTAL_HOST}")
    event.add("dtstamp", (fair.last_published_at or timezone.now()).astimezone(dt.UTC))
    event.add("dtstart", fair.starts_at.astimezone(dt.UTC))
    event.add("dtend", fair.ends_at.astimezone(dt.UTC))
    event.add("summary", fair.title)
    event.add("location", fair.link if fair.mode == FairMode.ONLINE else fair.place)
    event.add("description", fair.summary)
    event.add("url", address)
    calendar = Calendar()
    calendar.add("prodid", "-//China Labour Market//portal//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
