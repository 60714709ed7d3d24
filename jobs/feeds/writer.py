"""One chunk after the other into PostgreSQL: identify, look up, plan, write, count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jobs.enums import Outcome
from jobs.feeds import store
from jobs.feeds.chunk import ChunkPlan, IdentifiedRow, plan_chunk, stands
from jobs.feeds.employers import EmployerBook
from jobs.feeds.judge import RowJudge
from jobs.feeds.readers import RawRow
from jobs.feeds.seen import SeenIds
from jobs.models import CityFeed, FeedReceipt, FeedRun, Vacancy

MOST_UNMAPPED_WORDS = 200
"""Words kept for each field of a run: the most frequent."""


class ChunkWriter:
    """Writes the chunks of one run; `hashed` and `plan` may run in a thread beside the others."""

    def __init__(self, *, feed: CityFeed, run: FeedRun, judge: RowJudge) -> None:
        self.feed = feed
        self.run = run
        self.judge = judge
        self.employers = EmployerBook(feed)
        self._seen = SeenIds()

    def remember_done(self) -> None:
        """Before going on with a run: the ids that its rows had so far."""
        done = FeedReceipt.objects.filter(run=self.run).exclude(external_id="")
        ids: list[str] = []
        for external_id in done.values_list("external_id", flat=True).iterator(chunk_size=10_000):
            ids.append(external_id)
            if len(ids) == 10_000:
                self._seen.add(ids)
                ids = []
        self._seen.add(ids)

    def hashed(self, rows: Iterable[RawRow]) -> list[IdentifiedRow]:
        """Rows with the hash of what was sent. Touches no database."""
        return [IdentifiedRow(row, self.judge.row_hash(row)) for row in rows]

    def identify(self, rows: list[IdentifiedRow]) -> None:
        """Tell whose row each is and what the portal has of it; only rows are parsed that were not
        sent before or whose vacancy may have to open again."""
        store.statistics_keep_up()
        sent_before = store.known_by_hash(self.feed, (row.raw_hash for row in rows))
        others = []
        for row in rows:
            known = sent_before.get(row.raw_hash)
            if known and stands(known, self.judge.today):
                row.known, row.external_id = known, known.external_id
            else:
                row.external_id = self.judge.row_id(row.row)
                others.append(row)
        named = [row.external_id for row in others if row.external_id]
        by_id = store.known_by_id(self.feed, named) if named else {}
        for row in others:
            row.known = by_id.get(row.external_id)
        repeats = self._seen.add([row.external_id for row in rows])
        for row, again in zip(rows, repeats, strict=True):
            row.repeats = again and bool(row.external_id)

    def plan(self, rows: list[IdentifiedRow]) -> ChunkPlan:
        """What is to be done with identified rows. Touches no database."""
        return plan_chunk(rows, self.judge)

    def write(self, plan: ChunkPlan, *, bytes_read: int = 0) -> None:
        """The plan, its receipts, the outbox and the run's counts, in one transaction."""
        now = timezone.now()
        with transaction.atomic():
            verified = self.employers.resolve([draft for draft, _ in plan.waiting], now)
            self._settle_receipts(plan)
            changed = store.upsert_staged(self.feed, plan, now)
            store.update_sent_otherwise(plan)
            changed += store.refresh_validity(
                plan, today=self.judge.today, validity_days=self.judge.validity_days
            )
            for reason, ids in plan.closes.items():
                changed += store.close_vacancies(ids, reason, now)
            keys = [draft.duplicate_key for draft in plan.staged if draft.duplicate_key]
            if verified:
                earlier = Vacancy.objects.filter(employer__in=verified, state="open").exclude(pk__in=changed)
                for key, duplicate_key in earlier.values_list("pk", "duplicate_key"):
                    changed.append(key)
                    if duplicate_key:
                        keys.append(duplicate_key.hex)
            changed += store.resolve_duplicates([*keys, *plan.left_keys], now)
            store.copy_receipts(self.run, plan.receipts)
            store.write_outbox(changed, now)
            self._count(plan, now, bytes_read)

    def _settle_receipts(self, plan: ChunkPlan) -> None:
        for draft, receipt in plan.waiting:
            if not self.employers.is_verified(draft.employer_id):
                receipt.reasons.append("employer_unverified")

    def _count(self, plan: ChunkPlan, now: datetime, bytes_read: int) -> None:
        run, outcomes = self.run, plan.outcomes
        run.rows_done += len(plan.receipts)
        run.count_new += outcomes[Outcome.NEW]
        run.count_changed += outcomes[Outcome.CHANGED]
        run.count_unchanged += outcomes[Outcome.UNCHANGED]
        run.count_closed += outcomes[Outcome.CLOSED]
        run.count_refused += outcomes[Outcome.REFUSED]
        run.reason_counts = dict(Counter(run.reason_counts) + plan.reasons)
        run.unmapped = self._merged_unmapped(plan)
        run.bytes_read = bytes_read or run.bytes_read
        run.heartbeat_at = now
        run.save(
            update_fields=[
                "rows_done", "count_new", "count_changed", "count_unchanged", "count_closed",
                "count_refused", "reason_counts", "unmapped", "bytes_read", "heartbeat_at",
            ]
        )  # fmt: skip

    def _merged_unmapped(self, plan: ChunkPlan) -> dict[str, dict[str, int]]:
        """The run's unmapped words with those of the chunk."""
        merged = {field: Counter(words) for field, words in self.run.unmapped.items()}
        for field, words in plan.unmapped.items():
            merged[field] = merged.get(field, Counter()) + words
        return {field: dict(words.most_common(MOST_UNMAPPED_WORDS)) for field, words in merged.items()}
