"""Where a city's quarterly counts come from: its accepted return, else the portal's own records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from stats_publishing.enums import IN_FORCE
from stats_publishing.methods.analysis import code_of
from stats_publishing.methods.groups import KINDS
from stats_publishing.methods.own_records import COUNTS, TOTAL, asked
from stats_publishing.methods.periods import Period
from stats_publishing.models import Return
from stats_publishing.services.counts import city_counts
from stats_publishing.tables import checksum_of

RETURN_FORM: Final = "supply-demand"


def city_sources(
    *, period: Period, cities: Sequence[str] | None
) -> tuple[pl.DataFrame, dict[str, dict[str, Any]]]:
    """Counts of cities, and for each where they come from with a checksum of them.

    An accepted return goes before the portal's own records.
    """
    returned, returns = _returned(period, cities)
    wanted = None if cities is None else [city for city in cities if city not in returns]
    own = city_counts(period=period, cities=wanted).filter(~pl.col("city").is_in(list(returns)))
    sources: dict[str, dict[str, Any]] = {
        str(city): {"source": "records", "checksum": checksum_of(rows.rows())}
        for (city,), rows in own.partition_by("city", as_dict=True).items()
    }
    for (city,), rows in returned.partition_by("city", as_dict=True).items():
        sources[str(city)] = {
            "source": "return",
            "return": returns[str(city)],
            "checksum": checksum_of(rows.rows()),
        }
    return pl.concat([own, returned]), sources


def _returned(period: Period, cities: Sequence[str] | None) -> tuple[pl.DataFrame, dict[str, int]]:
    """Counts of accepted returns, and the id of each city's."""
    found = Return.objects.filter(form__code=RETURN_FORM, period=period.code, state__in=IN_FORCE)
    if cities is not None:
        found = found.filter(region__in=cities)
    cells: list[tuple[str, str, str, str, int]] = []
    for one in found.select_related("version").prefetch_related("cells").order_by("region"):
        design = one.version.content
        for cell in one.cells.all():
            measure = design.column_of[cell.column].counts
            if measure in COUNTS:
                for kind, code in _places(design.row_of[cell.row].counts):
                    cells.append((one.region, kind, code, measure, int(cell.value)))
    schema = dict.fromkeys(("city", "kind", "code", "measure"), pl.String) | {"value": pl.Int64}
    long = pl.DataFrame(cells, schema=schema, orient="row")
    sums = [pl.col("value").filter(pl.col("measure") == name).sum().alias(name) for name in COUNTS]
    wide = long.group_by("city", "kind", "code", maintain_order=True).agg(sums)
    return asked(wide), dict(found.values_list("region", "pk"))


def _places(counts: str) -> list[tuple[str, str]]:
    """Where a row of the return counts: kinds of tables with the code of the group."""
    if counts == "total":
        return [(kind, TOTAL) for kind in KINDS]
    kind, _slash, name = counts.partition("/")
    code = code_of(kind, name) if kind in KINDS else None
    return [(kind, code)] if code else []
