"""Forms: shipped, drawn up, published from a period on, compared; figures as people write them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from stats_publishing.form_checks import problems_of
from stats_publishing.form_computing import FigureError, computed, read_figure, write_figure
from stats_publishing.form_design import BalanceRule, FormDesign, Row, differences
from stats_publishing.methods.groups import KINDS, groups
from stats_publishing.methods.periods import Period
from stats_publishing.models import FormVersion, ReturnForm
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.forms import (
    Header,
    form_draft_begin,
    form_draft_save,
    form_publish,
    shipped_forms,
    version_for,
)
from tests.stats_publishing.returns import SMALL, opened, small_form

DESIGN = FormDesign.of_json(SMALL)
HEADER = Header("试1表", "试验月报表", "统计处")
COUNT, MONEY = Row("a", "甲"), Row("b", "乙", kind="decimal", places=2, signed=True)


def problems(design: FormDesign) -> list[tuple[str, str]]:
    with translation.override("en"):
        return [(one.what, one.words) for one in problems_of(design, name="小表", others={})]


def changed(**parts) -> FormDesign:
    return FormDesign.of_json({**SMALL, **parts})


def test_a_design_survives_the_database():
    assert FormDesign.of_json(DESIGN.as_json()) == DESIGN


def test_a_good_design_has_no_problems():
    assert problems(DESIGN) == []


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"rows": []}, "at least one row"),
        ({"rows": [{"code": "a", "name": "甲"}, {"code": "a", "name": "乙"}]}, "twice"),
        ({"rows": [{"code": "a", "name": "甲"}, {"code": "b", "name": "甲"}]}, "tell them apart"),
        ({"rows": [{"code": "甲", "name": "甲"}]}, "Latin letters"),
        ({"rows": [{"code": "a", "name": "甲", "parent": "b"}]}, "does not stand above"),
        ({"rows": [{"code": "a", "name": "甲", "rule": "乙 + 1"}], "rules": []}, "no row 乙"),
        (
            {
                "rows": [
                    {"code": "a", "name": "甲", "rule": "乙"},
                    {"code": "b", "name": "乙", "rule": "甲"},
                ],
                "rules": [],
            },
            "from each other",
        ),
        ({"rows": [{"code": "a", "name": "甲", "rule": "甲@-1"}], "rules": []}, "own form and period"),
        ({"columns": [{"code": "a", "name": "甲", "sums": ["b"]}]}, "no column b"),
        ({"rules": [{"code": "R1", "text": "期未 = 期初"}]}, "Is 期末"),
        ({"rules": [{"code": "R1", "text": "期末 = "}]}, "two sides"),
    ],
)
def test_what_is_wrong_with_a_design_is_said(parts, said):
    assert any(said in words for _what, words in problems(changed(**parts)))


def test_differences_name_what_came_what_changed_and_what_went():
    rows = [row for row in SMALL["rows"] if row["code"] != "paid"]
    rows[1] = {**rows[1], "name": "上期结转"}
    after = changed(rows=[*rows, {"code": "late", "name": "迟报"}], rules=SMALL["rules"][:2])
    found = {(one.what, one.code): one for one in differences(DESIGN, after)}
    assert found["row", "start"].fields == ("name",)
    assert found["row", "late"].before is None
    assert found["row", "paid"].after is None
    assert found["rule", "R3"].after is None
    assert len(found) == 4


@pytest.mark.django_db
def test_shipped_forms_are_in_order_and_load_once(capsys):
    for _again in range(2):
        call_command("return_forms_load", on=dt.date(2026, 11, 3))
    assert ReturnForm.objects.count() == len(shipped_forms()) == 5
    assert "5 forms published" in capsys.readouterr().out
    assert FormVersion.objects.get(form__code="supply-demand").first_period == "2026Q4"


@pytest.mark.django_db
def test_the_quarterly_form_asks_every_group_of_the_published_tables():
    call_command("return_forms_load", on=dt.date(2026, 11, 3))
    design = FormVersion.objects.get(form__code="supply-demand").content
    counted = {row.counts for row in design.rows}
    of_old_classifications = {"军人", "地质勘查业、水利管理业", "第一产业", "第二产业", "第三产业"}
    for kind in KINDS:
        asked = {group.name for group in groups(kind) if group.role != "total"} - of_old_classifications
        given_names = {one.split("/")[1] for one in counted if one.startswith(f"{kind}/")}
        assert asked - given_names <= {"无要求"}
    assert {column.counts for column in design.columns} >= {"demand_carried", "demand_new", "seekers"}


@pytest.mark.django_db
def test_a_version_holds_from_its_first_period_until_the_next():
    form = small_form(first="2026-01")
    first = form.versions.get()
    draft = form_draft_begin(form=form, by=None, at=timezone.now())
    assert (draft.number, draft.design) == (2, first.design)
    assert form_draft_begin(form=form, by=None, at=timezone.now()) == draft
    with pytest.raises(NotPossible):
        form_publish(draft=draft, first_period=Period.read("2026-01"), by=None, at=timezone.now())
    with pytest.raises(NotPossible):
        form_publish(draft=draft, first_period=Period.read("2026Q3"), by=None, at=timezone.now())
    form_publish(draft=draft, first_period=Period.read("2026-06"), by=None, at=timezone.now())
    held = {code: version_for(form, Period.read(code)) for code in ("2025-12", "2026-05", "2026-06")}
    assert held == {"2025-12": None, "2026-05": first, "2026-06": draft}


@pytest.mark.django_db
def test_a_version_does_not_begin_where_returns_are_open():
    form = small_form()
    opened(period="2026-04", form=form)
    draft = form_draft_begin(form=form, by=None, at=timezone.now())
    with pytest.raises(NotPossible):
        form_publish(draft=draft, first_period=Period.read("2026-04"), by=None, at=timezone.now())


@pytest.mark.django_db
def test_a_form_cannot_lose_what_the_rules_of_another_name():
    base = small_form(code="base", name="基础表")
    other = {**SMALL, "rules": [{"code": "R1", "text": "新增[合计] <= 基础表!期末[合计]"}]}
    small_form(design=other)
    draft = form_draft_begin(form=base, by=None, at=timezone.now())
    rows = tuple(replace(row, name="期末人数") if row.code == "end" else row for row in DESIGN.rows)
    rules = (BalanceRule("R2", "停止 <= 期初 + 新增"),)
    form_draft_save(
        draft=draft,
        header=HEADER,
        design=FormDesign(rows, DESIGN.columns, rules),
        by=None,
        at=timezone.now(),
    )
    with pytest.raises(NotPossible, match="基础表!期末"):
        form_publish(draft=draft, first_period=Period.read("2026-06"), by=None, at=timezone.now())


@pytest.mark.parametrize(
    ("text", "row", "figure"),
    [
        (" 1,234 ", COUNT, 1234),
        ("１２３４", COUNT, 1234),
        ("12.0", COUNT, 12),
        ("—", COUNT, None),
        ("", COUNT, None),
        ("0", COUNT, 0),
        ("-1 234.5", MONEY, Decimal("-1234.50")),
    ],
)
def test_figures_are_read_as_people_write_them(text, row, figure):
    assert read_figure(text, row) == figure


@pytest.mark.parametrize(
    ("text", "row", "code"),
    [
        ("12人", COUNT, "not_a_number"),
        ("1e5", COUNT, "not_a_number"),
        ("=1+1", COUNT, "not_a_number"),
        ("-3", COUNT, "negative"),
        ("1.5", COUNT, "not_whole"),
        ("1.234", MONEY, "places"),
        ("9" * 15, COUNT, "too_long"),
    ],
)
def test_what_is_no_figure_is_refused_with_its_reason(text, row, code):
    with pytest.raises(FigureError) as refused:
        read_figure(text, row)
    assert refused.value.code == code


@given(st.decimals(-(10**10), 10**10, places=2))
def test_a_figure_that_is_written_is_read_again(figure):
    assert read_figure(write_figure(figure, MONEY), MONEY) == figure


@given(st.tuples(*[st.integers(0, 10**9)] * 6))
def test_computed_cells_keep_the_balance(six):
    places = [(row, column) for row in ("start", "new", "stopped") for column in ("men", "women")]
    given_figures = {place: Decimal(one) for place, one in zip(places, six, strict=True)}
    result = computed(DESIGN, given_figures)
    assert result["end", "all"] == result["end", "men"] + result["end", "women"]
    assert result["end", "men"] == six[0] + six[2] - six[4]
