"""The way in for cities: push rows to a feed, see what became of a run; for the holder of the feed's key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import orjson
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import translation
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from jobs.enums import Outcome
from jobs.feeds.chunk import Receipt
from jobs.feeds.reasons import reason_words
from jobs.models import CityFeed, FeedRun
from jobs.services.feeds import push_key_matches
from jobs.services.push import FeedBusy, PushStarted, feed_push

router = Router()
MOST_RECEIPTS = 1_000
_NDJSON = "application/x-ndjson"
_JSON: dict[str, Any] = {"application/json": {}}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {_NDJSON: {"schema": {"type": "string", "description": "one vacancy a line"}}},
    },
    "responses": {
        200: {"description": "one receipt a line, then a summary", "content": {_NDJSON: {}}},
        404: {"description": "no such feed for this key", "content": _JSON},
        409: {"description": "another run of this feed is at work", "content": _JSON},
        422: {"description": "a parameter is not understood", "content": _JSON},
    },
}
_REFUSED = {
    "responses": {
        404: {"description": "no such feed or run for this key", "content": _JSON},
        422: {"description": "a parameter is not understood", "content": _JSON},
    }
}


class ReasonOut(Schema):
    code: str
    words: str


class ReceiptOut(Schema):
    row: int
    id: str
    outcome: Outcome
    reasons: list[ReasonOut]


class ReceiptPage(Schema):
    receipts: list[ReceiptOut]
    next_after: int | None = Field(description="`after` of the next page; null on the last")


class RunOut(Schema):
    run: UUID
    state: str
    error: str
    error_words: str
    kind: str
    rows: int
    new: int
    changed: int
    unchanged: int
    closed: int
    refused: int
    missing_closed: int
    reasons: dict[str, int]
    unmapped: dict[str, dict[str, int]]
    created_at: datetime
    finished_at: datetime | None


def _feed(request: HttpRequest, slug: str) -> CityFeed:
    """The feed whose key the request carries; everything else does not exist."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    feed = CityFeed.objects.select_related("profile").filter(slug=slug, is_active=True).first()
    if not push_key_matches(feed=feed, key=key.strip() if scheme.lower() == "bearer" else "") or feed is None:
        raise HttpError(404, "Not Found")
    return feed


def _run(request: HttpRequest, slug: str, public_id: UUID) -> FeedRun:
    run = FeedRun.objects.filter(feed=_feed(request, slug), public_id=public_id).first()
    if run is None:
        raise HttpError(404, "Not Found")
    return run


def _run_out(run: FeedRun) -> dict[str, Any]:
    return {
        "run": run.public_id,
        "state": run.state,
        "error": run.error,
        "error_words": reason_words(run.error) if run.error else "",
        "kind": run.kind,
        "rows": run.rows_done,
        "new": run.count_new,
        "changed": run.count_changed,
        "unchanged": run.count_unchanged,
        "closed": run.count_closed,
        "refused": run.count_refused,
        "missing_closed": run.count_missing_closed,
        "reasons": run.reason_counts,
        "unmapped": run.unmapped,
        "created_at": run.created_at,
        "finished_at": run.finished_at,
    }


def _receipt_out(row: int, external_id: str, outcome: str, reasons: list[str]) -> dict[str, Any]:
    words = [{"code": code, "words": reason_words(code)} for code in reasons]
    return {"row": row, "id": external_id, "outcome": outcome, "reasons": words}


@router.post("/feeds/{slug}/vacancies", openapi_extra=_BODY, summary="Push vacancies (NDJSON)")
def push(request: HttpRequest, slug: str, full: bool = False) -> StreamingHttpResponse:
    """Each line is one vacancy in the words of the feed's profile.

    The answer is one receipt a line, in the rows' order, while the rows still come; its last line is
    `{"summary": …}`. Without `full=true` only what a row names is closed.
    """
    feed = _feed(request, slug)
    receipts = feed_push(feed=feed, body=request, full=full)  # type: ignore[arg-type]
    try:
        started = next(receipts)
    except FeedBusy:
        raise HttpError(409, "Another run of this feed is at work: try again later.") from None
    assert isinstance(started, PushStarted)
    language = translation.get_language() or "zh-hans"
    return StreamingHttpResponse(_lines(started.run, receipts, language), content_type=_NDJSON)


def _lines(run: FeedRun, receipts: Iterator[PushStarted | Receipt], language: str) -> Iterator[bytes]:
    try:
        for receipt in receipts:
            if isinstance(receipt, Receipt):
                with translation.override(language):
                    out = _receipt_out(
                        receipt.row, receipt.external_id, receipt.outcome.value, receipt.reasons
                    )
                yield orjson.dumps(out) + b"\n"
        run.refresh_from_db()
        with translation.override(language):
            yield orjson.dumps({"summary": _run_out(run)}) + b"\n"
    finally:
        receipts.close()  # type: ignore[attr-defined]


@router.get(
    "/feeds/{slug}/runs/{uuid:public_id}", response=RunOut, summary="State of a run", openapi_extra=_REFUSED
)
def run_state(request: HttpRequest, slug: str, public_id: UUID) -> dict[str, Any]:
    return _run_out(_run(request, slug, public_id))


@router.get(
    "/feeds/{slug}/runs/{uuid:public_id}/receipts",
    response=ReceiptPage,
    summary="Receipts of a run",
    openapi_extra=_REFUSED,
)
def run_receipts(
    request: HttpRequest,
    slug: str,
    public_id: UUID,
    after: Annotated[int, Query(ge=0, description="the row after which the page begins")] = 0,
    outcome: Outcome | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST_RECEIPTS)] = MOST_RECEIPTS,
) -> dict[str, Any]:
    found = _run(request, slug, public_id).receipts.filter(row__gt=after).order_by("row")
    if outcome:
        found = found.filter(outcome=outcome)
    rows = list(found.values_list("row", "external_id", "outcome", "reasons")[: limit + 1])
    page = [_receipt_out(*row) for row in rows[:limit]]
    return {"receipts": page, "next_after": page[-1]["row"] if len(rows) > limit else None}
