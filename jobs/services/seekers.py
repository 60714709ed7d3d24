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
from jobs import citizen_id
from jobs.enums import CommuteDistance, EmploymentType, PlaceMode, Visibility
from jobs.feeds.store import write_outbox
from jobs.models import (
    Employer,
    Experience,
    HeldGrade,
    JobSeeker,
    OutboxTopic,
    PlaceWish,
    SeekerLook,
    Unemployment,
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
def seeker_ensure(*, user: User) -> JobSeeker:
    """The job seeker that somebody with an account is; they become one where they are none yet."""
    User.objects.select_for_update().get(pk=user.pk)
    found = JobSeeker.objects.filter(user=user).first()
    return found or seeker_register(profile=SeekerProfile(), user=user, by=user)


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


@transaction.atomic
def seeker_contact_set(*, seeker: JobSeeker, name: str, phone: str, email: str, by: User | None) -> JobSeeker:
    """Set who a person is and how employers reach them. The audit holds none of it."""
    locked: JobSeeker = JobSeeker.objects.select_for_update().get(pk=seeker.pk)
    locked.name, locked.phone, locked.email = name, phone, email
    locked.save(update_fields=["name", "phone", "email"])
    audit(actor=by, act="seeker_contact_set", subject=locked, region=locked.region)
    return locked


@transaction.atomic
def seeker_region_set(*, seeker: JobSeeker, region: str, by: User | None) -> JobSeeker:
    """Set where a person lives; a point that was more exact is forgotten with the old place.

    Raises:
        ValidationError: no standard has the code.
    """
    if not regions.region(region):
        raise ValidationError({"region": _("“%(code)s” is not a code of the standard.") % {"code": region}})
    locked: JobSeeker = JobSeeker.objects.select_for_update().get(pk=seeker.pk)
    if locked.region != region:
        locked.region, locked.longitude, locked.latitude = region, None, None
        locked.save(update_fields=["region", "longitude", "latitude"])
        write_outbox([locked.pk], timezone.now(), topic=OutboxTopic.PERSON)
        audit(actor=by, act="seeker_region_set", subject=locked, region=region)
    return locked


@transaction.atomic
def seeker_registration_set(
    *,
    seeker: JobSeeker,
    category: str,
    sex: str,
    birth_date: date | None,
    citizen_number: str | None,
    by: User | None,
) -> JobSeeker:
    """Set what the public employment service counts people by; neither employers nor matching see it.

    Args:
        category: `SeekerCategory`. sex: `Sex`.
        citizen_number: valid, 18 characters; "" takes it away, None leaves it as it is.
    """
    locked: JobSeeker = JobSeeker.objects.select_for_update().get(pk=seeker.pk)
    locked.category, locked.sex, locked.birth_date = category, sex, birth_date
    if citizen_number is not None:
        locked.citizen_id = citizen_id.encrypt(citizen_number) if citizen_number else ""
        locked.citizen_id_key = citizen_id.lookup_key(citizen_number) if citizen_number else ""
    locked.save(update_fields=["category", "sex", "birth_date", "citizen_id", "citizen_id_key"])
    audit(
        actor=by, act="seeker_registration_set", subject=locked, region=locked.region,
        citizen_id=bool(locked.citizen_id),
    )  # fmt: skip
    return locked


@transaction.atomic
def seeker_show(*, seeker: JobSeeker, visibility: Visibility, by: User | None) -> JobSeeker:
    """Set who may find a person: nobody, or verified employers, with the name or without."""
    locked = seeker_consent(seeker=seeker, given=visibility != Visibility.HIDDEN, by=by)
    locked.shows_name = visibility == Visibility.NAMED
    locked.save(update_fields=["shows_name"])
    return locked


@transaction.atomic
def seeker_look(*, seeker: JobSeeker, employer: Employer) -> SeekerLook:
    """Note that an employer looked at a person's profile; the person reads who and when."""
    now = timezone.now()
    look, _created = SeekerLook.objects.update_or_create(
        seeker=seeker, employer=employer, day=timezone.localdate(now), defaults={"at": now}
    )
    return look


@transaction.atomic
def citizen_ids_rekey() -> int:
    """Encrypt every citizen number with the first key, and renew its look-up; gives how many.

    May be stopped and started again at any time; the audit counts them.
    """
    count = 0
    for model in (JobSeeker, Unemployment):
        for one in model._base_manager.exclude(citizen_id="").select_for_update().order_by("pk").iterator():
            number = citizen_id.decrypt(one.citizen_id)
            one.citizen_id, one.citizen_id_key = citizen_id.encrypt(number), citizen_id.lookup_key(number)
            one.save(update_fields=["citizen_id", "citizen_id_key"])
            audit(actor=None, act="citizen_id_rekey", subject=one)
            count += 1
    return count


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
