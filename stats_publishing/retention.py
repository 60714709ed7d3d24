"""How long the rows of wage surveys are kept: those that nobody finishes go after half a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts import retention
from stats_publishing.models import WageSurvey
from stats_publishing.services import survey_files
from stats_publishing.wage_enums import SurveyState

UNFINISHED = (SurveyState.FAILED, SurveyState.CHECKED)


def register() -> None:
    retention.register(retention.in_batches("wage surveys left lying", due=_left, end=surveys_give_up))


def _left(now: dt.datetime) -> QuerySet[WageSurvey]:
    since = now - dt.timedelta(days=settings.WAGE_SURVEY_LEFT_DAYS)
    return WageSurvey.objects.filter(state__in=UNFINISHED, created_at__lt=since)


def surveys_give_up(surveys: Sequence[WageSurvey]) -> None:
    """Their files go when it is certain that nobody works on them any more."""
    for survey in surveys:
        transaction.on_commit(partial(survey_files.remove_all, survey))
    WageSurvey.objects.filter(pk__in=[survey.pk for survey in surveys]).update(state=SurveyState.DISCARDED)
