"""Returns are opened when their period is over, and take figures; every figure keeps its history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.enums import Action
from accounts.models import User
from accounts.permissions import regional_filter
from accounts.services import audit
from standards import regions
from stats_publishing.enums import CellSource, FilledBy, ReturnState
from stats_publishing.form_computing import computed
from stats_publishing.form_design import FormDesign, Place
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.methods.workdays import DaysOfRest, workday_from
from stats_publishing.models import CellChange, FormVersion, Return, ReturnCell, ReturnForm, ReturnMove
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.forms import version_for
from stats_publishing.services.holidays import days_of_rest

MOST_PERIODS_BACK: Final = 24
"""Returns are opened for so many periods back at most."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else wrote another figure into a cell since it was shown; theirs stands."""

    place: Place
    yours: Decimal | None
    theirs: Decimal | None
    by: User | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did.

    Args:
        changed: the cells whose figure is another now.
        last: id of the return's newest change: what the writer has seen now.
    """

    changed: tuple[Place, ...]
    conflicts: tuple[Conflict, ...]
    last: int


def returns_seen_by(user: User | AnonymousUser) -> QuerySet[Return]:
    """The returns that a person fills in or reviews; the others do not exist for them."""
    where = regional_filter(user, Action.FILL_RETURNS) | regional_filter(user, Action.REVIEW_RETURNS)
    return Return.objects.filter(where).select_related("form", "version")


def respondents(form: ReturnForm) -> tuple[str, ...]:
    """Codes of the regions that a form is asked of."""
    asked = regions.provinces() if form.filled_by == FilledBy.PROVINCE else regions.cities()
    return tuple(one.code for one in asked)


def due_date(version: FormVersion, period: Period, rest: DaysOfRest) -> dt.date:
    """The last day on which a period's return is in time: a holiday moves it to the next working day."""
    return workday_from(version.due_on(period), rest)


@transaction.atomic
def returns_open(*, on: dt.date, at: dt.datetime, regions_only: Iterable[str] = ()) -> int:
    """Open the returns of all periods that are over on a day; done again, it opens what is missing.

    Args:
        regions_only: only of these regions.
    Returns:
        How many were opened.
    """
    opened = 0
    rest = days_of_rest()
    for form in ReturnForm.objects.all():
        newest = Period.of(on, PeriodKind(form.period_kind)).moved(-1)
        asked = set(respondents(form)) & set(regions_only) if regions_only else set(respondents(form))
        for back in range(MOST_PERIODS_BACK):
            period = newest.moved(-back)
            version = version_for(form, period)
            if version is None:
                break
            opened += _open(version, period, asked, rest, at)
    return opened


def _open(version: FormVersion, period: Period, asked: set[str], rest: DaysOfRest, at: dt.datetime) -> int:
    there = set(
        Return.objects.filter(form=version.form_id, period=period.code).values_list("region", flat=True)
    )
    due = due_date(version, period, rest)
    missing = sorted(asked - there)
    new = [
        Return(
            form_id=version.form_id, version=version, region=region, period=period.code,
            period_start=period.start, due_on=due, opened_at=at,
        )
        for region in missing
    ]  # fmt: skip
    Return.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        audit(
            actor=None, act="returns_open", subject=version, form=version.form.code, period=period.code,
            returns=len(new),
        )  # fmt: skip
    return len(new)


