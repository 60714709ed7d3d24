"""Which picture a published table or series has, in words and numbers of the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from stats_publishing.datasets import Dataset, Measure
from stats_publishing.exports.charts import Bar, BarPicture, Line, LinePicture
from stats_publishing.members import TOTALS, row_words
from stats_publishing.published import Published, Series, shown
from stats_publishing.tables import Table, Value
from stats_publishing.words import UNITS

MOST_BARS: Final = 24
_PAIRS: Final = (("demand", "seekers"),)


def picture_of(one: Published, measure: str = "") -> BarPicture:
    """Bars of a table: of a measure, or the pair of measures that the table is about."""
    table, kind = one.table, one.kind
    chosen = (measure,) if measure in table.measures else _usual(table)
    width = len(table.dimensions)
    at = {name: width + place for place, name in enumerate(table.measures)}
    rows = _drawn(table)[:MOST_BARS]
    bars = tuple(
        Bar(
            _label(kind, table, row[:width]),
            tuple(_number(row[at[name]]) for name in chosen),
            tuple(
                shown(
                    row[at[name]], places=kind.measures[name].places, mark=table.marks.get((number, name), "")
                )
                for name in chosen
            ),
        )
        for number, row in rows
    )
    names = tuple(named(kind.measures[name]) for name in chosen)
    return BarPicture(
        title=f"{one.title}: {' / '.join(names)}", legend=names, bars=bars, source=source_of(one)
    )


def _label(kind: Dataset, table: Table, key: Sequence[Value]) -> str:
    """What a bar is called: that it is over all of another dimension need not be said."""
    words = row_words(kind, table.dimensions, key)
    told = [str(name) for name, code in zip(words, key, strict=True) if str(code) not in TOTALS]
    return " · ".join(told or map(str, words))


def _drawn(table: Table) -> list[tuple[int, tuple[Value, ...]]]:
    """The rows that have a bar, with their places: no totals; of several dimensions the first alone."""
    width = len(table.dimensions)
    rows = list(enumerate(table.rows))
    if len(rows) == 1:
        return rows
    totals = [{at for at, code in enumerate(row[:width]) if str(code) in TOTALS} for _number, row in rows]
    over_others = [one for one, at in zip(rows, totals, strict=True) if at == set(range(1, width))]
    return over_others or [one for one, at in zip(rows, totals, strict=True) if not at]


def _usual(table: Table) -> tuple[str, ...]:
    """The pair of measures that a table is about, or the one of them that it states, or its first."""
    width = len(table.dimensions)
    stated = {
        name
        for place, name in enumerate(table.measures, width)
        if any(row[place] is not None for row in table.rows)
    }
    for pair in _PAIRS:
        if told := tuple(name for name in pair if name in stated):
            return told
    return tuple(table.measures[:1])


def picture_of_series(series: Sequence[Series]) -> LinePicture:
    """A line for each series over all periods that any of them has."""
    first = series[0]
    measure = first.kind.measures[first.measure]
    periods = sorted({point.period for one in series for point in one.points})
    lines = []
    for one in series:
        known = {point.period: point for point in one.points}
        lines.append(
            Line(
                one.region_name if len(series) > 1 else str(measure.name),
                tuple(_number(known[period].value) if period in known else None for period in periods),
                tuple(
                    shown(known[period].value, places=measure.places, mark=known[period].mark)
                    if period in known
                    else "–"
                    for period in periods
                ),
            )
        )
    regions = first.region_name if len(series) == 1 else _("%(count)d regions") % {"count": len(series)}
    return LinePicture(
        title=f"{regions} · {first.name}",
        places=tuple(period.code for period in periods),
        lines=tuple(lines),
        unit=str(UNITS[measure.unit]),
        source=_("Source: published versions of %(dataset)s") % {"dataset": first.kind.name},
        level=1.0 if measure.unit == "ratio" else None,
    )


def named(measure: Measure) -> str:
    """A measure with its unit."""
    return _("%(measure)s (%(unit)s)") % {"measure": measure.name, "unit": UNITS[measure.unit]}


def source_of(one: Published) -> str:
    return _("Source: %(address)s, version %(number)d") % {
        "address": one.fixed_address, "number": one.version.number,
    }  # fmt: skip


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) else None
