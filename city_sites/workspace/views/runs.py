"""Runs of feeds: how far one has come, what became of each row, and what a person decides."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.enums import Action
from accounts.permissions import may
from accounts.rights import acting_by
from city_sites.workspace import selectors
from city_sites.workspace.access import person
from city_sites.workspace.lists.page import desk_list_page
from city_sites.workspace.lists.runs import RUNS
from city_sites.workspace.selectors import ReceiptFilter
from jobs.enums import Outcome, RunState
from jobs.feeds.reasons import reason_words
from jobs.models import FeedRun
from jobs.paging import cursor
from jobs.services.feeds import feed_run_decide


@require_safe
@login_required
def run_list(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Runs, newest first."""
    return desk_list_page(request, RUNS)


@require_safe
@login_required
def run_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """A run with its receipts; `?after=` is the cursor, a row number."""
    run = _run(request, public_id)
    chosen = _receipt_filter(request)
    receipts = chosen.apply(run).filter(row__gt=cursor(request, "after"))
    page = list(receipts[: selectors.RECEIPTS_A_PAGE + 1])
    more = len(page) > selectors.RECEIPTS_A_PAGE
    page = page[: selectors.RECEIPTS_A_PAGE]
    return render(
        request,
        "workspace/run.html",
        _state(request, run)
        | {
            "chosen": chosen,
            "outcomes": Outcome.choices,
            "reasons": selectors.reason_counts(run),
            "unmapped": selectors.unmapped_words(run),
            "receipts": [(receipt, [reason_words(code) for code in receipt.reasons]) for receipt in page],
            "first": not request.GET.get("after"),
            "next_after": page[-1].row if more else None,
            "query": urlencode(
                {"outcome": chosen.outcome, "reason": chosen.reason, "id": chosen.external_id}
            ),
        },
    )


@require_safe
@login_required
def run_progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """The part of a run's page that moves; asks for the whole page once the run has ended."""
    run = _run(request, public_id)
    response = render(request, "workspace/pieces/run_state.html", _state(request, run))
    if run.state not in (RunState.QUEUED, RunState.RUNNING):
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
@login_required
@acting_by(Action.MANAGE_FEEDS)
def run_decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close what a held run found missing, or keep it."""
    run = _run(request, public_id)
    if not may(request.user, Action.MANAGE_FEEDS, run.feed.region):
        raise Http404
    close_missing = request.POST.get("decision") == "close"
    try:
        feed_run_decide(run=run, close_missing=close_missing, by=person(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(
            request,
            _("The missing vacancies are being closed.") if close_missing else _("Nothing was closed."),
        )
    return redirect("workspace_run", public_id=public_id)


class _Line:
    """What the csv module writes to: gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


@require_safe
@login_required
def run_receipts(request: HttpRequest, public_id: str) -> StreamingHttpResponse:
    """The receipts as CSV, streamed, with the filters of the page."""
    run = _run(request, public_id)
    receipts = _receipt_filter(request).apply(run).iterator(chunk_size=2000)

    def lines() -> Iterator[str]:
        yield "\ufeff"  # spreadsheets know UTF-8 by it
        writer = csv.writer(_Line())
        for line in selectors.receipt_lines(receipts):
            yield writer.writerow(line)

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{run.feed.slug}-{run.pk}-receipts.csv"'
    return response


def _run(request: HttpRequest, public_id: str) -> FeedRun:
    return get_object_or_404(selectors.runs_of(request.user), public_id=public_id)


def _word(request: HttpRequest, name: str) -> str:
    """A filter of the address, without null characters, which the database refuses."""
    return request.GET.get(name, "").replace("\0", "").strip()[:100]


def _receipt_filter(request: HttpRequest) -> ReceiptFilter:
    return ReceiptFilter(
        outcome=_word(request, "outcome"),
        reason=_word(request, "reason"),
        external_id=_word(request, "id"),
    )


def _state(request: HttpRequest, run: FeedRun) -> dict[str, object]:
    """What the moving part of the page shows."""
    return {
        "run": run,
        "percent": min(99, run.bytes_read * 100 // run.file_size) if run.file_size else None,
        "error": reason_words(run.error) if run.error else "",
        "error_facts": selectors.error_facts(run),
        "missing": run.error_detail.get("missing", 0) if run.state == RunState.HELD else 0,
        "may_manage": may(request.user, Action.MANAGE_FEEDS, run.feed.region),
    }
