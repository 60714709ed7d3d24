"""Changes of résumés. The main one feeds the profile that matching reads, in the same transaction."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from jobs.enums import EmploymentType, PlaceMode
from jobs.models import (
    JobSeeker,
    Resume,
    ResumeCertificate,
    ResumeJob,
    ResumeLanguage,
    ResumeSchool,
)
from jobs.occupation_search import occupation_of_title
from jobs.services.seekers import (
    Place,
    SeekerProfile,
    profile_check,
    seeker_contact_set,
    seeker_ensure,
    seeker_region_set,
    seeker_update,
)
from standards import lists

Entry = TypeVar("Entry", ResumeJob, ResumeSchool, ResumeCertificate, ResumeLanguage)

RESUMES_AT_MOST = 10
ENTRIES_AT_MOST = 30


_STATED = (
    "wanted", "employment_types", "places", "pay_wanted", "pay_floor", "available_from", "skills", "about",
)  # fmt: skip


class TooMany(ValueError):
    """A person has as many résumés, or a résumé as many entries of a kind, as the portal keeps."""


@transaction.atomic
def resume_create(*, user: User, title: str = "") -> Resume:
    """Begin a résumé of somebody with an account, who becomes a job seeker by it.

    Raises:
        TooMany: the person has `RESUMES_AT_MOST`.
    """
    return resume_add(seeker=seeker_ensure(user=user), by=user, title=title)


@transaction.atomic
def resume_add(*, seeker: JobSeeker, by: User | None, title: str = "") -> Resume:
    """Begin a résumé of a job seeker; the first one is the main one.

    Raises:
        TooMany: the person has `RESUMES_AT_MOST`.
    """
    locked = JobSeeker.objects.select_for_update().get(pk=seeker.pk)
    count = locked.resumes.count()
    if count >= RESUMES_AT_MOST:
        raise TooMany(count)
    made = Resume.objects.create(seeker=locked, title=(title or _("My résumé"))[:40], is_main=count == 0)
    audit(actor=by, act="resume_create", subject=made)
    return made


@transaction.atomic
def resume_take_in(*, seeker: JobSeeker, draft: dict[str, Any], title: str, by: User) -> Resume:
    """Make a résumé of one that was brought as a file, once the person confirmed what was read from it.

    Args:
        draft: as `jobs.resume_import.draft_of` gives it, without what the person crossed out. Name, contact
            and place fill only what the person has not stated before.
    Raises:
        TooMany: the person has `RESUMES_AT_MOST`.
    """
    made = resume_add(seeker=seeker, by=by, title=title)
    seeker = made.seeker
    seeker_contact_set(
        seeker=seeker,
        name=seeker.name or draft["name"],
        phone=seeker.phone or draft["phone"],
        email=seeker.email or draft["email"],
        by=by,
    )
    if draft["region"] and not seeker.region:
        seeker_region_set(seeker=seeker, region=draft["region"], by=by)
    for job in draft["jobs"]:
        resume_entry_save(entry=ResumeJob(resume=made, **job | {"end": job["end"] or None}), by=by)
    for school in draft["schools"]:
        resume_entry_save(entry=ResumeSchool(resume=made, **school), by=by)
    for held in draft["certificates"]:
        certificate = ResumeCertificate(resume=made, name=held["name"], grade=held["grade"])
        resume_entry_save(entry=certificate, by=by)
    stated = {name: draft[name] for name in ("wanted", "pay_wanted", "skills", "about")}
    return resume_update(resume=made, by=by, **stated)


@transaction.atomic
def resume_update(*, resume: Resume, by: User | None, **fields: Any) -> Resume:
    """Set fields of a résumé (those of `Resume` by name).

    Raises:
        ValidationError: what they say of the wanted work breaks a rule of `profile_check`.
    """
    locked = _locked(resume)
    for name, value in fields.items():
        setattr(locked, name, value)
    profile_check(profile=profile_of(locked))
    locked.save()
    return _done(locked, by, "resume_update", fields=sorted(fields))


@transaction.atomic
def resume_entry_save(*, entry: Entry, by: User | None) -> Entry:
    """Add or change an entry of a list of a résumé.

    Raises:
        TooMany: the list holds `ENTRIES_AT_MOST` of its kind.
    """
    locked = _locked(entry.resume)
    if entry.pk is None and type(entry).objects.filter(resume=locked).count() >= ENTRIES_AT_MOST:
        raise TooMany(ENTRIES_AT_MOST)
    if isinstance(entry, ResumeJob):
        entry.occupation = entry.occupation_chosen or occupation_of_title(entry.title)
    elif isinstance(entry, ResumeCertificate):
        entry.occupation = occupation_of_title(entry.name) if entry.grade else ""
    entry.save()
    _done(locked, by, "resume_entry_save", kind=entry._meta.model_name)
    return entry


@transaction.atomic
def resume_entry_delete(*, entry: Entry, by: User | None) -> None:
    locked = _locked(entry.resume)
    kind = entry._meta.model_name
    entry.delete()
    _done(locked, by, "resume_entry_delete", kind=kind)


@transaction.atomic
def resume_make_main(*, resume: Resume, by: User | None) -> Resume:
    """From now on this one tells what its owner is found and matched by."""
    locked = _locked(resume)
    locked.seeker.resumes.filter(is_main=True).update(is_main=False)
    locked.is_main = True
    locked.save(update_fields=["is_main", "updated_at"])
    return _done(locked, by, "resume_make_main")


@transaction.atomic
def resume_copy(*, resume: Resume, by: User | None) -> Resume:
    """A second résumé that begins as this one stands.

    Raises:
        TooMany: the person has `RESUMES_AT_MOST`.
    """
    title = _("%(title)s (copy)") % {"title": resume.title[:34]}
    made = resume_add(seeker=resume.seeker, by=by, title=title)
    for name in _STATED:
        setattr(made, name, getattr(resume, name))
    made.save()
    for entries in (resume.jobs, resume.schools, resume.certificates, resume.languages):
        for entry in entries.all():
            entry.pk, entry._state.adding, entry.resume = None, True, made
            entry.save()
    return made


@transaction.atomic
def resume_delete(*, resume: Resume, by: User | None) -> None:
    """Delete a résumé; what was sent from it stays with the applications. The newest other one is
    the main one then."""
    seeker = JobSeeker.objects.select_for_update().get(pk=resume.seeker_id)
    was_main = Resume.objects.get(pk=resume.pk).is_main
    audit(actor=by, act="resume_delete", subject=resume)
    Resume.objects.filter(pk=resume.pk).delete()
    successor = seeker.resumes.first()
    if was_main and successor:
        resume_make_main(resume=successor, by=by)
    elif was_main:
        seeker_update(seeker=seeker, profile=SeekerProfile(region=seeker.region), by=by)


def profile_of(resume: Resume) -> SeekerProfile:
    """What a résumé says to matching. Where it is silent the profile is."""
    jobs, certificates = list(resume.jobs.all()), list(resume.certificates.all())
    months: Counter[str] = Counter()
    for job in jobs:
        if job.occupation:
            months[job.occupation] += months_between(job.start, job.end or timezone.localdate())
    levels = [school.level for school in resume.schools.all()]
    return SeekerProfile(
        region=resume.seeker.region,
        longitude=resume.seeker.longitude,
        latitude=resume.seeker.latitude,
        wanted={code: max(100 - 10 * place, 10) for place, code in enumerate(resume.wanted)},
        experience=dict(months),
        grades=tuple((held.occupation, held.grade) for held in certificates if held.occupation),
        education=max(levels, key=lists.education_rank, default=""),
        skills=tuple(resume.skills),
        licences=tuple(held.licence for held in certificates if held.licence),
        pay_wanted=resume.pay_wanted,
        pay_floor=resume.pay_floor,
        places=tuple(
            Place(place["region"], PlaceMode(place["mode"]), place["within_km"]) for place in resume.places
        ),
        excluded_regions=tuple(resume.seeker.excluded_regions),
        employment_types=tuple(EmploymentType(kind) for kind in resume.employment_types),
        available_from=resume.available_from,
    )


def months_between(start: date, end: date) -> int:
    """Months from a first to a last month, both counted: March to March is one."""
    return max((end.year - start.year) * 12 + end.month - start.month + 1, 0)


def _locked(resume: Resume) -> Resume:
    """The résumé as it stands, under the lock of its person: one lock serves all that is theirs."""
    seeker = JobSeeker.objects.select_for_update().get(pk=resume.seeker_id)
    locked: Resume = seeker.resumes.get(pk=resume.pk)
    return locked


def _done(resume: Resume, by: User | None, act: str, **detail: Any) -> Resume:
    if resume.is_main:
        seeker_update(seeker=resume.seeker, profile=profile_of(resume), by=by)
    Resume.objects.filter(pk=resume.pk).update(updated_at=timezone.now())
    audit(actor=by, act=act, subject=resume, **detail)
    return resume
