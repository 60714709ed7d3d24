"""Surveys of wages: a file arrives, is read and checked, its findings are decided, its tables are made."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, Final
from uuid import uuid4

import polars as pl
import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import region_prefix
from accounts.services import audit
from jobs.feeds.reasons import RunError, reason_words
from jobs.services.locks import advisory_lock, advisory_lock_is_held
from standards.regions import is_city
from stats_publishing.models import DatasetVersion, WageFinding, WageSurvey
from stats_publishing.services import survey_files
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.survey_reading import file_read, rows_check, rows_join
from stats_publishing.services.survey_rows import counted_rows
from stats_publishing.tables import checksum_of
from stats_publishing.wage_enums import (
    COUNTED,
    LIVE,
    MOVES,
    UNDER_WAY,
    Decision,
    SurveyState,
    decisions_for,
)

_LOCKS: Final = 0x7761_6765
"""The first key of our two-key advisory locks: "wage"."""
log = structlog.get_logger(__name__)


def survey_create(
    *, region: str, year: int, file: File[Any], by: User | None, is_demo: bool = False, enqueue: bool = True
) -> WageSurvey:
    """Keep the file of a survey and queue its reading.

    Args:
        enqueue: false where the caller does the work itself.
    Raises:
        ValidationError: "file_empty", "file_too_large" or "under_way"; nothing is kept.
    """
    if not file.size:
        raise ValidationError(reason_words("file_empty"), code="file_empty")
    if file.size > settings.WAGE_SURVEY_MAX_BYTES:
        raise ValidationError(reason_words("file_too_large"), code="file_too_large")
    checksum = hashlib.sha256()
    for block in file.chunks(1024 * 1024):
        checksum.update(block)
    file.seek(0)
    survey = WageSurvey(
        public_id=uuid4(),
        region=region,
        year=year,
        file_name=(file.name or "").rsplit("/", 1)[-1][-200:],
        file_size=file.size,
        file_checksum=checksum.hexdigest(),
        is_demo=is_demo,
        sent_by=by,
    )
    _refuse_second(survey)
    survey.file.save("sent", file, save=False)
    return _created(survey, by, enqueue=enqueue)


def survey_pool(
    *, region: str, year: int, by: User | None, is_demo: bool = False, enqueue: bool = True
) -> WageSurvey:
    """Make one survey of the newest surveys of the cities below a province, or of the country.

    Raises:
        NotPossible: no city has one whose findings are decided.
        ValidationError: "under_way".
    """
    sources = surveys_below(region=region, year=year)
    if not sources:
        raise NotPossible(_("No city of the region has a survey of that year with tables yet."))
    survey = WageSurvey(
        public_id=uuid4(),
        region=region,
        year=year,
        is_pooled=True,
        sources=[source.pk for source in sources],
        file_checksum=checksum_of([source.file_checksum for source in sources]),
        is_demo=is_demo,
        sent_by=by,
    )
    _refuse_second(survey)
    return _created(survey, by, enqueue=enqueue)


def surveys_below(*, region: str, year: int) -> list[WageSurvey]:
    """For each city in a region its newest survey whose findings are decided."""
    found = WageSurvey.objects.filter(
        year=year,
        state__in=COUNTED,
        is_pooled=False,
        rows_gone_at=None,
        region__startswith=region_prefix(region),
    ).order_by("region", "-pk")
    newest: dict[str, WageSurvey] = {}
    for survey in found:
        if is_city(survey.region):
            newest.setdefault(survey.region, survey)
    return list(newest.values())


def _refuse_second(survey: WageSurvey) -> None:
    if WageSurvey.objects.filter(region=survey.region, year=survey.year, state__in=LIVE).exists():
        raise ValidationError(
            _("A survey of this region and year is being worked on: approve it or give it up first."),
            code="under_way",
        )


def _created(survey: WageSurvey, by: User | None, *, enqueue: bool) -> WageSurvey:
    try:
        with transaction.atomic():
            survey.save(force_insert=True)
            audit(
                actor=by, act="survey_create", subject=survey, region=survey.region, year=survey.year,
                bytes=survey.file_size, sha256=survey.file_checksum, pooled=survey.is_pooled,
            )  # fmt: skip
            if enqueue:
                _work_later(survey)
    except IntegrityError:
        survey_files.remove_all(survey)
        _refuse_second(survey)
        raise
    return survey


@transaction.atomic
def finding_decide(
    *, finding: WageFinding, decision: Decision, reason: str, by: User, at: dt.datetime
) -> WageFinding:
    """Say what becomes of the rows of a finding, and why.

    Raises:
        ValidationError: the decision does not fit the check, or there is no reason.
        NotPossible: the survey's tables are being made or were made.
    """
    survey = _locked(finding.survey_id, SurveyState.CHECKED)
    if decision not in decisions_for(finding.check_code):
        raise ValidationError({"decision": _("This cannot be decided of such rows.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Write down why, for whoever approves the tables.")})
    locked = WageFinding.objects.select_for_update().get(pk=finding.pk)
    locked.decision, locked.reason, locked.decided_by, locked.decided_at = decision, reason.strip(), by, at
    locked.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
    audit(
        actor=by, act="survey_finding_decide", subject=survey, region=survey.region,
        check=finding.check_code, rows=finding.rows, decision=decision.value, reason=reason.strip(),
    )  # fmt: skip
    return locked


@transaction.atomic
def survey_population(
    *, survey: WageSurvey, population: Sequence[tuple[str, str, int]], tail: int, by: User
) -> WageSurvey:
    """Set what weights are made from ([] for none) and which tail the high and low levels take.

    Raises:
        NotPossible: the survey's tables are being made or were made.
    """
    locked = _locked(survey.pk, SurveyState.CHECKED)
    locked.population, locked.tail = [list(row) for row in population], tail
    locked.save(update_fields=["population", "tail"])
    audit(
        actor=by, act="survey_population", subject=locked, region=locked.region, cells=len(population),
        tail=tail,
    )  # fmt: skip
    return locked


@transaction.atomic
def survey_tabulate(*, survey: WageSurvey, by: User, reason: str = "", enqueue: bool = True) -> WageSurvey:
    """Queue the making of tables.

    Args:
        reason: why figures that were frozen before are superseded.
    Raises:
        NotPossible: a finding is not decided, or tables were frozen before and no reason is given.
    """
    locked = _locked(survey.pk, SurveyState.CHECKED)
    waiting = locked.findings.filter(decision=Decision.OPEN).count()
    if waiting:
        raise NotPossible(_("%(count)s findings are not decided yet.") % {"count": waiting})
    if not reason and frozen_before(survey=locked):
        raise NotPossible(_("These figures were frozen before: say why they change."))
    locked.tabulated_by, locked.reason = by, reason
    return _moved(locked, SurveyState.TABULATING, by, "survey_tabulate", enqueue=enqueue, reason=reason)


def frozen_before(*, survey: WageSurvey) -> bool:
    """Whether wage levels of the survey's region and year were frozen before."""
    return DatasetVersion.objects.filter(
        dataset__startswith="wage-level-", region=survey.region, period=str(survey.year)
    ).exists()


