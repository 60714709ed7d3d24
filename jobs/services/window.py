"""People registered and served at a service window, who agreed on paper, on the screen or by a code.

A code is known by its hash only, which holds where it was sent as well; it is in no log, queue or session.
"""

from __future__ import annotations

import datetime as dt
import secrets
from smtplib import SMTPException

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language

from accounts.models import User
from accounts.services import audit
from jobs import citizen_id
from jobs.contacts import Contacts
from jobs.enums import ConsentWay
from jobs.mails.window import consent_mail, consent_text
from jobs.models import ConsentCode, JobSeeker, Resume, WindowRegistration
from jobs.services.resumes import resume_add
from jobs.services.seekers import (
    SeekerProfile,
    seeker_contact_set,
    seeker_register,
    seeker_registration_set,
)
from jobs.sms import SmsNotSent, sms_backend

CODE_VALID = dt.timedelta(minutes=10)
CODE_AGAIN = dt.timedelta(seconds=30)
"""How long a clerk waits before another code is sent."""
CODE_TRIES = 5
_DIGITS = 6


class AlreadyRegistered(ValueError):
    """Somebody with this citizen number is registered; `seeker` is who."""

    def __init__(self, seeker: JobSeeker) -> None:
        super().__init__(f"#{seeker.pk}")
        self.seeker = seeker


class CodeNotSent(ValueError):
    """No code was sent: `why` is "nowhere", "too_soon" or "failed"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class CodeWrong(ValueError):
    """The code is not the one that was sent there, too old, or was tried too often."""


def code_address(*, phone: str, email: str) -> str:
    """Where a code would go: the telephone where text messages can be sent, else the mail; "" for nowhere."""
    return phone if phone and sms_backend() else email


def consent_code_send(*, phone: str, email: str, by: User) -> str:
    """Send the person at a clerk's window a code, which replaces the clerk's last one; gives where, masked.

    Raises:
        CodeNotSent
    """
    address = code_address(phone=phone, email=email)
    if not address:
        raise CodeNotSent("nowhere")
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    with transaction.atomic():
        _code_keep(address, code, by)
        audit(actor=by, act="consent_code_send", subject=by)
    try:
        _deliver(address, code, by_text=address == phone)
    except (SmsNotSent, SMTPException, OSError):
        ConsentCode.objects.filter(clerk=by).delete()
        raise CodeNotSent("failed") from None
    return _masked(address)


def _code_keep(address: str, code: str, by: User) -> None:
    now = timezone.now()
    last = ConsentCode.objects.select_for_update().filter(clerk=by).first()
    if last and now - last.sent_at < CODE_AGAIN:
        raise CodeNotSent("too_soon")
    kept = {"code_hash": _code_hash(address, code, by), "tries": 0, "sent_at": now}
    ConsentCode.objects.update_or_create(clerk=by, defaults=kept)


def _deliver(address: str, code: str, *, by_text: bool) -> None:
    backend = sms_backend() if by_text else None
    if backend:
        backend.send(number=address, text=consent_text(code))
    else:
        consent_mail(to=address, code=code, language=get_language() or "").send()


@transaction.atomic
def _code_tried(address: str, code: str, by: User) -> bool:
    """Whether a code is right; each call is a try, whatever becomes of its caller."""
    kept = ConsentCode.objects.select_for_update().filter(clerk=by).first()
    if kept is None or kept.tries >= CODE_TRIES or timezone.now() - kept.sent_at > CODE_VALID:
        return False
    kept.tries += 1
    kept.save(update_fields=["tries"])
    return constant_time_compare(kept.code_hash, _code_hash(address, code, by))


def _code_hash(address: str, code: str, by: User) -> str:
    return salted_hmac("jobs.window", f"{by.pk}:{address}:{code}", algorithm="sha256").hexdigest()


def _masked(address: str) -> str:
    mail = "@" in address
    contacts = Contacts("", "" if mail else address, address if mail else "").masked()
    return contacts.email or contacts.phone


def window_register(
    *,
    region: str,
    name: str,
    phone: str,
    email: str,
    citizen_number: str,
    lives_in: str,
    consent_way: ConsentWay,
    paper_number: str,
    code: str,
    by: User,
) -> Resume:
    """Take in a person without an account, who agreed to it, with a first résumé.

    Args:
        region: of the service point. lives_in: code of the region where the person lives.
        citizen_number: valid, or "".
        paper_number, code: the signed paper's, or the one that was sent, where `consent_way` is such.
    Raises:
        AlreadyRegistered: the number is known, of an account or of another window.
        CodeWrong: `consent_way` is a code, and this is none that holds.
    """
    sent_to = ""
    if consent_way == ConsentWay.CODE:
        address = code_address(phone=phone, email=email)
        if not _code_tried(address, code, by):
            raise CodeWrong
        sent_to = _masked(address)
    with transaction.atomic():
        seeker = _taken_in(name, phone, email, citizen_number, lives_in, by)
        WindowRegistration.objects.create(
            seeker=seeker,
            region=region,
            consent_way=consent_way,
            paper_number=paper_number,
            code_sent_to=sent_to,
            by=by,
        )
        ConsentCode.objects.filter(clerk=by).delete()
        audit(actor=by, act="window_register", subject=seeker, region=region, consent=consent_way.value)
        return resume_add(seeker=seeker, by=by)


def _taken_in(name: str, phone: str, email: str, citizen_number: str, lives_in: str, by: User) -> JobSeeker:
    keys = citizen_id.lookup_keys(citizen_number) if citizen_number else []
    if known := JobSeeker.objects.filter(citizen_id_key__in=keys).first():
        raise AlreadyRegistered(known)
    seeker = seeker_register(profile=SeekerProfile(region=lives_in), user=None, by=by)
    seeker_contact_set(seeker=seeker, name=name, phone=phone, email=email, by=by)
    if citizen_number:
        seeker_registration_set(
            seeker=seeker, category="", sex="", birth_date=None, citizen_number=citizen_number, by=by
        )
    return seeker


@transaction.atomic
def window_open(*, seeker: JobSeeker, by: User) -> None:
    """Note that a person is served at a window from now on; the audit knows who looked at whom and when."""
    registration = WindowRegistration.objects.get(seeker=seeker)
    audit(actor=by, act="window_open", subject=seeker, region=registration.region)
