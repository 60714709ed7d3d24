"""Changes of level over the cities that count in both periods, and what of them may be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from accounts.enums import NATION
from standards import regions
from stats_publishing.methods.analysis import panels
from stats_publishing.methods.own_records import TOTAL
from stats_publishing.methods.panel import PanelChange
from stats_publishing.methods.periods import Period
from stats_publishing.methods.supply_demand import SIDES
from stats_publishing.models import DatasetVersion, Return
from stats_publishing.services.city_sources import RETURN_FORM
from stats_publishing.services.datasets import Draft
from stats_publishing.services.figure_tables import code_of_dataset, newest_versions, periods_before
from stats_publishing.services.seeker_disclosure import parts_of_city, without
from stats_publishing.tables import SUPPRESSED


@dataclass(frozen=True, slots=True)
class Panels:
    """Changes of areas against other periods.

    Args:
        of: suffix of the measures → area → change.
        earlier: suffix → totals of all cities in that period: city, demand, seekers, excluded.
        silent: suffix → cities whose own total of seekers is kept back in one of the two periods.
    """

    period: Period
    of: Mapping[str, Mapping[str, PanelChange]]
    earlier: Mapping[str, pl.DataFrame]
    silent: Mapping[str, set[str]]

    def hushed(self, draft: Draft) -> Draft:
        """The draft without changes that tell of a city whose seekers are kept back."""
        by_part = draft.dataset == code_of_dataset("area")
        of_rows = [
            self._loud(draft.region, str(row[0]) if by_part else "") for row in draft.table.rows
        ]  # fmt: skip
        return without(draft, of_rows) if any(of_rows) else draft

    def _loud(self, area: str, part: str) -> set[str]:
        return {
            f"seekers_level_{suffix}"
            for suffix, panel in self.of.items()
            if (change := panel.get(area))
            and any(
                not part or part in parts_of_city(city, self.period)
                for city in self.silent[suffix].intersection(change.cities)
            )
        }


def panels_of(
    now: pl.DataFrame,
    *,
    period: Period,
    areas: Sequence[str],
    silent: Iterable[str] = (),
    cities: Sequence[str] | None = None,
) -> Panels:
    """Changes on the quarter and on the year, of areas that are cities, provinces or the country.

    Args:
        now: city, demand, seekers, excluded.
        silent: cities whose total is kept back now.
        cities: None for all that had figures.
    """
    found, frames, quiet = {}, {}, {}
    for suffix, before in periods_before(period).items():
        earlier, theirs = _city_totals(before, cities)
        known = membership([*{*now["city"], *earlier["city"]}], areas)
        frames[suffix] = with_reasons(earlier, excluded_cities(before) if cities is None else {})
        found[suffix] = panels(now, frames[suffix], areas=known)
        quiet[suffix] = theirs | set(silent)
    return Panels(period, found, frames, quiet)


def excluded_cities(period: Period) -> dict[str, str]:
    """Cities that are left out of sums of a quarter though they may have figures, with the reason."""
    found = Return.objects.filter(form__code=RETURN_FORM, period=period.code, excluded_at__isnull=False)
    return dict(found.order_by("region").values_list("region", "exclusion"))


def silent_cities(versions: Iterable[DatasetVersion]) -> set[str]:
    """Cities whose own total of seekers is kept back."""
    return {version.region for version in versions if version.figures.mark((TOTAL,), "seekers") == SUPPRESSED}


def _city_totals(period: Period, cities: Sequence[str] | None = None) -> tuple[pl.DataFrame, set[str]]:
    """Approved totals of cities: city, demand, seekers; and the cities whose seekers are kept back."""
    found = newest_versions(period=period, datasets=["supply-demand-total"], regions=cities)
    own = [version for version in found if "source" in version.notes]
    rows = [(version.region, *(version.full.cell((TOTAL,), side) for side in SIDES)) for version in own]
    schema = {"city": pl.String} | dict.fromkeys(SIDES, pl.Int64)
    return pl.DataFrame(rows, schema=schema, orient="row"), silent_cities(own)


def with_reasons(figures: pl.DataFrame, excluded: Mapping[str, str]) -> pl.DataFrame:
    """Adds why cities do not count, null where they do."""
    reason = pl.col("city").replace_strict(excluded, default=None, return_dtype=pl.String)
    return figures.with_columns(excluded=reason)


def membership(cities: Iterable[str], areas: Sequence[str] | None) -> pl.DataFrame:
    """city and area: the city itself, its province (but of what is a province itself) and the country.

    Args:
        areas: those that are asked for; None for provinces and the country.
    """
    pairs = []
    for city in sorted(set(cities)):
        province = regions.province_of(city)
        within = [NATION] if province is None or province.code == city else [province.code, NATION]
        asked = within if areas is None else [area for area in (city, *within) if area in areas]
        pairs += [(city, area) for area in asked]
    return pl.DataFrame(pairs, schema={"city": pl.String, "area": pl.String}, orient="row")
