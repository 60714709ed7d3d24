"""Forms and returns for tests."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from stats_publishing.enums import CellSource
from stats_publishing.form_design import FormDesign
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.models import Return, ReturnForm
from stats_publishing.services.forms import (
    Header,
    form_create,
    form_draft_begin,
    form_draft_save,
    form_publish,
)
from stats_publishing.services.return_checks import check_return
from stats_publishing.services.return_moves import reason_write, return_submit
from stats_publishing.services.returns import figures_write, returns_open

WUHAN, SHENZHEN, HUBEI = "420100", "440300", "420000"
SMALL = {
    "rows": [
        {"code": "people", "name": "人数", "kind": "heading"},
        {"code": "start", "name": "期初", "unit": "人", "parent": "people"},
        {"code": "new", "name": "新增", "unit": "人", "parent": "people"},
        {"code": "stopped", "name": "停止", "unit": "人", "parent": "people"},
        {"code": "end", "name": "期末", "unit": "人", "parent": "people", "rule": "期初 + 新增 - 停止"},
        {"code": "paid", "name": "支出", "kind": "decimal", "places": 2, "unit": "万元", "closed": ["women"]},
    ],
    "columns": [
        {"code": "men", "name": "男"},
        {"code": "women", "name": "女"},
        {"code": "all", "name": "合计", "sums": ["men", "women"]},
    ],
    "rules": [
        {"code": "R1", "text": "期初 = 期末@-1", "message": "与上期一致"},
        {"code": "R2", "text": "停止 <= 期初 + 新增"},
        {"code": "R3", "text": "新增[合计] <= 100", "severity": "warning", "message": "新增较多"},
    ],
}
GOOD = {"start": (10, 5), "new": (4, 1), "stopped": (3, 2), "paid": ("1.50", None)}


def small_form(*, code: str = "small", name: str = "小表", first: str = "2026-01", design=None) -> ReturnForm:
    """A published monthly form with a computed row, a sum and three rules."""
    form = form_create(code=code, name=name, period_kind=PeriodKind.MONTH, filled_by="city", by=None)
    draft = form_draft_begin(form=form, by=None, at=timezone.now())
    form_draft_save(
        draft=draft,
        header=Header("试1表", "试验月报表", "统计处"),
        design=FormDesign.of_json(design or SMALL),
        by=None,
        at=timezone.now(),
    )
    form_publish(draft=draft, first_period=Period.read(first), by=None, at=timezone.now())
    return form


def opened(region: str = WUHAN, period: str = "2026-03", form: ReturnForm | None = None) -> Return:
    """The return of a region and month, opened if need be."""
    form = form or ReturnForm.objects.first() or small_form()
    returns_open(on=Period.read(period).end, at=timezone.now(), regions_only=[region])
    return Return.objects.select_related("form", "version").get(form=form, region=region, period=period)


def figures(**rows) -> dict:
    """Figures of the columns men and women by row."""
    given = {}
    for row, values in rows.items():
        for column, value in zip(("men", "women"), values, strict=True):
            if not (row == "paid" and column == "women"):
                given[row, column] = None if value is None else Decimal(str(value))
    return given


def filled(of: Return, *, by=None, at: dt.datetime | None = None, **rows) -> Return:
    """The return with good figures, some of them others."""
    figures_write(
        of=of, figures=figures(**{**GOOD, **rows}), source=CellSource.SCREEN, by=by, at=at or timezone.now()
    )
    of.refresh_from_db()
    return of


def submitted(of: Return, *, by=None, at: dt.datetime | None = None, **rows) -> Return:
    """The return filled in, its warnings explained, and handed in."""
    filled(of, by=by, at=at, **rows)
    for one in check_return(of=of).unexplained:
        reason_write(
            of=of,
            rule=one.rule.code,
            column=one.finding.column,
            text="招聘会集中登记",
            by=by,
            at=timezone.now(),
        )
    return return_submit(of=of, by=by, at=at or timezone.now())
