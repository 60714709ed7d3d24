"""Employers prove who they are; the city's staff decide, once. Nothing stated holds before it is approved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import BinaryIO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from accounts.services import audit
from jobs.enums import (
    DocumentKind,
    EmployerRole,
    RequestRefusal,
    RequestState,
    VerificationBasis,
)
from jobs.feeds.identity import name_key
from jobs.mails import mail_later
from jobs.models import Employer, Membership, VerificationDocument, VerificationRequest
from jobs.services.employers import employer_verify
from jobs.services.memberships import membership_grant
from jobs.uploads import clean_document

MOST_REQUESTS = 5
"""Registrations and changes of one person that are not approved."""


class RequestMoved(ValueError):
    """The request is not in the state that this needs: it was decided, sent or taken back meanwhile."""


class EmployerTaken(ValueError):
    """The employer has members here already: who belongs to it is invited by an owner."""


class TooManyRequests(ValueError):
    """The person has as many registrations under way as anybody may have."""


class DocumentsMissing(ValueError):
    """A paper that the staff need is missing."""


class ReasonMissing(ValueError):
    """A refusal needs a reason; the reason "other" needs words."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is stated of an employer: a checked social credit code, codes of `standards`."""

    name: str
    credit_code: str
    region: str
    handler_name: str
    economic_type: str = ""


@transaction.atomic
def verification_begin(
    *, particulars: Particulars, by: User, employer: Employer | None = None
) -> VerificationRequest:
    """Begin a request, or correct one's own that waits for nobody: of a person there is one for each code.

    Args:
        employer: whose name, code or licence changed; None to register one.
    Raises:
        EmployerTaken: the code belongs to an employer that has members.
        RequestMoved: there is a request for it that is being checked.
        TooManyRequests
    """
    if _is_taken(particulars.credit_code, by_others_than=employer):
        raise EmployerTaken
    own = VerificationRequest.objects.select_for_update().exclude(state=RequestState.APPROVED)
    found = own.filter(employer=employer) if employer else own.filter(
        submitted_by=by, credit_code=particulars.credit_code, employer=None
    )  # fmt: skip
    request = found.first()
    if request is None:
        if own.filter(submitted_by=by).count() >= MOST_REQUESTS:
            raise TooManyRequests
        request = VerificationRequest(public_id=uuid4(), employer=employer)
    if request.state == RequestState.WAITING:
        raise RequestMoved
    _fill(request, particulars, by)
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError as error:  # the same form twice at once
        raise RequestMoved from error
    audit(actor=by, act="verification_begin", subject=request, region=request.region)
    return request


def verification_correct(
    *, request: VerificationRequest, particulars: Particulars, by: User
) -> VerificationRequest:
    """State something else in a request that is not being checked.

    Raises:
        RequestMoved, EmployerTaken
    """
    with transaction.atomic():
        locked = _locked(request, RequestState.DRAFT, RequestState.REFUSED)
        if _is_taken(particulars.credit_code, by_others_than=locked.employer):
            raise EmployerTaken
        _fill(locked, particulars, by)
        try:
            with transaction.atomic():
                locked.save()
        except IntegrityError as error:
            raise RequestMoved from error
        audit(actor=by, act="verification_correct", subject=locked, region=locked.region)
    return locked


def _fill(request: VerificationRequest, particulars: Particulars, by: User) -> None:
    for name, value in asdict(particulars).items():
        setattr(request, name, value)
    request.state = RequestState.DRAFT
    request.submitted_by = by
    request.language = get_language() or ""


def verification_document_set(
    *, request: VerificationRequest, kind: DocumentKind, file: BinaryIO, by: User
) -> VerificationDocument:
    """Keep a paper of a request, in place of an earlier one of its kind.

    Raises:
        RequestMoved
        ValidationError: the file is not a paper that can be kept (`clean_document`).
    """
    clean = clean_document(file)
    with transaction.atomic():
        locked = _locked(request, RequestState.DRAFT, RequestState.REFUSED)
        document = locked.documents.filter(kind=kind).first() or VerificationDocument(
            request=locked, kind=kind
        )
        outdated = document.file.name
        name = f"{locked.public_id}/{uuid4().hex}{clean.suffix}"
        document.file.save(name, ContentFile(clean.content), save=False)
        document.content_type, document.size = clean.content_type, len(clean.content)
        document.pages = clean.pages
        document.save()
        if outdated:
            storage = document.file.storage
            transaction.on_commit(lambda: storage.delete(outdated))
        audit(
            actor=by, act="verification_document_set", subject=document, region=locked.region, kind=kind.value
        )
    return document


