"""A figure of all provinces or cities as a map with a table beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from standards import regions
from standards.maps import Area, CountryMap, Key, Level, country_map, has_shape, shade_of
from stats_publishing.datasets import Measure, dataset
from stats_publishing.members import row_meant
from stats_publishing.models import DatasetVersion
from stats_publishing.published import shown
from stats_publishing.words import region_words

_BREAKS: Final = {"ratio": (0.8, 0.9, 1.0, 1.1, 1.25)}


@dataclass(frozen=True, slots=True)
class RegionalMap:
    """The map and its rows: name, figure, in the order of the regions' codes."""

    drawn: CountryMap
    rows: tuple[tuple[str, str, str], ...]
    measure: Measure


def regional_map(
    *, code: str, period: str, measure: str, key: tuple[str, ...], level: Level
) -> RegionalMap | None:
    """What is published of a cell by all regions of a level; None where none publishes it."""
    kind = dataset(code)
    wanted = {unit.code for unit in (regions.provinces() if level == "province" else regions.cities())}
    found: dict[str, tuple[float | None, str]] = {}
    rows = DatasetVersion.objects.released().filter(dataset=code, period=period, region__in=wanted).newest()
    for version in rows:
        table = version.figures
        row = row_meant(kind, table, key) if measure in table.measures else None
        if row is None:
            continue
        value, mark = table.cell(row, measure), table.mark(row, measure)
        number = float(value) if isinstance(value, int | float) else None
        found[version.region] = number, shown(value, places=kind.measures[measure].places, mark=mark)
    if not found:
        return None
    breaks = _BREAKS.get(kind.measures[measure].unit) or _fifths([one for one, _words in found.values()])
    areas = {
        region: Area(shade_of(number, breaks), words)
        for region, (number, words) in found.items()
        if has_shape(region, level)
    }
    places = kind.measures[measure].places
    legend = [
        Key(Area(shade_of(at, breaks)), _("from %(value)s") % {"value": shown(at, places=places)})
        for at in breaks
    ]
    legend.insert(0, Key(Area(0), _("below %(value)s") % {"value": shown(breaks[0], places=places)}))
    legend.append(Key(Area(None), _("not published")))
    drawn = country_map(
        areas, level=level, legend=legend,
        label=_("Map: %(measure)s; the same figures stand in the table below it.")
        % {"measure": kind.measures[measure].name},
    )  # fmt: skip
    shown_rows = tuple((region, region_words(region), words) for region, (_n, words) in sorted(found.items()))
    return RegionalMap(drawn, shown_rows, kind.measures[measure])


def _fifths(values: list[float | None]) -> tuple[float, ...]:
    """Four breaks that part the values into classes of about the same size."""
    known = sorted({value for value in values if value is not None}) or [0.0]
    return tuple(dict.fromkeys(known[len(known) * part // 5] for part in range(1, 5)))