@transaction.atomic
def figures_write(
    *,
    of: Return,
    figures: Mapping[Place, Decimal | None],
    source: CellSource,
    by: User | None,
    at: dt.datetime,
    origins: Mapping[Place, str] | None = None,
    seen: int | None = None,
) -> Written:
    """Write figures into cells; what is computed from them follows. Cells that are not named stay.

    What is typed in is told by the history of each figure; files, interfaces and prefills leave one line in
    the audit trail besides.

    Args:
        origins: where each figure comes from: a file's name, a record.
        seen: id of the newest change when the writer was shown the figures: a cell that somebody else changed
            since is not overwritten, one that the writer left as it was shown is not written.
    Raises:
        NotPossible: the return takes no figures any more.
        LookupError: a cell is none that is filled in.
    """
    kept = Return.objects.select_for_update(of=("self",)).select_related("version", "form").get(pk=of.pk)
    if not kept.takes_figures:
        raise NotPossible(
            _("This return is %(state)s: its figures stay.") % {"state": kept.get_state_display()}
        )
    design = kept.version.content
    if unknown := set(figures) - design.inputs:
        raise LookupError(f"no such cell: {sorted(unknown)[0]}")
    now = {(cell.row, cell.column): cell for cell in kept.cells.all()}
    given, conflicts = _ours(kept, figures, now, seen)
    changes = [
        CellChange(
            of=kept, row=place[0], column=place[1], old=now[place].value if place in now else None,
            new=figure, source=source, origin=(origins or {}).get(place, "")[:200], at=at, by=by,
        )
        for place, figure in given.items()
        if figure != (now[place].value if place in now else None)
    ]  # fmt: skip
    if changes:
        _keep(kept, design, now, changes)
        _touched(kept, by=by, at=at)
        if source != CellSource.SCREEN:
            audit(
                actor=by, act="return_write", subject=kept, region=kept.region, source=source.value,
                figures=len(changes),
            )  # fmt: skip
    last = kept.changes.order_by("-pk").values_list("pk", flat=True).first() or 0
    return Written(tuple((one.row, one.column) for one in changes), tuple(conflicts), last)


def _ours(
    of: Return, figures: Mapping[Place, Decimal | None], now: Mapping[Place, ReturnCell], seen: int | None
) -> tuple[dict[Place, Decimal | None], list[Conflict]]:
    """The figures that the writer means to write, without those that meet somebody else's."""
    given = dict(figures)
    conflicts: list[Conflict] = []
    if seen is None:
        return given, conflicts
    shown: dict[Place, Decimal | None] = {}
    newest: dict[Place, CellChange] = {}
    for change in of.changes.filter(pk__gt=seen).order_by("pk").select_related("by"):
        place = (change.row, change.column)
        shown.setdefault(place, change.old)
        newest[place] = change
    for place, change in newest.items():
        if place not in given:
            continue
        yours, theirs = given[place], now[place].value if place in now else None
        if yours != theirs:
            del given[place]
            if yours != shown[place]:
                conflicts.append(Conflict(place, yours, theirs, change.by, change.at))
    return given, conflicts


def _keep(of: Return, design: FormDesign, now: dict[Place, ReturnCell], changes: list[CellChange]) -> None:
    CellChange.objects.bulk_create(changes)
    values: dict[Place, Decimal | None] = {place: cell.value for place, cell in now.items()}
    values |= {(one.row, one.column): one.new for one in changes}
    cells = {(one.row, one.column): (one.new, one.source, one.origin) for one in changes}
    for place, figure in computed(design, {place: values.get(place) for place in design.inputs}).items():
        if figure != values.get(place):
            cells[place] = (figure, CellSource.COMPUTED.value, "")
    gone = Q(pk__in=())
    for (row, column), (figure, _source, _origin) in cells.items():
        if figure is None:
            gone |= Q(row=row, column=column)
    of.cells.filter(gone).delete()
    ReturnCell.objects.bulk_create(
        [
            ReturnCell(of=of, row=row, column=column, value=figure, source=source, origin=origin)
            for (row, column), (figure, source, origin) in cells.items()
            if figure is not None
        ],
        update_conflicts=True,
        unique_fields=["of", "row", "column"],
        update_fields=["value", "source", "origin"],
    )


def _touched(of: Return, *, by: User | None, at: dt.datetime) -> None:
    """Figures that change are unchecked ones."""
    if of.state != ReturnState.DRAFT:
        ReturnMove.objects.create(of=of, before=of.state, after=ReturnState.DRAFT, at=at, by=by)
        of.state = ReturnState.DRAFT
    of.changed_at, of.changed_by = at, by
    of.save(update_fields=["state", "changed_at", "changed_by"])
