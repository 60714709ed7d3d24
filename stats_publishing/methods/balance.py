"""Balance rules of returns (平衡公式, 审核关系): a small language of sums and comparisons, no more.

期末 = 期初 + 新增 - 停止            of one form, in each of its columns where none is named
期初 = 期末@-1                       of the period before; @-4 of the same quarter a year before
介绍成功[合计] <= 求职[合计]         in one column
sum(国有:外商) = 企业 ± 1            of all rows from one to another, within a tolerance
sum(合计[一月:三月]) = 年报!合计[全年]   of columns; of another form
'B.01' = 2 * '（一）缴费'            names with other signs stand in quotes
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import Final

from stats_publishing.methods.balance_rules import Cell, Form, Node, Number, Rule, cells_of

Figures = Callable[[Cell], Decimal | None]

_COMPARE: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_OPPOSITE: Final = {"=": "≠", "!=": "=", "<": "≥", "<=": ">", ">": "≤", ">=": "<"}
_SHOWN: Final = {"<=": "≤", ">=": "≥", "!=": "≠", "-": "−", "*": "×", "/": "÷"}
_COMPUTE: Final[Mapping[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of one column.

    Args:
        holds: None where it cannot be judged: cells are missing, or something is divided by nothing.
        left, right: the figures on both sides.
        words: the rule with its figures, in signs only: `期末 12 = 期初 10 + 新增 5: 12 ≠ 15`.
    """

    column: str
    holds: bool | None
    left: Decimal | None
    right: Decimal | None
    missing: tuple[Cell, ...]
    words: str


def check_rule(rule: Rule, *, figures: Figures, form: Form) -> tuple[Finding, ...]:
    """Holds a rule against a return: once for each column of the form, or once where it names its columns.

    Source: 平衡公式 and 审核关系 of statistical return forms; how they are written is this portal's.

    Args:
        figures: the figure of a cell (its column always named); None where it is not filled in.
        form: the form that the rule belongs to.
    """
    columns = form.columns if any(not cell.column for cell in rule.cells()) else ("",)
    return tuple(_checked(rule, figures=figures, column=column) for column in columns)


def value_of(node: Node, *, figures: Figures, column: str) -> Decimal | None:
    """What one side of a rule comes to in a column; None where a figure is missing or a divisor is 0."""
    known = {cell: figures(cell.within(column)) for cell in cells_of(node)}
    stated = {cell: figure for cell, figure in known.items() if figure is not None}
    if len(stated) < len(known):
        return None
    try:
        return _value(node, stated)
    except (DivisionByZero, InvalidOperation):
        return None


def _checked(rule: Rule, *, figures: Figures, column: str) -> Finding:
    cells = {cell: figures(cell.within(column)) for cell in rule.cells()}
    missing = tuple(cell.within(column) for cell, figure in cells.items() if figure is None)
    comparison = _SHOWN.get(rule.comparison, rule.comparison)
    text = f"{_words(rule.left, cells)} {comparison} {_words(rule.right, cells)}"
    if rule.tolerance:
        text += f" ± {rule.tolerance}"
    known = {cell: figure for cell, figure in cells.items() if figure is not None}
    if missing:
        return Finding(column, None, None, None, missing, text)
    try:
        left, right = _value(rule.left, known), _value(rule.right, known)
    except (DivisionByZero, InvalidOperation):
        return Finding(column, None, None, None, (), f"{text}: ÷ 0")
    holds = _COMPARE[rule.comparison](left, right) or abs(left - right) <= rule.tolerance
    sign = rule.comparison if holds else _OPPOSITE[rule.comparison]
    return Finding(
        column, holds, left, right, (), f"{text}: {_plain(left)} {_SHOWN.get(sign, sign)} {_plain(right)}"
    )


def _value(node: Node, known: Mapping[Cell, Decimal]) -> Decimal:
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Cell):
        return known[node]
    value = _value(node.first, known)
    for sign, operand in node.rest:
        value = _COMPUTE[sign](value, _value(operand, known))
    return value


def _words(node: Node, cells: Mapping[Cell, Decimal | None], *, inner: bool = False) -> str:
    """The node with the figure behind each cell; … where there is none."""
    if isinstance(node, Number):
        return _plain(node.value)
    if isinstance(node, Cell):
        figure = cells[node]
        return f"{node} {'…' if figure is None else _plain(figure)}"
    rest = [f" {_SHOWN.get(sign, sign)} {_words(operand, cells, inner=True)}" for sign, operand in node.rest]
    text = _words(node.first, cells, inner=True) + "".join(rest)
    return f"({text})" if inner else text


def _plain(figure: Decimal) -> str:
    return f"{figure.normalize():f}"
