"""Verification of employers: before it, no vacancy of theirs is public by any route."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import audit
from jobs.enums import VacancyState, VerificationBasis, VerificationState
from jobs.feeds import store
from jobs.models import Employer, Vacancy


def employer_verify(
    *,
    employer: Employer,
    by: User | None,
    basis: VerificationBasis = VerificationBasis.STAFF,
    note: str = "",
) -> Employer:
    """Verify an employer on somebody's word: its open vacancies become public."""
    return _judge(employer, VerificationState.VERIFIED, basis.value, note, by)


def employer_refuse(*, employer: Employer, by: User | None, note: str) -> Employer:
    """Refuse to verify an employer, or take a verification back: its vacancies are public no more."""
    return _judge(employer, VerificationState.REFUSED, "", note, by)


@transaction.atomic
def employer_unverify(
    *,
    employer: Employer,
    found: VerificationState,
    state: VerificationState,
    basis: str,
    note: str,
    by: User,
) -> bool:
    """Take a judgement back: the employer stands as it did before it, and so do its vacancies.

    Args:
        found: what the judgement made of it; false is given where it is something else by now.
        state, basis, note: how it stood before.
    """
    if Employer.objects.select_for_update().get(pk=employer.pk).verification != found:
        return False
    _judge(employer, state, basis, note, by)
    return True


@transaction.atomic
def _judge(employer: Employer, state: VerificationState, basis: str, note: str, by: User | None) -> Employer:
    now = timezone.now()
    locked = Employer.objects.select_for_update().get(pk=employer.pk)
    locked.verification, locked.verification_basis = state, basis
    locked.verification_note = note[:200]
    locked.verified_at = now if state == VerificationState.VERIFIED else None
    locked.save(
        update_fields=["verification", "verification_basis", "verification_note", "verified_at", "updated_at"]
    )
    rows = Vacancy.objects.filter(employer=locked, state=VacancyState.OPEN).values_list("pk", "duplicate_key")
    moved = store.resolve_duplicates((key.hex for _, key in rows if key), now)
    store.write_outbox([*(pk for pk, _ in rows), *moved], now)
    audit(
        actor=by, act="employer_verify", subject=locked, region=locked.region, state=state.value,
        basis=basis, note=locked.verification_note,
    )  # fmt: skip
    return locked
