"""Returns as files, from the portal's own records, and the key of a region's own systems."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Action
from accounts.permissions import may
from accounts.rights import acting_by
from jobs.feeds.reasons import RunError, reason_words
from standards.regions import region as region_of
from stats_publishing.desk import access
from stats_publishing.desk.access import person
from stats_publishing.desk.forms import ReturnFileForm
from stats_publishing.desk.views.returns import return_response
from stats_publishing.models import ReturnKey
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.return_entry import Outcome
from stats_publishing.services.return_files import return_csv, return_upload, return_xlsx
from stats_publishing.services.return_keys import return_key_issue
from stats_publishing.services.return_prefill import return_prefill

_TYPES = {
    "csv": (return_csv, "text/csv; charset=utf-8"),
    "xlsx": (return_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@require_safe
@login_required
def return_file(request: HttpRequest, form: str, region: str, period: str, kind: str) -> HttpResponse:
    """The return as it stands, to be read or filled in."""
    of = access.seen_return(request, form, region, period)
    if kind not in _TYPES:
        raise Http404
    make, content_type = _TYPES[kind]
    response = HttpResponse(make(of), content_type=content_type)
    name = quote(f"{of.form.name}-{of.place_name}-{of.period}.{kind}")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


@require_POST
@login_required
@acting_by(Action.FILL_RETURNS)
def return_send(request: HttpRequest, form: str, region: str, period: str) -> HttpResponse:
    """Take a file; what became of each cell."""
    of = access.seen_return(request, form, region, period)
    access.require(access.rights_in(request, of).fill)
    sent = ReturnFileForm(request.POST, request.FILES)
    if not sent.is_valid():
        return return_response(request, of, file_form=sent, form=sent, status=422)
    file = sent.cleaned_data["file"]
    try:
        receipts = return_upload(
            of=of, file=file.file, name=file.name.rsplit("/", 1)[-1], by=person(request), at=timezone.now()
        )
    except RunError as error:
        sent.add_error("file", reason_words(error.code))
    except NotPossible as refusal:
        sent.add_error("file", str(refusal))
    if sent.errors:
        return return_response(request, of, file_form=sent, form=sent, status=422)
    counts = [(one, sum(receipt.outcome == one for receipt in receipts)) for one in Outcome]
    return render(request, "returns/receipts.html", {"of": of, "receipts": receipts, "counts": counts})


@require_POST
@login_required
@acting_by(Action.FILL_RETURNS)
def return_from_records(request: HttpRequest, form: str, region: str, period: str) -> HttpResponse:
    """Fill in from the portal's own records."""
    of = access.seen_return(request, form, region, period)
    access.require(access.rights_in(request, of).fill)
    try:
        written = return_prefill(of=of, by=person(request), at=timezone.now())
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        n = len(written.changed)
        said = ngettext("%(n)s figure is taken over.", "%(n)s figures are taken over.", n)
        messages.success(request, said % {"n": n})
    return redirect(of)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acting_by(Action.FILL_RETURNS)
def return_key(request: HttpRequest, region: str) -> HttpResponse:
    """The key of a region's own systems: issue a new one and show it this once."""
    unit = region_of(region)
    access.require(unit is not None and may(request.user, Action.FILL_RETURNS, region))
    new_key = ""
    if request.method == "POST":
        new_key = return_key_issue(region=region, by=person(request), at=timezone.now())
    context = {
        "unit": unit,
        "new_key": new_key,
        "key": ReturnKey.objects.select_related("issued_by").filter(region=region).first(),
    }
    response = render(request, "returns/key.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