@transaction.atomic
def survey_reopen(*, survey: WageSurvey, by: User) -> WageSurvey:
    """Back to its findings: the tables that were made of it stay, not approved, until others supersede them.

    Raises:
        NotPossible
    """
    locked = _locked(survey.pk, SurveyState.TABULATED)
    if locked.rows_gone_at:
        raise NotPossible(_("The rows of this survey were removed: they are kept no longer."))
    return _moved(locked, SurveyState.CHECKED, by, "survey_reopen")


@transaction.atomic
def survey_discard(*, survey: WageSurvey, by: User) -> WageSurvey:
    """Give a survey up and remove its files; nothing was published of it.

    Raises:
        NotPossible: its tables are being made, or were.
    """
    locked = _locked(survey.pk, SurveyState.UPLOADED, SurveyState.FAILED, SurveyState.CHECKED)
    transaction.on_commit(partial(survey_files.remove_all, locked))
    return _moved(locked, SurveyState.DISCARDED, by, "survey_discard")


def survey_work(*, survey_id: int) -> bool:
    """Read or tabulate what a survey waits for. Gives false where another worker is at it."""
    with _lock(survey_id) as ours:
        if ours:
            survey = WageSurvey.objects.select_related("tabulated_by").get(pk=survey_id)
            step = _STEPS.get(SurveyState(survey.state))
            if step:
                step(survey)
    return ours


