"""What is wrong with a form that is being drawn up, in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stats_publishing.enums import RowKind, Severity
from stats_publishing.form_computing import MOST_PLACES, order_of_computing, row_rule
from stats_publishing.form_design import MOST_COLUMNS, MOST_ROWS, MOST_RULES, Column, FormDesign, Row
from stats_publishing.methods.balance_rules import Form, RuleError, read_rule

_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}", re.ASCII)
_LONGEST_NAME: Final = 60
RULE_WORDS: Final[Mapping[str, str | Promise]] = {
    "too_long": gettext_lazy("A rule has at most %(most)s characters."),
    "too_early": gettext_lazy("The rule ends too early: a comparison has two sides."),
    "not_understood": gettext_lazy("“%(text)s” is not understood at place %(place)s."),
    "order": gettext_lazy("%(first)s stands after %(last)s in the form."),
    "unknown_form": gettext_lazy("There is no form %(name)s."),
    "unknown_row": gettext_lazy("There is no row %(name)s."),
    "unknown_column": gettext_lazy("There is no column %(name)s."),
    "not_computable": gettext_lazy("A computed row is computed from its own form and period only."),
    "circle": gettext_lazy("Rows are computed from each other: %(rows)s."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong where.

    Args:
        what: row, column, rule or form.
        index: the place in its list, from 0.
    """

    what: str
    index: int
    words: str


def rule_words(error: RuleError) -> str:
    """Why a text is no rule, in the person's language, with the nearest names."""
    words = RULE_WORDS.get(error.code)
    said = str(words) % error.values if words else str(error)
    if near := error.values.get("near"):
        said += " " + _("Is %(names)s meant?") % {"names": near}
    return said


def problems_of(design: FormDesign, *, name: str, others: Mapping[str, Form]) -> tuple[Problem, ...]:
    """Everything that is wrong with a design.

    Args:
        name: the form's own short name.
        others: the forms that rules may name, by short name.
    """
    found = [*_sizes(design), *_rows(design), *_columns(design)]
    if not found:  # rules are looked at once their names stand
        found += [*_computed_rows(design), *_rules(design, name, others)]
    return tuple(found)


def _sizes(design: FormDesign) -> Iterator[Problem]:
    if not design.shape.rows or not design.columns:
        yield Problem("form", 0, _("A form has at least one row with figures and one column."))
    for what, parts, most in (
        ("row", design.rows, MOST_ROWS),
        ("column", design.columns, MOST_COLUMNS),
        ("rule", design.rules, MOST_RULES),
    ):
        if len(parts) > most:
            yield Problem(what, most, _("There are more than %(most)s.") % {"most": most})


def _named(what: str, parts: Sequence[Row | Column]) -> Iterator[Problem]:
    codes, names = Counter(one.code for one in parts), Counter(one.name for one in parts)
    for index, one in enumerate(parts):
        if not _CODE.fullmatch(one.code):
            yield Problem(what, index, _("A code is made of Latin letters, digits, points and hyphens."))
        elif codes[one.code] > 1:
            yield Problem(what, index, _("The code %(code)s stands there twice.") % {"code": one.code})
        if not one.name or len(one.name) > _LONGEST_NAME or "'" in one.name or "“" in one.name:
            yield Problem(what, index, _("A name has 1 to 60 characters and no quotes."))
        elif names[one.name] > 1:
            yield Problem(
                what, index, _("The name %(name)s stands there twice: rules could not tell them apart.")
                % {"name": one.name},
            )  # fmt: skip


def _rows(design: FormDesign) -> Iterator[Problem]:
    yield from _named("row", design.rows)
    above: set[str] = set()
    for index, row in enumerate(design.rows):
        if row.kind not in RowKind.values:
            yield Problem("row", index, _("“%(text)s” is no kind of row.") % {"text": row.kind})
        if row.parent and row.parent not in above:
            yield Problem(
                "row", index, _("The row above it, %(code)s, does not stand above.") % {"code": row.parent}
            )
        if not 0 <= row.places <= MOST_PLACES or (row.places and row.kind != RowKind.DECIMAL):
            yield Problem("row", index, _("Decimal numbers have up to 4 decimal places, others none."))
        if unknown := [code for code in row.closed if code not in design.column_of]:
            yield Problem("row", index, _("There is no column %(name)s.") % {"name": unknown[0]})
        above.add(row.code)


def _columns(design: FormDesign) -> Iterator[Problem]:
    yield from _named("column", design.columns)
    for index, column in enumerate(design.columns):
        for code in column.sums:
            part = design.column_of.get(code)
            if part is None:
                yield Problem("column", index, _("There is no column %(name)s.") % {"name": code})
            elif part.sums:
                yield Problem("column", index, _("A sum is made of columns that are filled in."))


def _computed_rows(design: FormDesign) -> Iterator[Problem]:
    bad = False
    for index, row in enumerate(design.rows):
        try:
            if row.rule:
                row_rule(design, row)
        except RuleError as error:
            bad = True
            yield Problem("row", index, rule_words(error))
    if not bad:
        try:
            order_of_computing(design)
        except RuleError as error:
            yield Problem("form", 0, rule_words(error))


def _rules(design: FormDesign, name: str, others: Mapping[str, Form]) -> Iterator[Problem]:
    forms = {**others, name: design.shape}
    codes = Counter(rule.code for rule in design.rules)
    for index, rule in enumerate(design.rules):
        if not _CODE.fullmatch(rule.code) or codes[rule.code] > 1:
            yield Problem("rule", index, _("Every rule has a code of its own."))
        if rule.severity not in Severity.values:
            yield Problem("rule", index, _("A rule is an error or a warning."))
        try:
            read_rule(rule.text, forms=forms, own=name)
        except RuleError as error:
            yield Problem("rule", index, rule_words(error))
