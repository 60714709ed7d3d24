"""Practice of a city (培训模式): begun and ended, with what other places keep of it renewed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import PracticeRegion, User
from accounts.permissions import region_prefix
from accounts.practice import (
    is_in_practice,
    is_staff_of,
    practice_begin,
    practice_end,
    practice_of,
)
from city_sites.models import CitySite
from city_sites.services.coverage import presence_note
from jobs.enums import CloseReason, VacancyState, VerificationState
from jobs.feeds import store
from jobs.models import Employer, JobSeeker, OutboxTopic, Vacancy

_LIVE = (VacancyState.OPEN, VacancyState.PAUSED)


@dataclass(frozen=True, slots=True)
class PracticeEffects:
    """What beginning hides, or what ending takes away, because it was made while the city practised."""

    vacancies: int
    employers: int
    seekers: int


def practice_effects(region: str) -> PracticeEffects:
    """What a change would do now."""
    practice = practice_of(region)
    if practice is None:
        shown = Vacancy.objects.public().filter(_of(region))
        return PracticeEffects(shown.count(), 0, _seekers(region).findable().count())
    return PracticeEffects(
        vacancies=_made_vacancies(practice).count(),
        employers=_made_employers(practice).count(),
        seekers=_made_seekers(practice).count(),
    )


@transaction.atomic
def city_practice_begin(*, region: str, by: User) -> None:
    """Hide a city from everybody but its staff, and leave it out of all figures.

    Raises:
        ValidationError: the city has no site here.
    """
    if not CitySite.objects.filter(region=region, site__isnull=False).exists():
        raise ValidationError(_("%(code)s has no site here."), params={"code": region})
    practice_begin(region=region, by=by)
    presence_note(region=region, city_site=None)
    _renew(region)


@transaction.atomic
def city_practice_end(*, region: str, by: User) -> None:
    """Show a city to everybody again; what was made for practice does not count as real: its vacancies close,
    its employers are unverified again, people registered at its windows are matched no more."""
    practice = practice_end(region=region, by=by)
    if practice is None:
        return
    now = timezone.now()
    store.close_vacancies(_made_vacancies(practice).values_list("pk", flat=True), CloseReason.CANCELLED, now)
    _made_employers(practice).update(
        verification=VerificationState.UNVERIFIED, verification_basis="", verified_at=None, updated_at=now
    )
    _made_seekers(practice).update(consent_at=None, updated_at=now)
    presence_note(region=region, city_site=CitySite.objects.filter(region=region).first())
    _renew(region)


def _of(region: str) -> Q:
    """Vacancies in a city, or from it."""
    prefix = region_prefix(region)
    return (
        Q(region__startswith=prefix)
        | Q(employer__region__startswith=prefix)
        | Q(feed__region__startswith=prefix)
    )


def _seekers(region: str) -> Any:
    return JobSeeker.objects.filter(region__startswith=region_prefix(region))


def _made_vacancies(practice: PracticeRegion) -> QuerySet[Vacancy]:
    made = Vacancy.objects.filter(_of(practice.region), state__in=_LIVE)
    return made.filter(created_at__gte=practice.since)


def _made_employers(practice: PracticeRegion) -> QuerySet[Employer]:
    own = Employer.objects.filter(region__startswith=practice.prefix, verified_at__gte=practice.since)
    return own.filter(verification=VerificationState.VERIFIED)


def _made_seekers(practice: PracticeRegion) -> QuerySet[JobSeeker]:
    """Who was registered by staff; people with an account of their own are real."""
    own = _seekers(practice.region).filter(user=None, created_at__gte=practice.since)
    made: QuerySet[JobSeeker] = own.filter(consent_at__isnull=False)
    return made


def _renew(region: str) -> None:
    """Have the search look again at all that is of the city, and let others lead their duplicates."""
    now = timezone.now()
    rows = list(Vacancy.objects.filter(_of(region), state__in=_LIVE).values_list("pk", "duplicate_key"))
    moved = store.resolve_duplicates((key.hex for _, key in rows if key), now)
    store.write_outbox([*(pk for pk, _ in rows), *moved], now)
    people = _seekers(region).values_list("pk", flat=True)
    store.write_outbox(people, now, topic=OutboxTopic.PERSON)


def hidden_by_practice(user: User | AnonymousUser, region: str) -> bool:
    """Whether somebody may not see what is in a region, because it practises."""
    return is_in_practice(region) and not is_staff_of(user, region)
