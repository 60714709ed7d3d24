"""What is kept of applications when the person behind them is erased."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from jobs.enums import UNDER_WAY, ApplicationState
from jobs.models import Application
from jobs.models.application import ApplicationRecord


@transaction.atomic
def applications_record(*, user: User) -> int:
    """Write a record that names nobody for each of a person's applications; how many.

    Called while the person is erased: the applications themselves go with the profile. Those under way end
    as withdrawn.
    """
    now = timezone.now()
    sent = Application.objects.filter(seeker__user=user).order_by("pk").prefetch_related("events")
    records = [_record(application, now) for application in sent]
    return len(ApplicationRecord.objects.bulk_create(records))


def _record(application: Application, now: dt.datetime) -> ApplicationRecord:
    record = ApplicationRecord(
        vacancy_id=application.vacancy_id,
        sent_at=application.sent_at,
        state=application.state,
        state_at=application.state_at,
        moves=[
            {"at": event.at.isoformat(), "from": event.from_state, "to": event.to_state}
            for event in application.events.all()
        ],
    )
    if application.state in UNDER_WAY:
        record.state, record.state_at = ApplicationState.WITHDRAWN, now
    return record
