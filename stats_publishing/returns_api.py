"""The way in for a region's own systems: read a return, write its figures, hand it in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.errors import HttpError

from stats_publishing.enums import CellSource
from stats_publishing.form_computing import write_figure
from stats_publishing.form_design import MOST_COLUMNS, MOST_ROWS, Place
from stats_publishing.models import Return
from stats_publishing.services import return_moves as moves
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.return_checks import ReturnCheck, check_return
from stats_publishing.services.return_entry import Outcome, texts_write
from stats_publishing.services.return_keys import return_key_matches

router = Router()
_REFUSED: dict[str, Any] = {
    "responses": {
        404: {"description": "no such return for this key", "content": {"application/json": {}}},
        409: {"description": "the return takes no figures any more", "content": {"application/json": {}}},
    }
}
Figure = Annotated[int | Decimal | str | None, Field(description="a number, or a text as people write it")]


class ReasonIn(Schema):
    rule: str = Field(max_length=40)
    column: str = Field("", max_length=100)
    text: str = Field(max_length=500)


class ReturnIn(Schema):
    figures: dict[str, dict[str, Figure]] = Field(
        description="code of the row → code of the column → figure; null empties a cell, others stay"
    )
    reasons: list[ReasonIn] = Field(
        [], max_length=200, description="why figures that a rule warns about are right"
    )
    submit: bool = Field(False, description="hand it in to the province, if nothing stands in the way")


class ReceiptOut(Schema):
    row: str
    column: str
    outcome: Outcome
    words: str = Field(description="why it is refused")


class FindingOut(Schema):
    rule: str
    severity: str
    column: str
    message: str
    figures: str = Field(description="the rule with its figures")
    reason: str


class ReturnOut(Schema):
    form: str
    version: int
    region: str
    period: str
    state: str
    state_words: str
    due_on: dt.date
    submitted_at: dt.datetime | None
    figures: dict[str, dict[str, str]]
    missing: list[str] = Field(description="row:column of cells that must be filled in")
    findings: list[FindingOut]


class WrittenOut(ReturnOut):
    receipts: list[ReceiptOut]
    refused: str = Field(description="why it is not handed in, in words")


def _return(request: HttpRequest, form: str, region: str, period: str) -> Return:
    """The return of the region whose key the request carries; everything else does not exist."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not return_key_matches(region=region, key=key.strip()):
        raise HttpError(404, "Not Found")
    found = Return.objects.select_related("form", "version").filter(
        form__code=form, region=region, period=period
    )
    if (of := found.first()) is None:
        raise HttpError(404, "Not Found")
    return of


def _out(of: Return, check: ReturnCheck) -> dict[str, Any]:
    design = of.version.content
    figures: dict[str, dict[str, str]] = {}
    for row, column in design.places:
        figure = check.values.get((row, column))
        if figure is not None:
            figures.setdefault(row, {})[column] = write_figure(figure, design.row_of[row])
    return {
        "form": of.form.code,
        "version": of.version.number,
        "region": of.region,
        "period": of.period,
        "state": of.state,
        "state_words": of.get_state_display(),
        "due_on": of.due_on,
        "submitted_at": of.submitted_at,
        "figures": figures,
        "missing": [f"{row}:{column}" for row, column in check.missing],
        "findings": [
            {
                "rule": one.rule.code,
                "severity": one.rule.severity,
                "column": one.finding.column,
                "message": one.rule.message or one.rule.text,
                "figures": one.finding.words,
                "reason": one.reason.text if one.reason else "",
            }
            for one in check.findings
        ],
    }


@router.get(
    "/returns/{form}/{region}/{period}", response=ReturnOut, summary="A return as it stands",
    openapi_extra=_REFUSED,
)  # fmt: skip
def return_read(request: HttpRequest, form: str, region: str, period: str) -> dict[str, Any]:
    """For the holder of the region's key (`Authorization: Bearer …`)."""
    of = _return(request, form, region, period)
    return _out(of, check_return(of=of))


@router.put(
    "/returns/{form}/{region}/{period}", response=WrittenOut, summary="Write a return's figures",
    openapi_extra=_REFUSED,
)  # fmt: skip
def return_write(request: HttpRequest, form: str, region: str, period: str, body: ReturnIn) -> dict[str, Any]:
    """A receipt for each cell, and what the form checks; handed in where that is asked for and possible."""
    of = _return(request, form, region, period)
    texts = _texts(body)
    now = timezone.now()
    try:
        receipts = texts_write(of=of, texts=texts, source=CellSource.API, origin="", by=None, at=now)
    except NotPossible as refusal:
        raise HttpError(409, str(refusal)) from None
    refused: list[str] = []
    for reason in body.reasons:
        try:
            moves.reason_write(
                of=of, rule=reason.rule, column=reason.column, text=reason.text, by=None, at=now
            )
        except NotPossible as refusal:
            refused.append(f"{reason.rule}: {refusal}")
    if body.submit and not any(one.outcome == Outcome.REFUSED for one in receipts):
        try:
            moves.return_submit(of=of, by=None, at=now)
        except NotPossible as refusal:
            refused.append(str(refusal))
    of = _return(request, form, region, period)
    told = [
        {"row": one.row, "column": one.column, "outcome": one.outcome, "words": one.words} for one in receipts
    ]
    return _out(of, check_return(of=of)) | {"receipts": told, "refused": " ".join(refused)}


def _texts(body: ReturnIn) -> dict[Place, str]:
    texts = {
        (row, column): "" if figure is None else str(figure)
        for row, columns in body.figures.items()
        for column, figure in columns.items()
    }
    if len(texts) > MOST_ROWS * MOST_COLUMNS:
        raise HttpError(422, f"There are more than {MOST_ROWS * MOST_COLUMNS} figures.")
    return texts
