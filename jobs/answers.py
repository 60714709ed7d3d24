"""How reliably an employer answers those who apply (答复率)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from jobs.enums import ApplicationState
from jobs.models import Application, ApplicationEvent, Employer

PERIOD = dt.timedelta(days=365)
FEWEST = 5
"""Of fewer applications no rate is shown: it would say nothing."""
ANSWERS = (
    ApplicationState.INVITED,
    ApplicationState.INTERVIEW,
    ApplicationState.OFFERED,
    ApplicationState.HIRED,
    ApplicationState.REFUSED,
)


@dataclass(frozen=True, slots=True)
class AnswerRate:
    """`answered` of `applications` had an answer within `days`."""

    applications: int
    answered: int
    days: int

    @property
    def percent(self) -> int:
        return round(100 * self.answered / self.applications)


def answer_rate(employer: Employer, *, now: dt.datetime | None = None) -> AnswerRate | None:
    """The share of applications that a person of the employer answered in time.

    Method: applications to its vacancies sent in the last 365 days, at least `ANSWER_WITHIN_DAYS` ago, but
    those withdrawn before an answer and within that time. An answer is the first move to an invitation, an
    interview, an offer, a hiring or a refusal; that somebody looked, or that the vacancy closed, is none.
    None for fewer than 5 applications.
    """
    now = now or timezone.now()
    within = dt.timedelta(days=settings.ANSWER_WITHIN_DAYS)
    in_time = ApplicationEvent.objects.filter(
        application=OuterRef("pk"), at__lte=OuterRef("sent_at") + within
    )
    counted = Application.objects.filter(
        vacancy__employer=employer, sent_at__gt=now - PERIOD, sent_at__lte=now - within
    ).annotate(
        answered=Exists(in_time.filter(to_state__in=ANSWERS)),
        withdrawn=Exists(in_time.filter(to_state=ApplicationState.WITHDRAWN)),
    )
    counted = counted.exclude(Q(withdrawn=True) & Q(answered=False))
    total = counted.count()
    if total < FEWEST:
        return None
    return AnswerRate(total, counted.filter(answered=True).count(), settings.ANSWER_WITHIN_DAYS)