def _read(survey: WageSurvey) -> None:
    try:
        if survey.is_pooled:
            rows = _pooled(survey)
        else:
            file_read(survey)
            rows = rows_join(survey)
            rows_check(survey, rows)
    except RunError as error:
        survey.error, survey.error_detail = error.code, error.detail
        _ended(survey, SurveyState.FAILED)
    except Exception:
        log.exception("survey of wages failed", survey=survey.pk)
        survey.error = "internal_error"
        _ended(survey, SurveyState.FAILED)
        raise
    else:
        survey.rows, survey.checked_at = len(rows), timezone.now()
        _ended(survey, SurveyState.CHECKED)


def _pooled(survey: WageSurvey) -> pl.DataFrame:
    sources = WageSurvey.objects.filter(pk__in=survey.sources).order_by("region")
    parts = [counted_rows(source).with_columns(region=pl.lit(source.region)) for source in sources]
    rows = pl.concat(parts).with_columns(row=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
    survey_files.keep(survey, survey_files.ROWS, rows)
    return rows


def _tabulate(survey: WageSurvey) -> None:
    from stats_publishing.services.wage_tables import wage_tables_freeze

    try:
        employees, employers = wage_tables_freeze(survey=survey, at=timezone.now())
    except NotPossible as refusal:
        survey.error, survey.error_detail = "not_tabulated", {"words": str(refusal)}
        _ended(survey, SurveyState.CHECKED)
    except Exception:
        log.exception("tables of wages failed", survey=survey.pk)
        survey.error = "internal_error"
        _ended(survey, SurveyState.CHECKED)
        raise
    else:
        survey.error, survey.error_detail = "", {}
        survey.employees, survey.employers, survey.tabulated_at = employees, employers, timezone.now()
        _ended(survey, SurveyState.TABULATED)


_STEPS: Final[dict[SurveyState, Callable[[WageSurvey], None]]] = {
    SurveyState.UPLOADED: _read,
    SurveyState.TABULATING: _tabulate,
}


def surveys_resume() -> int:
    """Queue again what is under way and nobody works on: its message was lost, or its worker died."""
    under_way = WageSurvey.objects.filter(state__in=UNDER_WAY).order_by("pk")
    left = [survey for survey in under_way if not advisory_lock_is_held(_LOCKS, survey.pk)]
    for survey in left:
        _work_later(survey)
    return len(left)


def _lock(survey_id: int) -> AbstractContextManager[bool]:
    return advisory_lock(_LOCKS, survey_id)


def _ended(survey: WageSurvey, state: SurveyState) -> None:
    """The end of a worker's step, unless somebody gave the survey up meanwhile."""
    with transaction.atomic():
        now = WageSurvey.objects.select_for_update().get(pk=survey.pk).state
        if state not in MOVES[SurveyState(now)]:
            transaction.on_commit(partial(survey_files.remove_all, survey))
            return
        survey.state = state
        survey.save()


def _locked(survey_id: int, *states: SurveyState) -> WageSurvey:
    survey = WageSurvey.objects.select_for_update(of=("self",)).get(pk=survey_id)
    if survey.state not in states:
        raise NotPossible(_("The survey has moved on: look at it again."))
    return survey


def _moved(
    survey: WageSurvey, state: SurveyState, by: User, act: str, *, enqueue: bool = True, **detail: Any
) -> WageSurvey:
    if state not in MOVES[SurveyState(survey.state)]:
        raise NotPossible(_("The survey has moved on: look at it again."))
    survey.state = state
    survey.save()
    audit(actor=by, act=act, subject=survey, region=survey.region, year=survey.year, **detail)
    if enqueue:
        _work_later(survey)
    return survey


def _work_later(survey: WageSurvey) -> None:
    from stats_publishing.tasks import wage_survey_work as task

    if survey.state in UNDER_WAY:
        transaction.on_commit(lambda: task.delay(survey.pk))
