"""Reads published figures, each by the one rule of publication (`DatasetVersionQuerySet.released`).

Whatever shows figures to everybody (pages, API, files, pictures, reports) reads them here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Max
from django.utils.text import capfirst

from stats_publishing.addresses import series_path, table_path
from stats_publishing.datasets import Dataset, all_datasets
from stats_publishing.members import member_words, row_meant
from stats_publishing.methods.periods import Period
from stats_publishing.models import DatasetVersion, Release
from stats_publishing.tables import SUPPRESSED, Table, Value
from stats_publishing.words import period_words, region_words

MOST_POINTS: Final = 400
"""Periods of a series that are shown: a hundred years of quarters."""


@dataclass(frozen=True, slots=True)
class Published:
    """A version that everybody sees.

    Args:
        newest: number of the newest version that everybody sees.
    """

    version: DatasetVersion
    newest: int

    @property
    def kind(self) -> Dataset:
        return self.version.kind

    @property
    def table(self) -> Table:
        return self.version.figures

    @property
    def release(self) -> Release:
        return self.version.release_item.release

    @property
    def is_superseded(self) -> bool:
        return self.version.number < self.newest

    @property
    def region_name(self) -> str:
        return region_words(self.version.region)

    @property
    def period_name(self) -> str:
        return period_words(self.version.span)

    @property
    def title(self) -> str:
        return capfirst(f"{self.region_name} · {self.kind.name} · {self.period_name}")

    @property
    def address(self) -> str:
        """Of the newest version, whichever that is."""
        return table_path(self.version.dataset, self.version.region, self.version.period)

    @property
    def fixed_address(self) -> str:
        """Of this version, for ever."""
        return self.file("")

    def file(self, name: str) -> str:
        """Address of a file of this version."""
        version = self.version
        return table_path(version.dataset, version.region, version.period, version.number, name)

    @property
    def file_stem(self) -> str:
        version = self.version
        return f"{version.dataset}-{version.region}-{version.period}-v{version.number}"


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a series, and the version that it was read from."""

    period: Period
    value: Value
    mark: str
    number: int

    @property
    def period_name(self) -> str:
        return period_words(self.period)


@dataclass(frozen=True, slots=True)
class Series:
    """One cell through all published periods."""

    kind: Dataset
    region: str
    key: tuple[str, ...]
    measure: str
    points: tuple[Point, ...]

    @property
    def address(self) -> str:
        return series_path(self.kind.code, self.region, self.measure, self.key)

    @property
    def region_name(self) -> str:
        return region_words(self.region)

    @property
    def name(self) -> str:
        words = [
            str(member_words(self.kind, dimension, code))
            for dimension, code in zip(self.kind.dimensions, self.key, strict=True)
        ]
        return " · ".join((*words, str(self.kind.measures[self.measure].name)))


def published(
    *, dataset: str, region: str, period: str, number: int | None = None, now: dt.datetime | None = None
) -> Published | None:
    """A published table: the newest version, or the one of a number; None where there is none to see."""
    versions = archive(dataset=dataset, region=region, period=period, now=now)
    if not versions:
        return None
    wanted = number or versions[0].number
    found = next((version for version in versions if version.number == wanted), None)
    return Published(found, versions[0].number) if found else None


def archive(
    *, dataset: str, region: str, period: str, now: dt.datetime | None = None
) -> list[DatasetVersion]:
    """All published versions of a table, the newest first."""
    return list(
        DatasetVersion.objects.released(now)
        .filter(dataset=dataset, region=region, period=period)
        .select_related("release_item__release")
        .order_by("-number")
    )


def periods_of(
    *, dataset: str, region: str, now: dt.datetime | None = None, most: int = MOST_POINTS
) -> list[Published]:
    """The newest published version of each period, the newest period first."""
    newest = (
        DatasetVersion.objects.released(now)
        .filter(dataset=dataset, region=region)
        .newest()
        .order_by("dataset", "region", "-period", "-number")
        .select_related("release_item__release")
    )
    return [Published(version, version.number) for version in newest[:most]]


def series_of(
    *, dataset: str, region: str, measure: str, key: tuple[str, ...], now: dt.datetime | None = None
) -> Series | None:
    """A cell through all published periods, the first period first; None where no table has such a cell.

    Args:
        key: codes or names of the row.
    """
    kind = all_datasets().get(dataset)
    if kind is None or measure not in kind.measures or len(key) != len(kind.dimensions):
        return None
    points, meant = [], key
    for one in reversed(periods_of(dataset=dataset, region=region, now=now)):
        table = one.table
        row = row_meant(kind, table, key) if measure in table.measures else None
        if row is not None:
            value, mark = table.cell(row, measure), table.mark(row, measure)
            points.append(Point(one.version.span, value, mark, one.version.number))
            meant = row
    return Series(kind, region, meant, measure, tuple(points)) if points else None


def compared(
    *, dataset: str, regions: Sequence[str], measure: str, key: tuple[str, ...],
    now: dt.datetime | None = None,
) -> list[Series]:  # fmt: skip
    """The same series of several regions, of those that publish it, in the order asked for."""
    found = (
        series_of(dataset=dataset, region=region, measure=measure, key=key, now=now) for region in regions
    )
    return [series for series in found if series]


@dataclass(frozen=True, slots=True)
class Holding:
    """What is published of a dataset in a region."""

    dataset: str
    region: str
    newest_period: str

    @property
    def region_name(self) -> str:
        return region_words(self.region)

    @property
    def period_name(self) -> str:
        return period_words(Period.read(self.newest_period))

    @property
    def address(self) -> str:
        return table_path(self.dataset, self.region, self.newest_period)


def holdings(*, dataset: str = "", region: str = "", now: dt.datetime | None = None) -> list[Holding]:
    """Datasets and regions with anything published, and the newest period of each; a row for each pair."""
    rows = DatasetVersion.objects.released(now)
    if dataset:
        rows = rows.filter(dataset=dataset)
    if region:
        rows = rows.filter(region=region)
    found = rows.values_list("dataset", "region").annotate(newest=Max("period")).order_by("dataset", "region")
    return [Holding(*row) for row in found]


def shown(value: Value, *, places: int, mark: str = "", none: str = "–") -> str:
    """A figure as it is written: thousands apart, so many decimal places; * where it is confidential."""
    if mark == SUPPRESSED:
        return "*"
    if value is None:
        return none
    if isinstance(value, str):
        return value
    return f"{value:,.{places}f}".replace("-", "−")
