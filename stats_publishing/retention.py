"""How long rows of wage surveys are kept: half a year where nobody finishes them, else three years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts import retention
from accounts.services import audit
from stats_publishing.models import WageSurvey
from stats_publishing.services import survey_files
from stats_publishing.wage_enums import COUNTED, SurveyState

UNFINISHED = (SurveyState.FAILED, SurveyState.CHECKED)


def register() -> None:
    retention.register(retention.in_batches("wage surveys left lying", due=_left, end=surveys_give_up))
    retention.register(retention.in_batches("rows of wage surveys", due=_outlived, end=surveys_rows_remove))


def _left(now: dt.datetime) -> QuerySet[WageSurvey]:
    since = now - dt.timedelta(days=settings.WAGE_SURVEY_LEFT_DAYS)
    return WageSurvey.objects.filter(state__in=UNFINISHED, created_at__lt=since)


def _outlived(now: dt.datetime) -> QuerySet[WageSurvey]:
    """Surveys whose tables were approved, or at least made, so long ago that their rows have served."""
    since = now - dt.timedelta(days=settings.WAGE_SURVEY_KEPT_DAYS)
    counted = WageSurvey.objects.filter(state__in=COUNTED, rows_gone_at=None)
    return counted.alias(done_at=Coalesce("approved_at", "tabulated_at")).filter(done_at__lt=since)


def surveys_give_up(surveys: Sequence[WageSurvey]) -> None:
    """Their files go when it is certain that nobody works on them any more."""
    for survey in surveys:
        transaction.on_commit(partial(survey_files.remove_all, survey))
    WageSurvey.objects.filter(pk__in=[survey.pk for survey in surveys]).update(state=SurveyState.DISCARDED)


def surveys_rows_remove(surveys: Sequence[WageSurvey]) -> None:
    """The rows of employees go; the tables, and who made and approved them, stay.

    The files go first: killed in between, the next night finds the survey once more, and files that are gone
    are no error.
    """
    for survey in surveys:
        survey_files.remove_all(survey)
        survey.rows_gone_at = timezone.now()
        survey.save(update_fields=["rows_gone_at"])
        audit(
            actor=None, act="survey_rows_remove", subject=survey, region=survey.region, year=survey.year,
            rows=survey.rows,
        )  # fmt: skip
