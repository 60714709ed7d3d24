"""Returns held against their form: what is missing, what does not add up, what needs a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from stats_publishing.enums import HANDED_IN, Severity
from stats_publishing.form_computing import computed
from stats_publishing.form_design import BalanceRule, FormDesign, Place
from stats_publishing.methods.balance import Finding, check_rule
from stats_publishing.methods.balance_rules import Cell, Rule, RuleError, read_rule
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.models import Return, ReturnCell, ReturnForm, WarningReason
from stats_publishing.services.forms import shapes_on
from stats_publishing.services.return_outliers import Outlier, past_outliers, peer_outliers

Values = dict[Place, Decimal | None]


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """A rule that does not hold in a column.

    Args:
        places: the cells of this return that it speaks of.
        reason: what was written about just these figures.
    """

    rule: BalanceRule
    finding: Finding
    places: tuple[Place, ...]
    reason: WarningReason | None

    @property
    def is_error(self) -> bool:
        return self.rule.severity == Severity.ERROR

    @property
    def key(self) -> str:
        """Names it in a page and in forms."""
        return f"{self.rule.code}:{self.finding.column}"

    @property
    def blocks(self) -> bool:
        """It stands in the way of submission."""
        return self.is_error or self.reason is None


@dataclass(frozen=True, slots=True)
class ReturnCheck:
    """What a check found.

    Args:
        missing: cells that must be filled in and are not.
        findings: rules that do not hold, errors first.
        open_rules: how many rules could not be judged, as other returns or cells are missing.
    """

    values: Values
    missing: tuple[Place, ...]
    findings: tuple[RuleFinding, ...]
    open_rules: int

    @property
    def errors(self) -> tuple[RuleFinding, ...]:
        return tuple(one for one in self.findings if one.is_error)

    @property
    def warnings(self) -> tuple[RuleFinding, ...]:
        return tuple(one for one in self.findings if not one.is_error)

    @property
    def unexplained(self) -> tuple[RuleFinding, ...]:
        return tuple(one for one in self.warnings if one.reason is None)

    @property
    def is_clean(self) -> bool:
        """It may be submitted."""
        return not self.missing and not any(one.blocks for one in self.findings)


def values_of(of: Return) -> Values:
    """All figures of a return that are there."""
    return {(row, column): value for row, column, value in of.cells.values_list("row", "column", "value")}


def check_return(*, of: Return, given: Mapping[Place, Decimal | None] | None = None) -> ReturnCheck:
    """Check a return as it stands, or as it would be with other figures.

    Other periods and forms count as far as they are handed in; until then a rule about them cannot be judged.

    Args:
        given: all filled-in figures, in the place of those that are kept: as somebody types. They are not
            held against other regions', which takes longer.
    """
    design = of.version.content
    values: Values = values_of(of) if given is None else dict(given)
    values = {place: values.get(place) for place in design.inputs}
    values |= computed(design, values)
    rules, unjudged = _rules(of, design)
    figures = _lookup(of, design, values, [rule for _one, rule in rules])
    reasons = {(one.rule, one.column): one for one in of.reasons.select_related("by")}
    found: list[RuleFinding] = []
    open_places = set(design.places)
    for one, rule in rules:
        for finding in check_rule(rule, figures=figures, form=design.shape):
            own = _own_places(design, rule, finding)
            if not open_places.issuperset(own):
                continue  # the form asks no such figure
            if finding.holds is None:
                unjudged += 1
            elif not finding.holds:
                found.append(RuleFinding(one, finding, own, _reason(reasons, one, finding)))
    for one, finding, place in _standing_out(of, design, values, with_peers=given is None):
        found.append(RuleFinding(one, finding, (place,), _reason(reasons, one, finding)))
    found.sort(key=lambda one: not one.is_error)
    missing = tuple(p for p in design.places if p in design.needed and values.get(p) is None)
    return ReturnCheck(values, missing, tuple(found), unjudged)


def _reason(
    reasons: Mapping[tuple[str, str], WarningReason], rule: BalanceRule, finding: Finding
) -> WarningReason | None:
    """What was written about just these figures."""
    reason = reasons.get((rule.code, finding.column))
    return reason if reason and reason.figures == finding.words else None


def _standing_out(of: Return, design: FormDesign, values: Values, *, with_peers: bool) -> Iterator[Outlier]:
    yield from past_outliers(of, design, values)
    if with_peers:
        yield from peer_outliers(of, design, values)


def _rules(of: Return, design: FormDesign) -> tuple[list[tuple[BalanceRule, Rule]], int]:
    """The rules, and how many name what other forms do not ask in that period."""
    forms = {**shapes_on(of.period_start, but=of.form.name), of.form.name: design.shape}
    read: list[tuple[BalanceRule, Rule]] = []
    for one in design.rules:
        with suppress(RuleError):
            read.append((one, read_rule(one.text, forms=forms, own=of.form.name)))
    return read, len(design.rules) - len(read)


def _own_places(design: FormDesign, rule: Rule, finding: Finding) -> tuple[Place, ...]:
    cells = [cell.within(finding.column) for cell in rule.cells() if not cell.form and not cell.period]
    return tuple((design.row_named[cell.row].code, design.column_named[cell.column].code) for cell in cells)


def _lookup(
    of: Return, design: FormDesign, values: Values, rules: Iterable[Rule]
) -> Callable[[Cell], Decimal | None]:
    """The figure of any cell that the rules name; other returns are read in two queries."""
    far = {(cell.form, cell.period) for rule in rules for cell in rule.cells() if cell.form or cell.period}
    others = _other_returns(of, far)

    def figure(cell: Cell) -> Decimal | None:
        if not cell.form and not cell.period:
            place = (design.row_named[cell.row].code, design.column_named[cell.column].code)
            return values.get(place)
        return others.get((cell.form, cell.period), {}).get((cell.row, cell.column))

    return figure


def _other_returns(
    of: Return, far: set[tuple[str, int]]
) -> dict[tuple[str, int], dict[tuple[str, str], Decimal]]:
    """Figures by names of row and column of the returns that stand behind (form, periods back)."""
    if not far:
        return {}
    forms = {form.name: form for form in ReturnForm.objects.filter(name__in={name for name, _back in far})}
    forms[""] = of.form
    wanted: dict[tuple[int, dt.date], list[tuple[str, int]]] = {}
    for name, back in far:
        if form := forms.get(name):
            period = aligned(of.span, PeriodKind(form.period_kind)).moved(back)
            wanted.setdefault((form.pk, period.start), []).append((name, back))
    which = Q(pk__in=())
    for form_id, start in wanted:
        which |= Q(form_id=form_id, period_start=start)
    returns = {
        one.pk: one
        for one in Return.objects.filter(which, region=of.region, state__in=HANDED_IN).select_related(
            "version"
        )
    }
    found: dict[tuple[str, int], dict[tuple[str, str], Decimal]] = {}
    for cell in ReturnCell.objects.filter(of__in=returns):
        one = returns[cell.of_id]
        design = one.version.content
        row, column = design.row_of.get(cell.row), design.column_of.get(cell.column)
        for key in wanted[(one.form_id, one.period_start)]:
            if row and column:
                found.setdefault(key, {})[(row.name, column.name)] = cell.value
    return found


def aligned(period: Period, kind: PeriodKind) -> Period:
    """The period of another kind that a rule means: the one in which the last day of this one lies."""
    return Period.of(period.end - dt.timedelta(days=1), kind)
