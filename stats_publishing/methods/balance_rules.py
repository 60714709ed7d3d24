"""Balance rules as they are written, and what they mean: the language of `balance`."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken

LONGEST: Final = 500
_GRAMMAR: Final = Path(__file__).with_name("balance.lark")
_PLAIN: Final = str.maketrans(
    {"≤": "<=", "≥": ">=", "≠": "!=", "−": "-", "×": "*", "÷": "/", "“": "'", "”": "'"}
)


class RuleError(ValueError):
    """Why a text is no rule, in words.

    Args:
        at: the place in the text, from 0.
        code, values: the same for who says it in other words: too_long, too_early, not_understood, order, and
            unknown_form, unknown_row, unknown_column.
    """

    def __init__(self, message: str, *, at: int = 0, code: str = "", **values: str) -> None:
        super().__init__(message)
        self.at = at
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Form:
    """The rows and columns of a form in their order."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a return. Form "": the form itself; column "": each column; period: how many back, ≤ 0."""

    row: str
    column: str = ""
    form: str = ""
    period: int = 0

    def within(self, column: str) -> Cell:
        """The cell in a column, unless it names its own."""
        return self if self.column else replace(self, column=column)

    def __str__(self) -> str:
        form = f"{self.form}!" if self.form else ""
        column = f"[{self.column}]" if self.column else ""
        return f"{form}{self.row}{column}{f'@{self.period}' if self.period else ''}"


@dataclass(frozen=True, slots=True)
class Number:
    value: Decimal


@dataclass(frozen=True, slots=True)
class Chain:
    """first, then each (operator, operand) in turn; `sum(…)` of a range is a chain as well."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


Node = Number | Cell | Chain


@dataclass(frozen=True, slots=True)
class Rule:
    """left COMPARISON right, within a tolerance."""

    text: str
    left: Node
    comparison: str
    right: Node
    tolerance: Decimal

    def cells(self) -> tuple[Cell, ...]:
        """Every cell of the rule, once, in the order of the text."""
        return tuple(dict.fromkeys((*cells_of(self.left), *cells_of(self.right))))


def read_rule(text: str, *, forms: Mapping[str, Form], own: str) -> Rule:
    """The rule of a text.

    Args:
        forms: all forms that a rule may name, by name.
        own: the form that the rule belongs to.
    Raises:
        RuleError: the text is no rule, or names a form, row or column that does not exist.
    """
    if len(text) > LONGEST:
        raise RuleError(
            f"A rule has at most {LONGEST} characters; this one has {len(text)}.",
            code="too_long",
            most=str(LONGEST),
        )
    plain = unicodedata.normalize("NFKC", text).translate(_PLAIN)
    try:
        tree = _parser().parse(plain)
    except UnexpectedInput as error:
        raise _unreadable(plain, error) from error
    left, comparison, right, tolerance = tree.children
    reader = _Reader(forms, own)
    return Rule(
        text=text,
        left=reader.node(left),
        comparison=str(comparison),
        right=reader.node(right),
        tolerance=Decimal(str(tolerance or 0)),
    )


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR.read_text(encoding="utf-8"), parser="lalr", start="rule", maybe_placeholders=True)


def _unreadable(text: str, error: UnexpectedInput) -> RuleError:
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return RuleError(
            "The rule ends too early: a comparison has two sides.", at=len(text), code="too_early"
        )
    place: int | None = getattr(error, "pos_in_stream", None)
    at = place or 0
    near = text[at : at + 10]
    return RuleError(
        f"“{near}” is not understood at place {at + 1}.",
        at=at,
        code="not_understood",
        text=near,
        place=str(at + 1),
    )


def cells_of(node: Node) -> Iterator[Cell]:
    """The cells of one side of a rule, as they come."""
    if isinstance(node, Cell):
        yield node
    elif isinstance(node, Chain):
        for each in (node.first, *(operand for _operator, operand in node.rest)):
            yield from cells_of(each)


class _Reader:
    """Makes nodes of a parsed text, with all names looked up."""

    def __init__(self, forms: Mapping[str, Form], own: str) -> None:
        self.forms = forms
        self.own = own

    def node(self, tree: Any) -> Node:
        if tree.data == "number":
            return Number(Decimal(str(tree.children[0])))
        if tree.data == "signed":
            sign, operand = tree.children
            return Chain(Number(Decimal(0)), ((str(sign), self.node(operand)),))
        if tree.data == "cell":
            return self._cell(*tree.children)
        if tree.data == "rows":
            return self._rows(*tree.children)
        if tree.data == "columns":
            return self._columns(*tree.children)
        first, *rest = tree.children
        pairs = zip(rest[::2], rest[1::2], strict=True)
        return Chain(self.node(first), tuple((str(sign), self.node(operand)) for sign, operand in pairs))

    def _cell(self, form: Any, row: Any, column: Any, period: Any) -> Cell:
        name, of = self._form(form)
        return Cell(
            row=_known(_name(row), of.rows, "row"),
            column=_known(_name(column.children[0]), of.columns, "column") if column else "",
            form=name,
            period=int(period.children[0]) if period else 0,
        )

    def _rows(self, form: Any, first: Any, last: Any, column: Any, period: Any) -> Node:
        model = self._cell(form, first, column, period)
        rows = self._form(form)[1].rows
        return _chained(
            replace(model, row=row) for row in _between(rows, model.row, _known(_name(last), rows, "row"))
        )

    def _columns(self, form: Any, row: Any, first: Any, last: Any, period: Any) -> Node:
        model = self._cell(form, row, None, period)
        columns = self._form(form)[1].columns
        ends = (_known(_name(each), columns, "column") for each in (first, last))
        return _chained(replace(model, column=column) for column in _between(columns, *ends))

    def _form(self, form: Any) -> tuple[str, Form]:
        if form is None:
            return "", self.forms[self.own]
        name = _known(_name(form.children[0]), tuple(self.forms), "form")
        return name, self.forms[name]


def _chained(cells: Iterator[Cell]) -> Node:
    first, *rest = cells
    return Chain(first, tuple(("+", cell) for cell in rest))


def _between(names: tuple[str, ...], first: str, last: str) -> tuple[str, ...]:
    start, end = names.index(first), names.index(last)
    if start > end:
        raise RuleError(f"{first} stands after {last} in the form.", code="order", first=first, last=last)
    return names[start : end + 1]


def _name(tree: Tree[Token]) -> Token:
    token = tree.children[0]
    assert isinstance(token, Token)
    return token


def _known(token: Token, names: tuple[str, ...], what: str) -> str:
    wanted = token.strip("'")
    plain = {unicodedata.normalize("NFKC", name): name for name in names}
    if wanted not in plain:
        near = difflib.get_close_matches(wanted, plain, n=3, cutoff=0.4)
        hint = f" Is {' or '.join(plain[each] for each in near)} meant?" if near else ""
        raise RuleError(
            f"There is no {what} {wanted}.{hint}",
            at=token.start_pos or 0,
            code=f"unknown_{what}",
            name=wanted,
            near=" / ".join(plain[each] for each in near),
        )
    return plain[wanted]
