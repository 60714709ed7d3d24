"""What is to be done with a chunk of rows, decided from the rows and from what the portal has of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from jobs.enums import CloseReason, Outcome, VacancyState
from jobs.feeds.draft import Draft
from jobs.feeds.judge import RowJudge
from jobs.feeds.readers import RawRow

OPENED_BY_FEED = frozenset(
    {CloseReason.MISSING_FROM_FEED, CloseReason.CLOSED_BY_FEED, CloseReason.EXPIRED, CloseReason.REFUSED}
)
"""Closed for these reasons, a vacancy opens again when the feed sends it again; else a hand closed it."""
_LIVE = frozenset({VacancyState.OPEN, VacancyState.PAUSED})


class Known(NamedTuple):
    """What the portal has of a row's vacancy; hashes are 16 bytes.

    The last three are left out where a row is known by its hash.
    """

    external_id: str
    id: int
    raw_hash: bytes
    state: str
    close_reason: str
    expires_on: date | None
    expiry_stated: bool
    warnings: list[str]
    is_verified: bool
    content_hash: bytes = b""
    published_at: datetime | None = None
    duplicate_key: bytes | None = None

    @property
    def is_live(self) -> bool:
        return self.state in _LIVE

    @property
    def closed_by_hand(self) -> bool:
        return self.state == VacancyState.CLOSED and self.close_reason not in OPENED_BY_FEED


@dataclass(slots=True)
class IdentifiedRow:
    """A row with its id, the hash of what was sent, and what the portal has of its vacancy.

    repeats: the file had this id before.
    """

    row: RawRow
    raw_hash: bytes
    external_id: str = ""
    known: Known | None = None
    repeats: bool = False


@dataclass(slots=True)
class Receipt:
    row: int
    external_id: str
    outcome: Outcome
    reasons: list[str]


@dataclass(slots=True)
class ChunkPlan:
    """Everything that one transaction will write for a chunk of rows."""

    staged: list[Draft] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    closes: dict[CloseReason, list[int]] = field(default_factory=dict)
    sent_otherwise: list[tuple[int, str]] = field(default_factory=list)
    """(vacancy, new raw hash as hex): written differently, meaning the same."""
    refreshed: list[int] = field(default_factory=list)
    """Vacancies whose default validity is more than half over and that are still sent."""
    left_keys: list[bytes] = field(default_factory=list)
    """Duplicate keys that a vacancy may leave."""
    unmapped: dict[str, Counter[str]] = field(default_factory=dict)
    """Field → word that no list knows → rows."""
    waiting: list[tuple[Draft, Receipt]] = field(default_factory=list)
    """Rows whose receipt still needs to know whether the employer is verified."""

    @property
    def outcomes(self) -> Counter[Outcome]:
        return Counter(receipt.outcome for receipt in self.receipts)

    @property
    def reasons(self) -> Counter[str]:
        return Counter(reason for receipt in self.receipts for reason in receipt.reasons)

    def close(self, vacancy: Known, reason: CloseReason) -> None:
        self.closes.setdefault(reason, []).append(vacancy.id)
        if vacancy.duplicate_key:
            self.left_keys.append(vacancy.duplicate_key)


def plan_chunk(rows: list[IdentifiedRow], judge: RowJudge) -> ChunkPlan:
    """Decide what becomes of each row. Pure but for the judge's memory of words."""
    plan = ChunkPlan()
    fresh: list[tuple[IdentifiedRow, Draft]] = []
    for row in rows:
        have = row.known
        if row.repeats:
            _refuse(plan, row, ["duplicate_id"])
        elif have and have.raw_hash == row.raw_hash and stands(have, judge.today):
            _unchanged(plan, row, have, judge)
        else:
            fresh.append((row, judge.draft(row.external_id, row.row)))
    judge.classify([draft for _, draft in fresh if not draft.errors and not draft.closes])
    for row, draft in fresh:
        _decide(plan, row, draft, row.known, judge)
    plan.receipts.sort(key=lambda receipt: receipt.row)
    plan.unmapped = judge.take_unmapped()
    return plan


