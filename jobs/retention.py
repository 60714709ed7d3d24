"""How long records of recruitment are kept: contact of closed vacancies, the records themselves, papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import PROTECT, Q, QuerySet
from django.utils import timezone

from accounts import retention
from jobs.contacts import UNMASKED
from jobs.enums import UNDER_WAY, UPLOAD_UNDER_WAY, RequestState, VacancyState
from jobs.models import (
    Application,
    Unemployment,
    Vacancy,
    VacancyUpload,
    VerificationDocument,
    VerificationRequest,
)
from jobs.models.application import ApplicationRecord
from jobs.posting import CONTACT_FIELDS
from jobs.services.unemployment import unemployment_anonymise


def register() -> None:
    for kind in (
        retention.in_batches("contact of closed vacancies", due=_with_contact, end=contacts_mask),
        retention.in_batches("applications", due=_applications, end=retention.removed),
        retention.in_batches("applications of erased people", due=_records, end=retention.removed),
        retention.in_batches("vacancies", due=_vacancies, end=vacancies_remove),
        retention.in_batches("papers of employers", due=_requests, end=requests_remove),
        retention.in_batches("ended unemployment", due=_unemployment, end=unemployment_anonymise),
        retention.in_batches("sheets of vacancies", due=_uploads, end=uploads_remove),
    ):
        retention.register(kind)


def _with_contact(now: dt.datetime) -> QuerySet[Vacancy]:
    """Closed so long ago that nobody asks about them any more, with a contact that still can be read."""
    closed = now - dt.timedelta(days=settings.CLOSED_CONTACT_DAYS)
    readable = Q()
    for field, pattern in zip(CONTACT_FIELDS, UNMASKED, strict=True):
        readable |= Q(**{f"{field}__regex": pattern})
    return Vacancy.objects.filter(readable, state=VacancyState.CLOSED, state_at__lt=closed)


def contacts_mask(vacancies: Sequence[Vacancy]) -> None:
    """From now on the database itself holds the masked contact only. A feed that opens the vacancy again
    sends a new one."""
    for vacancy in vacancies:
        for field, masked in zip(CONTACT_FIELDS, vacancy.contacts, strict=True):
            setattr(vacancy, field, masked)
    Vacancy.objects.bulk_update(vacancies, CONTACT_FIELDS)


def _kept_since(now: dt.datetime) -> dt.datetime:
    return now - dt.timedelta(days=settings.RECORD_DAYS)


def _applications(now: dt.datetime) -> QuerySet[Application]:
    """Those that ended long ago; what is under way goes with its vacancy."""
    return Application.objects.filter(state_at__lt=_kept_since(now)).exclude(state__in=UNDER_WAY)


def _records(now: dt.datetime) -> QuerySet[ApplicationRecord]:
    return ApplicationRecord.objects.filter(state_at__lt=_kept_since(now))


def _unemployment(now: dt.datetime) -> QuerySet[Unemployment]:
    """Ended long ago, with benefit long over, and still of somebody."""
    since = timezone.localdate(_kept_since(now))
    ended = Unemployment.objects.filter(erased_at=None, ended_on__lt=since)
    return ended.exclude(benefits__ends_on__gte=since)


def _vacancies(now: dt.datetime) -> QuerySet[Vacancy]:
    return Vacancy.objects.filter(state=VacancyState.CLOSED, state_at__lt=_kept_since(now))


def vacancies_remove(vacancies: Sequence[Vacancy]) -> None:
    """With all that hangs on them: what protects a vacancy from being deleted by mistake goes first."""
    for relation in Vacancy._meta.related_objects:
        if relation.on_delete is PROTECT:
            relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": vacancies}).delete()
    retention.removed(vacancies)


def _requests(now: dt.datetime) -> QuerySet[VerificationRequest]:
    """Papers that prove nothing any more: of employers without a vacancy, or never approved."""
    since = _kept_since(now)
    proves = Q(state=RequestState.APPROVED, employer__in=Vacancy.objects.values("employer"))
    over = Q(decided_at__lt=since) | Q(decided_at=None, created_at__lt=since)
    return VerificationRequest.objects.filter(over).exclude(proves).exclude(state=RequestState.WAITING)


def requests_remove(requests: Sequence[VerificationRequest]) -> None:
    """The files go when it is certain that nobody knows of them any more."""
    for document in VerificationDocument.objects.filter(request__in=requests):
        transaction.on_commit(partial(document.file.storage.delete, str(document.file.name)))
    retention.removed(requests)


def _uploads(now: dt.datetime) -> QuerySet[VacancyUpload]:
    old = VacancyUpload.objects.filter(created_at__lt=now - dt.timedelta(days=settings.UPLOAD_KEPT_DAYS))
    return old.exclude(state__in=UPLOAD_UNDER_WAY)


def uploads_remove(uploads: Sequence[VacancyUpload]) -> None:
    """With their files and receipts; the vacancies that came of them stay."""
    for upload in uploads:
        transaction.on_commit(partial(upload.file.storage.delete, str(upload.file.name)))
    retention.removed(uploads)
