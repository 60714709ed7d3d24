"""Balance rules: read, held against returns, and explained with the figures of both sides."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats_publishing.methods.balance import check_rule
from stats_publishing.methods.balance_rules import LONGEST, Cell, Form, RuleError, read_rule

FORMS = {
    "失业保险": Form(
        rows=("期初", "新增", "停止", "期末", "B.01", "（一）缴费"), columns=("男", "女", "合计")
    ),
    "供求": Form(rows=("国有", "集体", "外商", "企业"), columns=("求职", "介绍成功")),
}
OWN = "失业保险"


def findings(text, figures, own=OWN):
    rule = read_rule(text, forms=FORMS, own=own)
    stated = {cell: Decimal(str(figure)) for cell, figure in figures.items()}
    return check_rule(rule, figures=stated.get, form=FORMS[own])


def column(name, **rows):
    return {Cell(row, name): figure for row, figure in rows.items()}


def test_a_rule_without_a_column_is_held_against_each():
    figures = column("男", 期初=10, 新增=5, 停止=2, 期末=13) | column("女", 期初=1, 新增=1, 停止=0, 期末=3)
    men, women, together = findings("期末 = 期初 + 新增 − 停止", figures)
    assert (men.column, men.holds) == ("男", True)
    assert (women.holds, women.left, women.right) == (False, 3, 2)
    assert women.words == "期末 3 = 期初 1 + 新增 1 − 停止 0: 3 ≠ 2"
    assert together.holds is None
    assert together.missing[0] == Cell("期末", "合计")
    assert "期末 …" in together.words


def test_other_periods_and_other_forms_are_reached():
    figures = {Cell("期初", "合计"): 7, Cell("期末", "合计", period=-1): 7}
    assert findings("期初[合计] = 期末[合计]@-1", figures)[0].holds
    figures = {Cell("新增", "合计"): 4, Cell("企业", "求职", form="供求"): 5}
    (finding,) = findings("新增[合计] >= 供求!企业[求职]", figures)
    assert finding.words == "新增[合计] 4 ≥ 供求!企业[求职] 5: 4 < 5"


def test_ranges_add_up_rows_and_columns_in_the_order_of_the_form():
    figures = {Cell(row, "求职"): n for n, row in enumerate(FORMS["供求"].rows, start=1)}
    (finding,) = findings("sum(国有:外商[求职]) = 企业[求职] ± 1", figures, own="供求")
    assert (finding.left, finding.right, finding.holds) == (6, 4, False)
    assert findings("sum(国有:外商[求职]) = 企业[求职] ± 2", figures, own="供求")[0].holds
    figures = {Cell("期末", "男"): 1, Cell("期末", "女"): 2, Cell("期末", "合计"): 3}
    assert findings("sum(期末[男:女]) = 期末[合计]", figures)[0].holds


def test_full_width_signs_and_names_in_quotes_are_understood():
    figures = {Cell("B.01", "男"): 4, Cell("（一）缴费", "男"): 2}
    assert findings("'B.01'［男］ ＝ ２ × “（一）缴费”[男]", figures)[0].holds
    assert findings("'B.01'[男] ≠ '（一）缴费'[男]", figures)[0].holds


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 3 - 2", 5),
        ("-2 + 5", 3),
        ("8 / 4 / 2", 1),
        ("2 - -1.5", 3.5),
    ],
)
def test_arithmetic_is_that_of_school(text, value):
    (finding,) = findings(f"{text} = {value} + 0 * 期初[男]", {Cell("期初", "男"): 1})
    assert finding.holds


def test_what_is_divided_by_nothing_is_not_judged():
    (finding,) = findings("新增[男] / 期初[男] <= 1", {Cell("新增", "男"): 1, Cell("期初", "男"): 0})
    assert finding.holds is None
    assert finding.words.endswith("÷ 0")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "ends too early"),
        ("期末 = ", "ends too early"),
        ("期末 + 期初", "ends too early"),
        ("期末 = 期初 = 新增", "“= 新增” is not understood at place 9"),
        ("期未 = 期初", "There is no row 期未. Is 期末"),
        ("期末[儿童] = 1", "There is no column 儿童"),
        ("年报!期末 = 1", "There is no form 年报"),
        ("sum(期末:期初) = 1", "期末 stands after 期初"),
        ("__import__('os').system('ls') = 1", "not understood"),
        ("期末.__class__ = 1", "not understood"),
        ("期末 = 期初@1", "not understood"),
        ("期末 = " + "1+" * LONGEST, "at most 500 characters"),
    ],
)
def test_a_text_that_is_no_rule_is_refused_in_words(text, words):
    with pytest.raises(RuleError, match=words.replace("(", r"\(")):
        read_rule(text, forms=FORMS, own=OWN)


@given(st.text(alphabet="期末初新增sum()[]:!@'+-*/=<>±0123 .", max_size=40))
def test_any_text_is_a_rule_or_is_refused(text):
    outcome = None
    try:
        outcome = read_rule(text, forms=FORMS, own=OWN)
    except RuleError as error:
        outcome = str(error)
    assert outcome


def test_the_deepest_rule_that_fits_is_judged():
    deep = "-(" * 160 + "期初[男]" + ")" * 160 + " = 期初[男]"
    assert len(deep) <= LONGEST
    assert findings(deep, {Cell("期初", "男"): 3})[0].holds


@given(rows=st.lists(st.integers(-(10**9), 10**9), min_size=4, max_size=4), planted=st.integers(-5, 5))
def test_a_sum_that_is_wrong_by_anything_is_found(rows, planted):
    opening, new, stopped, _unused = rows
    figures = column("男", 期初=opening, 新增=new, 停止=stopped, 期末=opening + new - stopped + planted)
    finding = findings("期末 = 期初 + 新增 - 停止", figures)[0]
    assert finding.holds == (planted == 0)
    assert finding.left - finding.right == planted