@transaction.atomic
def verification_submit(*, request: VerificationRequest, by: User) -> VerificationRequest:
    """Hand a request to the city's staff.

    Raises:
        RequestMoved, EmployerTaken
        DocumentsMissing: the licence or the authorisation is not there.
    """
    locked = _locked(request, RequestState.DRAFT, RequestState.REFUSED)
    if _is_taken(locked.credit_code, by_others_than=locked.employer):
        raise EmployerTaken
    if set(locked.documents.values_list("kind", flat=True)) != set(DocumentKind):
        raise DocumentsMissing
    locked.state, locked.submitted_at = RequestState.WAITING.value, timezone.now()
    locked.language = get_language() or ""
    locked.refusals, locked.note = [], ""
    locked.save(update_fields=["state", "submitted_at", "language", "refusals", "note"])
    audit(actor=by, act="verification_submit", subject=locked, region=locked.region)
    return locked


@transaction.atomic
def verification_take_back(*, request: VerificationRequest, by: User) -> VerificationRequest:
    """Take a request back from the staff to correct it.

    Raises:
        RequestMoved: it was decided meanwhile.
    """
    locked = _locked(request, RequestState.WAITING)
    locked.state = RequestState.DRAFT.value
    locked.save(update_fields=["state"])
    audit(actor=by, act="verification_take_back", subject=locked, region=locked.region)
    return locked


@transaction.atomic
def verification_approve(*, request: VerificationRequest, by: User) -> Employer:
    """Make what a request states true: the employer is found by its code or name, else made; it is verified,
    and who registered it owns it here.

    Raises:
        RequestMoved: somebody else decided it first.
        EmployerTaken: the employer has members by now, or the code is another one's.
    """
    locked = _locked(request, RequestState.WAITING)
    employer = locked.employer or _employer_of(locked)
    employer = Employer.objects.select_for_update().get(pk=employer.pk)
    if _is_taken(locked.credit_code, by_others_than=locked.employer):
        raise EmployerTaken
    employer.name, employer.name_key = locked.name, name_key(locked.name)
    employer.credit_code, employer.region = locked.credit_code, locked.region
    employer.economic_type = locked.economic_type or employer.economic_type
    employer.save(update_fields=["name", "name_key", "credit_code", "region", "economic_type", "updated_at"])
    employer = employer_verify(employer=employer, by=by, basis=VerificationBasis.STAFF)
    if locked.employer is None:
        membership_grant(employer=employer, user=locked.submitted_by, role=EmployerRole.OWNER, by=by)
    locked.employer = employer
    _decide(locked, RequestState.APPROVED, by)
    return employer


@transaction.atomic
def verification_refuse(
    *, request: VerificationRequest, refusals: Iterable[RequestRefusal], note: str, by: User
) -> VerificationRequest:
    """Refuse a request, saying what is to be mended; an employer that was verified before stays so.

    Raises:
        RequestMoved: somebody else decided it first.
        ReasonMissing
    """
    reasons = [RequestRefusal(reason) for reason in refusals]
    if not reasons or (RequestRefusal.OTHER in reasons and not note):
        raise ReasonMissing
    locked = _locked(request, RequestState.WAITING)
    locked.refusals, locked.note = [reason.value for reason in reasons], note
    _decide(locked, RequestState.REFUSED, by)
    return locked


def _decide(request: VerificationRequest, state: RequestState, by: User) -> None:
    request.state, request.decided_by, request.decided_at = state.value, by, timezone.now()
    request.save(update_fields=["state", "decided_by", "decided_at", "refusals", "note", "employer"])
    audit(
        actor=by, act="verification_decide", subject=request, region=request.region, state=state.value,
        refusals=request.refusals,
    )  # fmt: skip
    mail_later("verification", request.pk)


def _locked(request: VerificationRequest, *states: RequestState) -> VerificationRequest:
    """The request, read again and locked, if it is in one of these states."""
    locked = VerificationRequest.objects.select_for_update().get(pk=request.pk)
    if locked.state not in states:
        raise RequestMoved
    return locked


def _is_taken(credit_code: str, *, by_others_than: Employer | None) -> bool:
    """Whether the code is another employer's, for a change; or one's that has members, for a registration."""
    if by_others_than is not None:
        return Employer.objects.filter(credit_code=credit_code).exclude(pk=by_others_than.pk).exists()
    return Membership.objects.filter(employer__credit_code=credit_code, ended_at=None).exists()


def _employer_of(request: VerificationRequest) -> Employer:
    """The employer that a feed brought in, by its code, or by its name in its city; else a new one."""
    key = name_key(request.name)
    by_name = Employer.objects.filter(name_key=key, region=request.region, credit_code="")
    found = Employer.objects.filter(credit_code=request.credit_code).first() or by_name.first()
    if found:
        return found
    made, _created = Employer.objects.get_or_create(
        credit_code=request.credit_code,
        defaults={"name": request.name, "name_key": key, "region": request.region},
    )
    return made
