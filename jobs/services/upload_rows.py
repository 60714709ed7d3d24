"""The rows of an upload: what they come to is planned as they are read, and held against the vacancies again
as they are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from jobs.enums import CloseReason, Outcome, VacancyState
from jobs.feeds.importer import minimum_wages
from jobs.feeds.readers import RawRow, in_chunks
from jobs.feeds.reasons import RunError
from jobs.models import Employer, Vacancy, VacancyUpload, VacancyUploadRow
from jobs.posting import (
    VacancyContent,
    content_as_data,
    content_from_data,
    content_key,
    content_of,
    missing,
)
from jobs.services.vacancy_editing import (
    NotEditable,
    NotReady,
    vacancy_draft,
    vacancy_edit,
    vacancy_end,
    vacancy_publish,
)
from jobs.sheets.reading import MOST_ROWS, ReadRow, SheetReader, merged, open_sheet

CHUNK_ROWS = 100
_PUBLIC = (VacancyState.OPEN, VacancyState.PAUSED)


def rows_read(upload: VacancyUpload) -> None:
    """Read a file from the row after the last that was read, in chunks of one transaction each.

    Raises:
        RunError: the file cannot be read to its end; the rows before are kept.
    """
    today = timezone.localdate()
    reader = SheetReader(upload.employer, today=today, minimum_wages=minimum_wages(today))
    done = upload.rows.count()
    try:
        file = upload.file.open("rb")
    except FileNotFoundError:
        raise RunError("file_missing") from None
    with file:
        source = open_sheet(file.file, upload.employer)
        for chunk in in_chunks(_up_to(source.rows, MOST_ROWS), CHUNK_ROWS):
            fresh = [row for row in chunk if row.number > done]
            if fresh:
                position = 0 if file.file.closed else file.file.tell()
                _plan(upload, reader.read(fresh), today, position)
    if not upload.rows.exists():
        raise RunError("file_empty")


def _up_to(rows: Iterable[RawRow], most: int) -> Iterator[RawRow]:
    for row in rows:
        if row.number > most:
            raise RunError("rows_too_many", most=most)
        yield row


@transaction.atomic
def _plan(upload: VacancyUpload, rows: list[ReadRow], today: dt.date, position: int) -> None:
    """Keep what a chunk of rows would do."""
    earlier = list(upload.rows.exclude(outcome=Outcome.REFUSED).values_list("own_number", "key"))
    numbers = {number for number, _ in earlier if number}
    keys = {key for _, key in earlier if key}
    planned = []
    for read in rows:
        row = planned_row(upload.employer, read, today)
        repeat = (
            "duplicate_id" if row.own_number in numbers
            else "same_vacancy_in_file" if not row.own_number and row.key in keys
            else ""
        )  # fmt: skip
        if repeat and row.outcome != Outcome.REFUSED:
            _refuse(row, repeat)
        if row.outcome != Outcome.REFUSED:
            numbers.update(filter(None, [row.own_number]))
            keys.update(filter(None, [row.key]))
        row.upload = upload
        planned.append(row)
    VacancyUploadRow.objects.bulk_create(planned)
    upload.bytes_read = position
    upload.save(update_fields=["bytes_read"])


def planned_row(employer: Employer, read: ReadRow, today: dt.date) -> VacancyUploadRow:
    """What a row would do as the employer's vacancies are now."""
    row = VacancyUploadRow(
        row=read.row, values=read.values, own_number=read.own_number, reasons=list(read.reasons)
    )
    if read.content is None:
        row.outcome = Outcome.REFUSED
        return row
    own_key = _key(read.content, employer)
    known, content = vacancy_meant(employer, read.own_number, own_key), read.content
    row.key, row.outcome = own_key, Outcome.NEW
    if known:
        before, content = content_of(known), merged(content_of(known), read)
        is_same = content == before and read.own_number in ("", known.external_id)
        row.vacancy, row.before = known, content_as_data(before)
        row.outcome = Outcome.UNCHANGED if is_same else Outcome.CHANGED
    row.content, row.lacks = content_as_data(content), list(missing(content, today=today))
    if known and known.state in _PUBLIC and row.lacks and row.outcome == Outcome.CHANGED:
        _refuse(row, "public_lacks")
    return row


