"""Moderation of vacancies by the city's staff: what waits for a look, what is decided, what is closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.enums import NATION
from accounts.models import User
from accounts.services import audit
from jobs.enums import CloseReason, VacancyState, Verdict, VerdictReason
from jobs.feeds.compliance import CAUTIONS
from jobs.feeds.reasons import reason_words
from jobs.mails import mail_later
from jobs.models import ReviewRule, Vacancy, VacancyDecision
from jobs.posting import content_of
from jobs.services.applications import applications_reopen_for
from jobs.services.vacancies import vacancy_close, vacancy_move
from standards.regions import ancestors


class NotInReview(ValueError):
    """The vacancy does not wait for a decision (any more)."""


class SamePerson(ValueError):
    """Two people decide here, and this is the one who proposed it."""


def doubts() -> list[tuple[str, str]]:
    """Codes and words of what may stop a vacancy: what the rules are in doubt about, and the law allows."""
    return [(code, reason_words(code)) for code in CAUTIONS]


def review_rule(region: str) -> ReviewRule:
    """The rule that holds in a region: its own, or that of the nearest region above it."""
    codes = [region, *(unit.code for unit in reversed(ancestors(region))), NATION]
    found = {rule.region: rule for rule in ReviewRule.objects.filter(region__in=codes)}
    return next((found[code] for code in codes if code in found), ReviewRule(region=region))


def stopping(region: str, warnings: Iterable[str], *, seen: Iterable[str] = ()) -> list[str]:
    """Which of a vacancy's warnings stop it in its region; those that somebody has `seen` do not."""
    known = set(seen)
    doubtful = [code for code in warnings if code not in known]
    return [code for code in doubtful if code in review_rule(region).stops] if doubtful else []


@transaction.atomic
def review_rule_set(*, region: str, stops: list[str], needs_two: bool, by: User) -> ReviewRule:
    """Say what a region's vacancies are looked at for. What waits already goes on waiting."""
    known = dict(doubts())
    if unknown := [code for code in stops if code not in known]:
        raise ValueError(f"no such doubts: {', '.join(unknown)}")
    rule, _created = ReviewRule.objects.update_or_create(
        region=region, defaults={"stops": stops, "needs_two": needs_two}
    )
    audit(actor=by, act="review_rule_set", subject=rule, region=region, stops=stops, needs_two=needs_two)
    return rule


@transaction.atomic
def vacancy_decide(
    *,
    vacancy: Vacancy,
    verdict: Verdict,
    reasons: list[VerdictReason] | None = None,
    note: str = "",
    by: User,
) -> VacancyDecision:
    """Say whether a vacancy in review may be public, or goes back to its employer with the reasons.

    Where two people decide, the first one's word is a proposal, and nothing happens yet; the second one's
    holds, whatever it is.

    Args:
        verdict: APPROVED or SENT_BACK.
        reasons: why it is sent back; its employer reads them and the note, by mail and at its desk.
    Raises:
        NotInReview
        SamePerson: the one who proposed it decides again.
        NotReady: it was changed meanwhile and breaks a rule.
    """
    from jobs.services.vacancy_editing import vacancy_check

    locked = Vacancy.objects.select_for_update().get(pk=vacancy.pk)
    if locked.state != VacancyState.IN_REVIEW or verdict not in (Verdict.APPROVED, Verdict.SENT_BACK):
        raise NotInReview(locked.state)
    if verdict == Verdict.APPROVED:
        vacancy_check(content=content_of(locked))
    now, rule = timezone.now(), review_rule(locked.region)
    proposal = locked.decisions.filter(decided_at=None).first()
    if proposal and proposal.by_id == by.pk:
        raise SamePerson(str(by.pk))
    if proposal and proposal.verdict != verdict:
        proposal.delete()  # the trail keeps what was proposed
    decision = proposal if proposal and proposal.verdict == verdict else _decision(locked, verdict, by)
    decision.reasons = [reason.value for reason in reasons] if reasons else decision.reasons
    decision.note = note or decision.note
    decision.seconded_by = by if proposal else None
    is_final = bool(proposal) or not rule.needs_two
    decision.decided_at = now if is_final else None
    decision.save()
    audit(
        actor=by, act="vacancy_decide", subject=locked, region=locked.region, verdict=verdict.value,
        reasons=decision.reasons, is_final=is_final,
    )  # fmt: skip
    if is_final:
        target = VacancyState.OPEN if verdict == Verdict.APPROVED else VacancyState.DRAFT
        vacancy_move(vacancy=locked, to=target, by=by)
        mail_later("vacancy_decision", decision.pk)
    return decision


@transaction.atomic
def vacancy_approval_undo(*, vacancy: Vacancy, decision: int, by: User) -> bool:
    """Have a vacancy wait again as if it had not been approved; false where it moved on since."""
    locked = Vacancy.objects.select_for_update().get(pk=vacancy.pk)
    found = locked.decisions.filter(pk=decision, verdict=Verdict.APPROVED).first()
    if found is None or locked.state != VacancyState.OPEN:
        return False
    waiting_since = found.waiting_since
    found.delete()
    moved = vacancy_move(vacancy=locked, to=VacancyState.IN_REVIEW, by=by)
    moved.state_at = waiting_since or moved.state_at
    moved.save(update_fields=["state_at"])
    return True


@transaction.atomic
def vacancy_staff_close(
    *, vacancy: Vacancy, reasons: list[VerdictReason], note: str, by: User
) -> dict[str, Any]:
    """Close a vacancy by the word of the city's staff: whoever applied is told, its employer too, with why.

    Gives what `vacancy_staff_reopen` needs.

    Raises:
        InvalidTransition: it is closed already.
    """
    before = vacancy.state
    closed = vacancy_close(vacancy=vacancy, reason=CloseReason.BY_STAFF, by=by)
    decision = _decision(closed, Verdict.CLOSED, by)
    decision.reasons, decision.note = [reason.value for reason in reasons], note
    decision.decided_at = closed.state_at
    decision.save()
    mail_later("vacancy_decision", decision.pk)
    return {"before": before, "closed_at": closed.state_at.isoformat()}


@transaction.atomic
def vacancy_staff_reopen(*, vacancy: Vacancy, closed_at: dt.datetime, before: str, by: User) -> bool:
    """Take a closing back: the vacancy stands as before, and so do the applications that closed with it.

    Gives false where something else happened to it since, or its last day has passed.
    """
    locked = Vacancy.objects.select_for_update().get(pk=vacancy.pk)
    is_same = locked.close_reason == CloseReason.BY_STAFF and locked.state_at == closed_at
    is_over = locked.expires_on is not None and locked.expires_on < timezone.localdate()
    if not is_same or is_over:
        return False
    opened = vacancy_move(vacancy=locked, to=VacancyState.OPEN, by=by)
    if before == VacancyState.PAUSED:
        opened = vacancy_move(vacancy=opened, to=VacancyState.PAUSED, by=by)
    applications_reopen_for(vacancy=opened, closed_at=closed_at, by=by)
    decision = _decision(opened, Verdict.REOPENED, by)
    decision.decided_at = opened.state_at
    decision.save()
    mail_later("vacancy_decision", decision.pk)
    return True


def _decision(vacancy: Vacancy, verdict: Verdict, by: User) -> VacancyDecision:
    waits = vacancy.state == VacancyState.IN_REVIEW
    return VacancyDecision(
        vacancy=vacancy, region=vacancy.region, verdict=verdict.value, by=by, at=timezone.now(),
        stopped_by=stopping(vacancy.region, vacancy.warnings) if waits else [],
        waiting_since=vacancy.state_at if waits else None,
    )  # fmt: skip
