"""`python -m tests.browser.alerts_due TITLE`: a vacancy came half an hour ago; alerts are due and sent."""

from __future__ import annotations

import datetime as dt
import sys

import django


def build(title: str) -> None:
    from django.utils import timezone

    from jobs.feeds.store import write_outbox
    from jobs.models import Employer
    from search.alerts import tasks
    from search.client import client, read_alias
    from search.indexing import outbox_drain
    from search.models import SavedSearch
    from search.shown import mark_shown
    from tests.factories import VacancyFactory

    now = timezone.now()
    vacancy = VacancyFactory(title=title, employer=Employer.objects.order_by("pk").first(), region="420115")
    shown = now - dt.timedelta(minutes=30)
    mark_shown([vacancy.pk], at=shown)
    write_outbox([vacancy.pk], now)
    outbox_drain()
    client().indices.refresh(index=read_alias())
    SavedSearch.objects.active().update(told_until=shown - dt.timedelta(seconds=1), next_run_at=now)
    tasks.alerts_send.apply().get()


if __name__ == "__main__":
    django.setup()
    build(sys.argv[1])
