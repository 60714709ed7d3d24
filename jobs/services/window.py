"""People registered and served at a service window."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from jobs import citizen_id
from jobs.enums import ConsentWay
from jobs.models import JobSeeker, Resume, WindowRegistration
from jobs.services.resumes import resume_add
from jobs.services.seekers import (
    SeekerProfile,
    seeker_contact_set,
    seeker_register,
    seeker_registration_set,
)


class AlreadyRegistered(ValueError):
    """Somebody with this citizen number is registered; `seeker` is who."""

    def __init__(self, seeker: JobSeeker) -> None:
        super().__init__(f"#{seeker.pk}")
        self.seeker = seeker


@transaction.atomic
def window_register(
    *,
    region: str,
    name: str,
    phone: str,
    citizen_number: str,
    lives_in: str,
    consent_way: ConsentWay,
    paper_number: str,
    by: User,
) -> Resume:
    """Take in a person without an account, who agreed to it, with a first résumé.

    Args:
        region: of the service point. lives_in: code of the region where the person lives.
        citizen_number: valid, or "".
        paper_number: of the signed paper where `consent_way` is one.
    Raises:
        AlreadyRegistered: the number is known, of an account or of another window.
    """
    keys = citizen_id.lookup_keys(citizen_number) if citizen_number else []
    if known := JobSeeker.objects.filter(citizen_id_key__in=keys).first():
        raise AlreadyRegistered(known)
    seeker = seeker_register(profile=SeekerProfile(region=lives_in), user=None, by=by)
    seeker_contact_set(seeker=seeker, name=name, phone=phone, email="", by=by)
    if citizen_number:
        seeker_registration_set(
            seeker=seeker, category="", sex="", birth_date=None, citizen_number=citizen_number, by=by
        )
    WindowRegistration.objects.create(
        seeker=seeker, region=region, consent_way=consent_way, paper_number=paper_number, by=by
    )
    audit(actor=by, act="window_register", subject=seeker, region=region, consent=consent_way.value)
    return resume_add(seeker=seeker, by=by)


@transaction.atomic
def window_open(*, seeker: JobSeeker, by: User) -> None:
    """Note that a person is served at a window from now on; the audit knows who looked at whom and when."""
    registration = WindowRegistration.objects.get(seeker=seeker)
    audit(actor=by, act="window_open", subject=seeker, region=registration.region)
