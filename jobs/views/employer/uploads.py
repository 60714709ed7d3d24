"""Sheets of vacancies: sent, looked at, confirmed, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jobs.enums import UPLOAD_UNDER_WAY, EmployerAct, Outcome, UploadState
from jobs.forms.vacancy_upload import SheetConfirmForm, SheetForm
from jobs.models import Membership, VacancyUpload
from jobs.services import vacancy_upload as services
from jobs.sheets.sample import sample_csv, sample_xlsx
from jobs.sheets.words import file_facts, file_words, refused_csv, row_words
from jobs.views.employer.access import desk, membership_for, person

A_PAGE = 20
ROWS_A_PAGE = 50
_SAMPLES = {
    "xlsx": (sample_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (sample_csv, "text/csv; charset=utf-8"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def upload_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a sheet; earlier ones, the newest first, `?before=` is the cursor."""
    membership = membership_for(request, pk, EmployerAct.RECRUIT)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = services.upload_create(
                employer=membership.employer, file=form.cleaned_data["file"], by=person(request)
            )
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            return redirect("employer_upload", pk, sent.public_id)
    before = request.GET.get("before", "")
    uploads = membership.employer.uploads.select_related("sent_by")
    if before.isdecimal() and len(before) < 16:
        uploads = uploads.filter(pk__lt=int(before))
    page = list(uploads[: A_PAGE + 1])
    context = {
        "form": form,
        "uploads": page[:A_PAGE],
        "next_before": page[A_PAGE - 1].pk if len(page) > A_PAGE else None,
        "first": not before,
    }
    status = 422 if form.errors else 200
    return desk(request, "jobs/employer/uploads.html", membership, context, status=status)


@require_safe
@login_required
def sample(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The sheet to begin with."""
    membership_for(request, pk, EmployerAct.RECRUIT)
    if kind not in _SAMPLES:
        raise Http404
    write, content_type = _SAMPLES[kind]
    return _download(write(), content_type, f"{_('Vacancies')}.{kind}")


@require_safe
@never_cache
@login_required
def upload_page(request: HttpRequest, pk: int, public_id: str) -> HttpResponse:
    """What a sheet would do or did, row by row; `?after=` is the cursor, a row number."""
    membership, upload = _upload(request, pk, public_id)
    outcome, after = request.GET.get("outcome", ""), request.GET.get("after", "")
    rows = upload.rows.select_related("vacancy")
    if outcome in Outcome:
        rows = rows.filter(outcome=outcome)
    if after.isdecimal() and len(after) < 10:
        rows = rows.filter(row__gt=int(after))
    page = list(rows[: ROWS_A_PAGE + 1])
    context = _state(membership, upload) | {
        "rows": [(row, row_words(row)) for row in page[:ROWS_A_PAGE]],
        "next_after": page[ROWS_A_PAGE - 1].row if len(page) > ROWS_A_PAGE else None,
        "first": not after,
        "outcome": outcome,
        "outcomes": [one for one in Outcome.choices if one[0] != Outcome.CLOSED],
        "form": SheetConfirmForm(initial={"publishes": ""}),
        "error": file_words(upload.error) if upload.error else "",
        "facts": file_facts(upload.error_detail),
        "can_be_undone": upload.state == UploadState.DONE and services.can_be_undone(upload),
    }
    return desk(request, "jobs/employer/upload.html", membership, context)


@require_safe
@never_cache
@login_required
def upload_progress(request: HttpRequest, pk: int, public_id: str) -> HttpResponse:
    """The part of the page that moves; asks for the whole page when the work is over."""
    membership, upload = _upload(request, pk, public_id)
    context = _state(membership, upload) | {"employer": membership.employer}
    response = render(request, "jobs/employer/pieces/upload_state.html", context)
    if upload.state not in UPLOAD_UNDER_WAY:
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
@login_required
def upload_act(request: HttpRequest, pk: int, public_id: str) -> HttpResponse:
    """Confirm, give up, take back: one button each."""
    _membership, upload = _upload(request, pk, public_id)
    form, by = SheetConfirmForm(request.POST), person(request)
    try:
        match request.POST.get("act"):
            case "confirm" if form.is_valid():
                services.upload_confirm(upload=upload, publishes=form.wants_public, by=by)
            case "discard":
                services.upload_discard(upload=upload, by=by)
                messages.success(request, _("Given up. Nothing was made."))
            case "undo":
                services.upload_undo(upload=upload, by=by)
            case _:
                raise Http404
    except services.UploadMoved:
        messages.error(request, _("Its state changed meanwhile: here is how it stands now."))
    return redirect("employer_upload", pk, public_id)


@require_safe
@never_cache
@login_required
def upload_refused(request: HttpRequest, pk: int, public_id: str) -> HttpResponse:
    """The refused rows to mend and send again."""
    _membership, upload = _upload(request, pk, public_id)
    file = refused_csv(upload.rows.filter(outcome=Outcome.REFUSED))
    return _download(file, "text/csv; charset=utf-8", f"{_('Rows to mend')}.csv")


def _upload(request: HttpRequest, pk: int, public_id: str) -> tuple[Membership, VacancyUpload]:
    membership = membership_for(request, pk, EmployerAct.RECRUIT)
    return membership, get_object_or_404(membership.employer.uploads, public_id=public_id)


def _state(membership: Membership, upload: VacancyUpload) -> dict[str, Any]:
    """How far an upload has come, with `counts` of its rows."""
    to_do = Q(outcome__in=(Outcome.NEW, Outcome.CHANGED))
    counts = upload.rows.aggregate(
        all=Count("pk"),
        **{outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in Outcome},
        to_do=Count("pk", filter=to_do),
        written=Count("pk", filter=to_do & Q(written_at__isnull=False)),
        public=Count("pk", filter=Q(is_public=True)),
        left=Count("pk", filter=Q(left_at__isnull=False)),
        ready=Count("pk", filter=Q(outcome=Outcome.NEW, lacks=[])),
    )
    counts["lacking"] = counts["new"] - counts["ready"]
    return {
        "upload": upload,
        "counts": counts,
        "under_way": upload.state in UPLOAD_UNDER_WAY,
        "percent": _percent(upload, counts),
        "may_publish": membership.employer.is_verified,
    }


def _percent(upload: VacancyUpload, counts: dict[str, int]) -> int:
    if upload.state == UploadState.READING:
        return min(99, upload.bytes_read * 100 // upload.file_size)
    done = counts["written"] if upload.state == UploadState.WRITING else counts["to_do"] - counts["left"]
    return done * 100 // max(counts["to_do"], 1)


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
