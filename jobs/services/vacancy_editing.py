"""Vacancies that employers write here: saved as drafts, published under the rules, kept up, ended."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import audit
from jobs.enums import CloseReason, VacancyState
from jobs.feeds import store
from jobs.models import Employer, Vacancy
from jobs.posting import (
    CONTENT_FIELDS,
    LONGEST_VALIDITY_DAYS,
    Advice,
    VacancyContent,
    advice_on,
    apply_content,
    content_of,
    missing,
)
from jobs.services.moderation import stopping
from jobs.services.vacancies import InvalidTransition, vacancy_close, vacancy_move

EMPLOYER_REASONS = (CloseReason.FILLED, CloseReason.FILLED_ELSEWHERE, CloseReason.CANCELLED)
_PUBLIC = (VacancyState.OPEN, VacancyState.PAUSED)


class NotReady(ValueError):
    """The vacancy may not be public as it is: `missing` by field, `advice` that refuses."""

    def __init__(self, missing: dict[str, str], advice: list[Advice]) -> None:
        super().__init__(", ".join([*missing, *(one.code for one in advice)]))
        self.missing = missing
        self.advice = advice


class NotEditable(ValueError):
    """The vacancy is closed, or comes by a feed, whose city changes it."""


def vacancy_check(*, content: VacancyContent) -> None:
    """Hold a vacancy against what it needs to be public.

    Raises:
        NotReady
    """
    lacks = missing(content, today=timezone.localdate())
    refused = [advice for advice in advice_on(content) if advice.refuses]
    if lacks or refused:
        raise NotReady(lacks, refused)


@transaction.atomic
def vacancy_draft(
    *, employer: Employer, content: VacancyContent, by: User | None, own_number: str = ""
) -> Vacancy:
    """Keep a new vacancy, however unfinished, where nobody but the employer sees it.

    Args:
        own_number: the employer's own, which no other vacancy of theirs has that is not closed.
    """
    now = timezone.now()
    vacancy = Vacancy(
        state=VacancyState.DRAFT,
        external_id=own_number,
        state_at=now,
        published_at=now,
        created_at=now,
        updated_at=now,
    )
    apply_content(vacancy, content, employer)
    vacancy.save()
    audit(actor=by, act="vacancy_draft", subject=vacancy, region=vacancy.region, employer=employer.pk)
    return vacancy


@transaction.atomic
def vacancy_edit(
    *, vacancy: Vacancy, content: VacancyContent, by: User | None, own_number: str = ""
) -> Vacancy:
    """Change what a vacancy says; what is public stays under the rules, and waits for the city's staff where
    it says now what they want to look at first.

    Args:
        own_number: the employer's own, from now on; "" leaves the one that it has.
    Raises:
        NotEditable
        NotReady: the vacancy is public and may not say this.
    """
    locked = _locked(vacancy)
    if locked.state in _PUBLIC:
        vacancy_check(content=content)
    before, old_key, seen = content_of(locked), locked.duplicate_key, locked.warnings
    assert locked.employer is not None
    apply_content(locked, content, locked.employer)
    locked.external_id = own_number or locked.external_id
    _saved(locked, old_keys=[old_key.hex] if old_key else [])
    if locked.state == VacancyState.OPEN and stopping(locked.region, locked.warnings, seen=seen):
        locked = vacancy_move(vacancy=locked, to=VacancyState.IN_REVIEW, by=by)
    changed = [name for name in CONTENT_FIELDS if getattr(before, name) != getattr(content, name)]
    audit(actor=by, act="vacancy_edit", subject=locked, region=locked.region, changed=changed)
    return locked


@transaction.atomic
def vacancy_publish(*, vacancy: Vacancy, by: User | None, on: dt.date | None = None) -> Vacancy:
    """Make a draft public, now or by itself on a later day; where its city looks at what it says first, it
    waits in review (`jobs.services.moderation`).

    Args:
        on: the day; None or one that is not to come means now.
    Raises:
        NotEditable, NotReady
        InvalidTransition: it is no draft.
    """
    locked = _locked(vacancy)
    if locked.state != VacancyState.DRAFT:
        raise InvalidTransition(f"{locked.state} → {VacancyState.OPEN.value}")
    vacancy_check(content=content_of(locked))
    if on and on > timezone.localdate():
        locked.opens_on = on
        locked.save(update_fields=["opens_on"])
        audit(actor=by, act="vacancy_schedule", subject=locked, region=locked.region, on=on)
        return locked
    locked.opens_on, locked.published_at = None, timezone.now()
    locked.save(update_fields=["opens_on", "published_at"])
    in_review = vacancy_move(vacancy=locked, to=VacancyState.IN_REVIEW, by=by)
    if stopping(in_review.region, in_review.warnings):
        return in_review
    return vacancy_move(vacancy=in_review, to=VacancyState.OPEN, by=by)


def vacancies_open_due(*, today: dt.date | None = None) -> int:
    """Publish the drafts whose day has come; gives how many. One that breaks a rule by now stays a draft."""
    due = Vacancy.objects.filter(state=VacancyState.DRAFT, opens_on__lte=today or timezone.localdate())
    opened = 0
    for vacancy in due.order_by("pk"):
        try:
            vacancy_publish(vacancy=vacancy, by=None)
        except NotReady as error:
            vacancy_unschedule(vacancy=vacancy, by=None, why=str(error))
        except InvalidTransition:
            continue
        else:
            opened += 1
    return opened


@transaction.atomic
def vacancy_unschedule(*, vacancy: Vacancy, by: User | None, why: str = "") -> Vacancy:
    """Let a draft wait for its employer again."""
    locked = _locked(vacancy)
    locked.opens_on = None
    locked.save(update_fields=["opens_on"])
    audit(actor=by, act="vacancy_unschedule", subject=locked, region=locked.region, why=why)
    return locked


@transaction.atomic
def vacancy_extend(*, vacancy: Vacancy, until: dt.date, by: User) -> Vacancy:
    """Move the last day of a vacancy; that also says that it still stands.

    Raises:
        NotEditable
        NotReady: the day is over, or more than 180 days ahead.
    """
    locked = _locked(vacancy)
    today = timezone.localdate()
    if not today <= until <= today + dt.timedelta(days=LONGEST_VALIDITY_DAYS):
        raise NotReady({"expires_on": ""}, [])
    before, locked.expires_on, locked.expiry_stated = locked.expires_on, until, True
    locked.asked_at = None
    _saved(locked)
    audit(actor=by, act="vacancy_extend", subject=locked, region=locked.region, before=before, after=until)
    return locked


@transaction.atomic
def vacancy_copy(*, vacancy: Vacancy, by: User) -> Vacancy:
    """A new draft that says the same."""
    assert vacancy.employer is not None
    return vacancy_draft(employer=vacancy.employer, content=content_of(vacancy), by=by)


@transaction.atomic
def vacancy_end(*, vacancy: Vacancy, reason: CloseReason, hired: int | None, by: User | None) -> Vacancy:
    """Close a vacancy on its employer's word; whoever applied and waits is told.

    Args:
        reason: one of `EMPLOYER_REASONS`.
        hired: how many people were found for it, here or elsewhere.
    Raises:
        InvalidTransition: it is closed already, or the reason is not an employer's.
    """
    if reason not in EMPLOYER_REASONS:
        raise InvalidTransition(reason.value)
    closed = vacancy_close(vacancy=vacancy, reason=reason, by=by)
    closed.hired = hired
    closed.save(update_fields=["hired"])
    return closed


def same_vacancies(*, employer: Employer, key: str | None, but: int | None) -> list[Vacancy]:
    """The employer's other vacancies that say the same and are not closed."""
    if key is None:
        return []
    same = Vacancy.objects.filter(employer=employer, duplicate_key=key).exclude(state=VacancyState.CLOSED)
    return list(same.exclude(pk=but or 0).order_by("pk")[:5])


def _locked(vacancy: Vacancy) -> Vacancy:
    locked: Vacancy = (
        Vacancy.objects.select_for_update(of=("self",)).select_related("employer").get(pk=vacancy.pk)
    )
    if locked.feed_id is not None or locked.state == VacancyState.CLOSED:
        raise NotEditable(locked.state)
    return locked


def _saved(vacancy: Vacancy, *, old_keys: list[str] | None = None) -> None:
    """Save a vacancy; what the public sees of it and of its duplicates goes to the outbox."""
    now = vacancy.updated_at = timezone.now()
    vacancy.save()
    keys = [*(old_keys or []), str(vacancy.duplicate_key or "")]
    moved = store.resolve_duplicates((key.replace("-", "") for key in keys if key), now)
    store.write_outbox([vacancy.pk, *moved], now)
