"""What a form (报表) asks: rows, columns, balance rules, as one value that is stored whole.

Rows and columns have a code, by which figures are kept, and a name, by which rules speak of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Final

from stats_publishing.enums import RowKind, Severity
from stats_publishing.methods.balance_rules import Cell, Form

MOST_ROWS: Final = 300
MOST_COLUMNS: Final = 20
MOST_RULES: Final = 200
Place = tuple[str, str]
"""Codes of a row and a column."""


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator.

    Args:
        unit: as written, such as 人 or 万元.
        parent: code of the row that it is a part of; only how it is shown.
        rule: it is computed: the right side of a rule over rows of the same form, such as
            `期初 + 新增 - 停止`.
        places: decimal places of a decimal number.
        signed: it may be below nought.
        optional: it may be left empty.
        closed: codes of columns in which it has no figure.
        counts: the group of a quarterly table whose people it counts, as `kind/name` of `methods.groups`, or
            the figure of the portal's records that it can be filled from.
    """

    code: str
    name: str
    kind: str = RowKind.INTEGER
    unit: str = ""
    parent: str = ""
    explanation: str = ""
    rule: str = ""
    places: int = 0
    signed: bool = False
    optional: bool = False
    closed: tuple[str, ...] = ()
    counts: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Args:
        sums: codes of the columns whose sum it is; empty: it is filled in.
        counts: the measure that it holds, such as demand_new.
    """

    code: str
    name: str
    sums: tuple[str, ...] = ()
    counts: str = ""


@dataclass(frozen=True, slots=True)
class BalanceRule:
    """A rule between figures (审核关系): an error blocks submission, a warning needs a written reason.

    Args:
        message: what it is about, for people.
    """

    code: str
    text: str
    severity: str = Severity.ERROR
    message: str = ""


@dataclass(frozen=True)
class FormDesign:
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    rules: tuple[BalanceRule, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Without what is as it usually is."""
        return {
            "rows": [_stated(Row("", ""), row) for row in self.rows],
            "columns": [_stated(Column("", ""), column) for column in self.columns],
            "rules": [_stated(BalanceRule("", ""), rule) for rule in self.rules],
        }

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> FormDesign:
        """The design of stored or shipped data.

        Raises:
            TypeError: it has a part that designs have not.
        """
        return cls(
            rows=tuple(Row(**one | {"closed": tuple(one.get("closed", ()))}) for one in data["rows"]),
            columns=tuple(Column(**one | {"sums": tuple(one.get("sums", ()))}) for one in data["columns"]),
            rules=tuple(BalanceRule(**one) for one in data.get("rules", ())),
        )

    @cached_property
    def shape(self) -> Form:
        """As rules see it."""
        return Form(
            rows=tuple(row.name for row in self.rows if row.kind != RowKind.HEADING),
            columns=tuple(column.name for column in self.columns),
        )

    @cached_property
    def row_of(self) -> Mapping[str, Row]:
        return {row.code: row for row in self.rows}

    @cached_property
    def column_of(self) -> Mapping[str, Column]:
        return {column.code: column for column in self.columns}

    @cached_property
    def row_named(self) -> Mapping[str, Row]:
        return {row.name: row for row in self.rows}

    @cached_property
    def column_named(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """All cells that hold a figure, in reading order."""
        return tuple(
            (row.code, column.code)
            for row in self.rows
            if row.kind != RowKind.HEADING
            for column in self.columns
            if column.code not in row.closed
        )

    @cached_property
    def inputs(self) -> frozenset[Place]:
        """The cells that are filled in."""
        return frozenset(
            (row, column)
            for row, column in self.places
            if not self.row_of[row].rule and not self.column_of[column].sums
        )

    @cached_property
    def needed(self) -> frozenset[Place]:
        """The cells that must be filled in; 0 is a figure."""
        return frozenset(place for place in self.inputs if not self.row_of[place[0]].optional)

    def cell(self, place: Place) -> Cell:
        """A place as rules name it."""
        return Cell(row=self.row_of[place[0]].name, column=self.column_of[place[1]].name)

    def words(self, place: Place) -> str:
        """A place as people name it: row · column."""
        row, column = self.row_of[place[0]].name, self.column_of[place[1]].name
        return f"{row} · {column}" if len(self.columns) > 1 else row

    def depth(self, row: Row) -> int:
        """How many rows stand above it."""
        deep, seen = 0, {row.code}
        while row.parent in self.row_of and row.parent not in seen:
            row = self.row_of[row.parent]
            seen.add(row.code)
            deep += 1
        return deep


def _stated(usual: Any, one: Any) -> dict[str, Any]:
    default = asdict(usual)
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(one).items()
        if value != default[name] or name in ("code", "name", "text")
    }


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two designs.

    Args:
        what: row, column or rule.
        before, after: None where there was or is none.
        fields: names of what differs, of one that stayed.
    """

    what: str
    code: str
    before: Row | Column | BalanceRule | None
    after: Row | Column | BalanceRule | None
    fields: tuple[str, ...] = ()


def differences(before: FormDesign, after: FormDesign) -> tuple[Change, ...]:
    """What was added, changed and removed, by code, in the order of the newer design."""
    found: list[Change] = []
    for what in ("row", "column", "rule"):
        old = {one.code: one for one in getattr(before, f"{what}s")}
        new = {one.code: one for one in getattr(after, f"{what}s")}
        for code in dict.fromkeys([*new, *old]):
            was, now = old.get(code), new.get(code)
            if was == now:
                continue
            fields: tuple[str, ...] = ()
            if was and now:
                one, other = asdict(was), asdict(now)
                fields = tuple(name for name in one if one[name] != other[name])
            found.append(Change(what, code, was, now, fields))
    return tuple(found)