def stands(have: Known, today: date) -> bool:
    """Whether a row sent as before leaves its vacancy as it is."""
    if have.is_live or have.closed_by_hand:
        return True
    is_over = have.expiry_stated and have.expires_on is not None and have.expires_on < today
    return have.close_reason == CloseReason.EXPIRED and is_over


def _refuse(plan: ChunkPlan, row: IdentifiedRow, reasons: list[str]) -> None:
    plan.receipts.append(Receipt(row.row.number, row.external_id[:100], Outcome.REFUSED, reasons))


def _unchanged(
    plan: ChunkPlan, row: IdentifiedRow, have: Known, judge: RowJudge, draft: Draft | None = None
) -> None:
    receipt = Receipt(row.row.number, row.external_id, Outcome.UNCHANGED, have.warnings)
    plan.receipts.append(receipt)
    if have.closed_by_hand:
        receipt.reasons = [*have.warnings, "closed_by_hand"]
    elif not have.is_verified and "employer_missing" not in have.warnings:
        if draft and judge.vouched:  # the feed may vouch since it was last read
            receipt.reasons = list(have.warnings)
            plan.waiting.append((draft, receipt))
        else:
            receipt.reasons = [*have.warnings, "employer_unverified"]
    if have.is_live and not have.expiry_stated and _is_half_over(have.expires_on, judge):
        plan.refreshed.append(have.id)


def _is_half_over(expires_on: date | None, judge: RowJudge) -> bool:
    half = timedelta(days=judge.validity_days / 2)
    return expires_on is None or expires_on - judge.today < half


def _decide(plan: ChunkPlan, row: IdentifiedRow, draft: Draft, have: Known | None, judge: RowJudge) -> None:
    if draft.errors:
        _refuse(plan, row, draft.errors)
        return
    if draft.closes:
        _close_by_name(plan, row, have)
        return
    judge.seal(draft, row.raw_hash)
    if draft.errors:  # a rule of law: the old version goes too
        _refuse(plan, row, draft.errors)
        if have and have.is_live:
            plan.close(have, CloseReason.REFUSED)
        return
    if have and have.content_hash.hex() == draft.content_hash and stands(have, judge.today):
        plan.sent_otherwise.append((have.id, draft.raw_hash))
        _unchanged(plan, row, have, judge, draft)
        return
    _stage(plan, row, draft, have)


def _close_by_name(plan: ChunkPlan, row: IdentifiedRow, have: Known | None) -> None:
    if have is None:
        _refuse(plan, row, ["close_unknown_id"])
        return
    outcome = Outcome.CLOSED if have.is_live else Outcome.UNCHANGED
    plan.receipts.append(Receipt(row.row.number, row.external_id, outcome, []))
    if have.is_live:
        plan.close(have, CloseReason.CLOSED_BY_FEED)


def _stage(plan: ChunkPlan, row: IdentifiedRow, draft: Draft, have: Known | None) -> None:
    reasons = list(draft.warnings)
    if "already_expired" in reasons:
        draft.state, draft.close_reason = VacancyState.CLOSED.value, CloseReason.EXPIRED.value
    if have:
        if have.closed_by_hand:
            draft.state, draft.close_reason = VacancyState.CLOSED.value, have.close_reason
            reasons.append("closed_by_hand")
        elif have.state == VacancyState.CLOSED and draft.state == VacancyState.OPEN:
            reasons.append("reopened")
        elif have.state == VacancyState.PAUSED and draft.state == VacancyState.OPEN:
            draft.state = VacancyState.PAUSED.value
        draft.published_at = draft.published_at or have.published_at
        if have.duplicate_key:
            plan.left_keys.append(have.duplicate_key)
    receipt = Receipt(row.row.number, row.external_id, Outcome.CHANGED if have else Outcome.NEW, reasons)
    plan.staged.append(draft)
    plan.receipts.append(receipt)
    if draft.employer_key:
        plan.waiting.append((draft, receipt))
