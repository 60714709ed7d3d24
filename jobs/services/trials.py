"""Test runs: a whole file is read, judged and compared with what the portal has; nothing of it is written."""

from __future__ import annotations

import csv
import tempfile
import uuid
from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import Any

import structlog
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import audit
from jobs.enums import FeedKind, Outcome, RunState, VacancyState, VerificationState
from jobs.feeds import store
from jobs.feeds.chunk import ChunkPlan, IdentifiedRow, Receipt, plan_chunk, stands
from jobs.feeds.importer import judge_for
from jobs.feeds.profile import profile_from
from jobs.feeds.readers import in_chunks, open_source
from jobs.feeds.reasons import RunError, reason_words
from jobs.feeds.seen import SeenIds
from jobs.models import CityFeed, Employer, FeedRun, FeedTrial, Vacancy
from jobs.spreadsheets import harmless

CHUNK_ROWS = 2_000
MOST_UNMAPPED_WORDS = 200

log = structlog.get_logger(__name__)


@transaction.atomic
def feed_trial_start(*, feed: CityFeed, run: FeedRun, mapping: dict[str, Any], by: User) -> FeedTrial:
    """Queue a test run of a file by a mapping.

    Raises:
        RunError: "profile_invalid".
    """
    profile_from(mapping)
    trial = FeedTrial.objects.create(public_id=uuid.uuid4(), feed=feed, run=run, mapping=mapping, by=by)
    audit(actor=by, act="feed_trial", subject=trial, region=feed.region, feed=feed.slug)
    transaction.on_commit(partial(_enqueue, trial.pk))
    return trial


def _enqueue(trial_id: int) -> None:
    from jobs.tasks import feed_trial_execute

    feed_trial_execute.delay(trial_id)


def feed_trial_execute(*, trial_id: int) -> FeedTrial:
    """Read the file of a trial to its end; begun again, it begins at the first row."""
    trial = FeedTrial.objects.select_related("feed__profile", "run").get(pk=trial_id)
    if not trial.is_under_way:
        return trial
    trial.state, trial.rows_done = RunState.RUNNING.value, 0
    trial.save(update_fields=["state", "rows_done"])
    try:
        _Trial(trial).read()
    except FileNotFoundError:
        _fail(trial, RunError("file_missing"))
    except RunError as error:
        _fail(trial, error)
    except Exception:
        log.exception("trial of a feed failed", trial=trial.pk)
        _fail(trial, RunError("internal_error"))
        raise
    return trial


def _fail(trial: FeedTrial, error: RunError) -> None:
    trial.state, trial.error, trial.error_detail = RunState.FAILED.value, error.code, error.detail
    trial.finished_at = timezone.now()
    trial.save()


class _Trial:
    """One reading of a file: what `ChunkWriter` would do, without its writing."""

    def __init__(self, trial: FeedTrial) -> None:
        self.trial, self.feed = trial, trial.feed
        self.profile = profile_from(trial.mapping)
        self.judge = judge_for(self.feed, self.profile)
        self.outcomes: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.unmapped: dict[str, Counter[str]] = {}
        self._seen = SeenIds()
        self._named: set[int] = set()

    def read(self) -> None:
        """The whole file, its receipts as a table, the counts."""
        trial = self.trial
        with (
            trial.run.file.open("rb") as file,
            tempfile.NamedTemporaryFile("w+", encoding="utf-8-sig", newline="") as table,
        ):
            writer = csv.writer(table)
            writer.writerow(["row", "id", "outcome", "reasons", "words"])
            source = open_source(file.file, self.profile.read_options(file_format=self.feed.format))
            for chunk in in_chunks(source.rows, CHUNK_ROWS):
                for receipt in self._plan(chunk).receipts:
                    writer.writerow(_line(receipt))
                FeedTrial.objects.filter(pk=trial.pk).update(rows_done=trial.rows_done)
            if not trial.rows_done:
                raise RunError("file_empty")
            table.flush()
            with open(table.name, "rb") as written:
                trial.receipts.save("receipts.csv", File(written), save=False)
        self._finish()

    def _plan(self, chunk: Iterable[Any]) -> ChunkPlan:
        rows = [IdentifiedRow(row, self.judge.row_hash(row)) for row in chunk]
        self._identify(rows)
        plan = plan_chunk(rows, self.judge)
        self._settle(plan)
        self.trial.rows_done += len(plan.receipts)
        self.outcomes += Counter(receipt.outcome.value for receipt in plan.receipts)
        self.reasons += plan.reasons
        for field, words in plan.unmapped.items():
            self.unmapped[field] = self.unmapped.get(field, Counter()) + words
        return plan

    def _identify(self, rows: list[IdentifiedRow]) -> None:
        sent_before = store.known_by_hash(self.feed, (row.raw_hash for row in rows))
        for row in rows:
            known = sent_before.get(row.raw_hash)
            if known and stands(known, self.judge.today):
                row.known, row.external_id = known, known.external_id
            else:
                row.external_id = self.judge.row_id(row.row)
        named = [row.external_id for row in rows if row.known is None and row.external_id]
        by_id = store.known_by_id(self.feed, named) if named else {}
        repeats = self._seen.add([row.external_id for row in rows])
        for row, again in zip(rows, repeats, strict=True):
            row.known = row.known or by_id.get(row.external_id)
            row.repeats = again and bool(row.external_id)
            if row.known and row.known.is_live:
                self._named.add(row.known.id)

    def _settle(self, plan: ChunkPlan) -> None:
        """Whether the employers of waiting rows are verified, without making any."""
        if self.feed.vouches_for_employers:
            return
        drafts = [draft for draft, _ in plan.waiting]
        verified = Employer.objects.filter(verification=VerificationState.VERIFIED)
        codes = set(
            verified.filter(credit_code__in={draft.employer_code for draft in drafts} - {""}).values_list(
                "credit_code", flat=True
            )
        )
        names = set(
            verified.filter(
                region=self.feed.region, name_key__in={draft.employer_key for draft in drafts}
            ).values_list("name_key", flat=True)
        )
        for draft, receipt in plan.waiting:
            is_known = draft.employer_code in codes if draft.employer_code else draft.employer_key in names
            if not is_known:
                receipt.reasons.append("employer_unverified")

    def _finish(self) -> None:
        trial = self.trial
        live = Vacancy.objects.filter(
            feed=self.feed, state__in=(VacancyState.OPEN, VacancyState.PAUSED)
        ).count()
        trial.would_close = max(live - len(self._named), 0) if self.feed.kind == FeedKind.FULL else 0
        trial.outcomes, trial.reason_counts = dict(self.outcomes), dict(self.reasons)
        trial.unmapped = {
            field: dict(words.most_common(MOST_UNMAPPED_WORDS)) for field, words in self.unmapped.items()
        }
        trial.state, trial.finished_at = RunState.DONE.value, timezone.now()
        trial.save()


def _line(receipt: Receipt) -> list[str]:
    return [
        str(receipt.row),
        harmless(receipt.external_id),
        str(Outcome(receipt.outcome).label),
        " ".join(receipt.reasons),
        " ".join(reason_words(code) for code in receipt.reasons),
    ]