def _refuse(row: VacancyUploadRow, code: str) -> None:
    row.outcome, row.reasons = Outcome.REFUSED, [code, *row.reasons]


def _key(content: VacancyContent, employer: Employer) -> UUID | None:
    key = content_key(content, employer)
    return UUID(key) if key else None


def vacancy_meant(employer: Employer, own_number: str, key: UUID | None) -> Vacancy | None:
    """The employer's vacancy that a row speaks of, of those that are not closed and come by no feed.

    The one with the row's own number; else the oldest with the same title, workplace and pay, unless both
    have numbers, which then say that they are two.
    """
    ours = Vacancy.objects.filter(employer=employer, feed=None).exclude(state=VacancyState.CLOSED)
    if own_number and (named := ours.filter(external_id=own_number).first()):
        return named
    same = ours.filter(duplicate_key=key) if key else ours.none()
    if own_number:
        same = same.filter(external_id="")
    return same.order_by("pk").first()


@transaction.atomic
def row_write(*, upload: VacancyUpload, row_id: int) -> None:
    """Make or change the vacancy of a row as it was shown; what changed meanwhile is refused instead."""
    employer = Employer.objects.select_for_update().get(pk=upload.employer_id)
    row = upload.rows.select_for_update(of=("self",)).select_related("vacancy").get(pk=row_id)
    row.written_at = timezone.now()
    try:
        with transaction.atomic():
            _carry_out(upload, row, employer)
    except (NotReady, NotEditable, IntegrityError):
        row.vacancy_id = row.left_at = None
        _refuse(row, "changed_meanwhile")
    row.save()


def _carry_out(upload: VacancyUpload, row: VacancyUploadRow, employer: Employer) -> None:
    assert row.content is not None
    content, meant = content_from_data(row.content), vacancy_meant(employer, row.own_number, row.key)
    if row.outcome == Outcome.NEW and meant is None:
        _make(upload, row, employer, content)
    elif row.outcome == Outcome.CHANGED and meant and _is_as_shown(row, meant):
        by, number = upload.confirmed_by, row.own_number
        row.vacancy = vacancy_edit(vacancy=meant, content=content, own_number=number, by=by)
        row.left_at = row.vacancy.updated_at
    else:
        _overtaken(row, meant, content)


def _make(upload: VacancyUpload, row: VacancyUploadRow, employer: Employer, content: VacancyContent) -> None:
    by = upload.confirmed_by
    made = vacancy_draft(employer=employer, content=content, own_number=row.own_number, by=by)
    row.vacancy, row.left_at = made, made.updated_at
    if upload.publishes and employer.is_verified:
        try:
            vacancy_publish(vacancy=made, by=by)
        except NotReady:
            return
        row.is_public = True


def _is_as_shown(row: VacancyUploadRow, vacancy: Vacancy) -> bool:
    return vacancy.pk == row.vacancy_id and content_as_data(content_of(vacancy)) == row.before


def _overtaken(row: VacancyUploadRow, meant: Vacancy | None, content: VacancyContent) -> None:
    """Another upload or person came first: what says the same already needs nothing, the rest a new look."""
    if meant and content_of(meant) == content:
        row.outcome, row.vacancy = Outcome.UNCHANGED, meant
    else:
        _refuse(row, "changed_meanwhile")


def waiting_drafts() -> QuerySet[Vacancy]:
    """Drafts that nobody has published or given a day."""
    return Vacancy.objects.filter(state=VacancyState.DRAFT, opens_on=None)


@transaction.atomic
def row_undo(*, upload: VacancyUpload, row_id: int) -> None:
    """Take back what a row did, where its vacancy still is the draft that it was left as."""
    row = upload.rows.select_for_update(of=("self",)).get(pk=row_id)
    assert row.left_at
    assert row.vacancy_id
    drafts = waiting_drafts().select_for_update()
    left = drafts.filter(pk=row.vacancy_id, updated_at=row.left_at).first()
    row.left_at = None
    row.save(update_fields=["left_at"])
    if left is None:
        return
    if row.outcome == Outcome.NEW:
        vacancy_end(vacancy=left, reason=CloseReason.CANCELLED, hired=None, by=upload.confirmed_by)
    elif row.before:
        vacancy_edit(vacancy=left, content=content_from_data(row.before), by=upload.confirmed_by)
