"""Changes of job seekers; what the index must learn goes to the outbox in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from jobs.enums import CommuteDistance, EmploymentType, PlaceMode
from jobs.feeds.store import write_outbox
from jobs.models import (
    Employer,
    Experience,
    HeldGrade,
    JobSeeker,
    OutboxTopic,
    PlaceWish,
    WantedOccupation,
)
from standards import licences, lists, occupations, regions


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody would work: a region code or "" for anywhere; kilometres for those who commute."""

    region: str
    mode: PlaceMode
    within_km: int | None = None


@dataclass(frozen=True, slots=True)
class SeekerProfile:
    """What a person states of themselves and of the work they want; codes of `standards`, yuan a month.

    wanted: occupation → weight of 1 to 100. experience: occupation → months. grades: (occupation, grade).
    """

    region: str = ""
    longitude: float | None = None
    latitude: float | None = None
    wanted: dict[str, int] = field(default_factory=dict)
    experience: dict[str, int] = field(default_factory=dict)
    grades: tuple[tuple[str, str], ...] = ()
    education: str = ""
    skills: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    pay_wanted: int | None = None
    pay_floor: int | None = None
    places: tuple[Place, ...] = ()
    excluded_regions: tuple[str, ...] = ()
    employment_types: tuple[EmploymentType, ...] = ()
    available_from: date | None = None


_OWN_COLUMNS = (
    "region", "longitude", "latitude", "education", "pay_wanted", "pay_floor", "available_from",
)  # fmt: skip
_LISTS = ("skills", "licences", "excluded_regions", "employment_types")


def profile_check(*, profile: SeekerProfile) -> None:
    """Hold a profile against the standards.

    Raises:
        ValidationError: by field, what is wrong.
    """
    problems: dict[str, str] = {}
    unknown = _("“%(code)s” is not a code of the standard.")

    def known(name: str, codes: Iterable[str], standard: object) -> None:
        for code in codes:
            if code and not standard(code):  # type: ignore[operator]
                problems.setdefault(name, unknown % {"code": code})

    known("region", (profile.region,), regions.region)
    known("wanted", profile.wanted, occupations.occupation)
    known("experience", profile.experience, occupations.occupation)
    known("grades", (code for code, _grade in profile.grades), occupations.occupation)
    known("grades", (grade for _code, grade in profile.grades), lists.grade)
    known("education", (profile.education,), lists.education)
    known("licences", profile.licences, licences.licence)
    known("places", (place.region for place in profile.places), regions.region)
    known("excluded_regions", profile.excluded_regions, regions.region)
    if not all(1 <= weight <= 100 for weight in profile.wanted.values()):
        problems["wanted"] = _("A weight is a whole number from 1 to 100.")
    if profile.pay_floor and profile.pay_wanted and profile.pay_floor > profile.pay_wanted:
        problems["pay_floor"] = _("The lowest pay accepted is above the pay wanted.")
    for place in profile.places:
        if (place.mode == PlaceMode.COMMUTE) != (place.within_km in CommuteDistance.values):
            problems["places"] = _("Give a distance for a place you commute to, and for no other.")
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def seeker_register(
    *, profile: SeekerProfile, user: User | None, by: User | None, is_demo: bool = False
) -> JobSeeker:
    """Take in a person who looks for work; nobody is shown to employers before they agree to it.

    Args:
        user: whose account it is; None for somebody registered at a service window.
    Raises:
        ValidationError: the profile holds a code that no standard has, or contradicts itself.
    """
    profile_check(profile=profile)
    now = timezone.now()
    seeker = JobSeeker(user=user, is_demo=is_demo, created_at=now, updated_at=now)
    _apply(seeker, profile, now)
    audit(actor=by, act="seeker_register", subject=seeker, region=seeker.region)
    return seeker


@transaction.atomic
def seeker_update(*, seeker: JobSeeker, profile: SeekerProfile, by: User | None) -> JobSeeker:
    """Replace what a person states. Saving the same again confirms that they still look.

    Raises: as `seeker_register`.
    """
    profile_check(profile=profile)
    locked: JobSeeker = JobSeeker.objects.select_for_update().get(pk=seeker.pk)
    _apply(locked, profile, timezone.now())
    audit(actor=by, act="seeker_update", subject=locked, region=locked.region)
    return locked


@transaction.atomic
def seeker_consent(*, seeker: JobSeeker, given: bool, by: User | None) -> JobSeeker:
    """Agree to be matched and shown to employers, or take it back: then the index forgets the person."""
    locked: JobSeeker = JobSeeker.objects.select_for_update().get(pk=seeker.pk)
    now = timezone.now()
    locked.consent_at = (locked.consent_at or now) if given else None
    locked.save(update_fields=["consent_at"])
    write_outbox([locked.pk], now, topic=OutboxTopic.PERSON)
    audit(actor=by, act="seeker_consent", subject=locked, region=locked.region, given=given)
    return locked


@transaction.atomic
def seeker_hide_from(*, seeker: JobSeeker, employers: Iterable[Employer], by: User | None) -> JobSeeker:
    """Set the employers that a person hides from; those of before are replaced. The audit names none."""
    locked: JobSeeker = JobSeeker.objects.select_for_update().get(pk=seeker.pk)
    locked.hidden_from.set(employers)
    write_outbox([locked.pk], timezone.now(), topic=OutboxTopic.PERSON)
    audit(actor=by, act="seeker_hide_from", subject=locked, region=locked.region)
    return locked


def _apply(seeker: JobSeeker, profile: SeekerProfile, now: datetime) -> None:
    for name in _OWN_COLUMNS:
        setattr(seeker, name, getattr(profile, name))
    for name in _LISTS:
        setattr(seeker, name, sorted(set(getattr(profile, name))))
    seeker.updated_at = now
    seeker.save()
    for related in (seeker.wanted, seeker.experience, seeker.grades, seeker.places):
        related.all().delete()
    WantedOccupation.objects.bulk_create(
        WantedOccupation(seeker=seeker, occupation=code, weight=weight)
        for code, weight in profile.wanted.items()
    )
    Experience.objects.bulk_create(
        Experience(seeker=seeker, occupation=code, months=months)
        for code, months in profile.experience.items()
    )
    HeldGrade.objects.bulk_create(
        HeldGrade(seeker=seeker, occupation=code, grade=grade) for code, grade in set(profile.grades)
    )
    PlaceWish.objects.bulk_create(
        PlaceWish(seeker=seeker, region=place.region, mode=place.mode, within_km=place.within_km)
        for place in set(profile.places)
    )
    write_outbox([seeker.pk], now, topic=OutboxTopic.PERSON)
