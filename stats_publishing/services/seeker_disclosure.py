"""What of quarterly tables may leave: counts of few job seekers stay back, with all that tells of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, Literal

import polars as pl
from django.conf import settings
from django.db.models import Q, QuerySet

from accounts.enums import NATION
from standards import regions
from stats_publishing.datasets import all_datasets, dataset
from stats_publishing.methods.gaps import largest_gaps
from stats_publishing.methods.own_records import MINOR, TOTAL
from stats_publishing.methods.periods import Period
from stats_publishing.methods.seeker_protection import PARTS, Counted, Key, code_of, kept_back, silenced
from stats_publishing.models import DatasetVersion
from stats_publishing.services.datasets import Draft
from stats_publishing.tables import SUPPRESSED, Table, Value

_LISTS: Final[Mapping[str, Literal["seekers", "vacancies"]]] = {"gap": "seekers", "surplus": "vacancies"}
"""Tables of the largest differences: made of the minor groups as they may leave → what they list."""
_SCHEMES: Final = {"three_belts": "", "six_areas": "a-"}
_AREA: Final = "area"
_OCCUPATION: Final = "occupation"
_STEM: Final = "supply-demand-"


@dataclass(frozen=True, slots=True)
class _Made:
    """A table that is there or about to be: a version, or a draft."""

    name: str
    dataset: str
    region: str
    figures: Table
    hidden: Mapping[tuple[int, str], Value] | None
    inputs: Sequence[Mapping[str, Any]]

    @property
    def kind(self) -> str:
        return dataset(self.dataset).table_kind


def protected(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of one quarter without the counts that must not be known; what is kept back stands in
    `Draft.kept_back`, for sums only.

    Raises:
        NotProtectable: a secret follows from what left before.
    """
    if not drafts:
        return []
    made = [_of_draft(draft) for draft in drafts]
    left = _left(made, drafts[0].period)
    hidden = kept_back(
        [table for one in (*made, *left) for table in _counted(one, [*made, *left], drafts[0].period)],
        minimum=settings.DISCLOSURE_SEEKERS,
    )
    masked = [_masked(draft, one, hidden) for draft, one in zip(drafts, made, strict=True)]
    minor = {one.region: draft for one, draft in zip(made, masked, strict=True) if one.kind == MINOR}
    return [_listed(draft, minor.get(draft.region)) for draft in masked]


def _of_draft(draft: Draft) -> _Made:
    name = f"{draft.dataset} {draft.region}"
    return _Made(name, draft.dataset, draft.region, draft.table, None, draft.inputs)


def _of_version(version: DatasetVersion) -> _Made:
    return _Made(
        str(version.pk),
        version.dataset,
        version.region,
        version.full,
        {(row, measure): value for row, measure, value in version.kept_back},
        version.inputs,
    )


def _left(made: Sequence[_Made], period: Period) -> list[_Made]:
    """The versions that can be added up with the tables: earlier ones of their regions, all of larger areas,
    and what those are the sums of, as far as something of it is kept back."""
    versions = _that_left(period)
    areas = {version.pk: version for version in versions.filter(region__in=_areas())}
    inputs = [one.inputs for one in made] + [version.inputs for version in areas.values()]
    summed = {int(one["version"]) for each in inputs for one in each if "version" in one}
    parts = DatasetVersion.objects.filter(pk__in=summed, period=period.code)
    secretive = set(parts.exclude(kept_back=[]).values_list("region", flat=True))
    kept = parts.filter(region__in=secretive).exclude(~Q(dataset=f"{_STEM}{_OCCUPATION}"), kept_back=[])
    own = versions.filter(region__in={one.region for one in made})
    found = areas | {version.pk: version for version in (*kept, *own)}
    return [_of_version(version) for version in found.values()]


def _that_left(period: Period) -> QuerySet[DatasetVersion]:
    """Versions of a quarter with seekers, but for those that were superseded before anybody approved them."""
    kinds = [code for code, one in all_datasets().items() if one.controlled and code.startswith(_STEM)]
    never_left = DatasetVersion.objects.filter(approved_at=None, superseded_by__isnull=False)
    return DatasetVersion.objects.filter(period=period.code, dataset__in=kinds).exclude(pk__in=never_left)


def _areas() -> list[str]:
    return [NATION, *(one.code for one in regions.provinces() if not regions.is_city(one.code))]


def _counted(one: _Made, all_made: Iterable[_Made], period: Period) -> list[Counted]:
    """The seekers of a table; of one by parts of the country, each row is a region of its own."""
    if one.kind in _LISTS:
        return []
    counts: dict[str, dict[Key, int]] = defaultdict(dict)
    hidden: dict[str, set[Key]] = defaultdict(set)
    width = len(one.figures.dimensions)
    for number, row in enumerate(one.figures.rows):
        figures = dict(zip(one.figures.measures, row[width:], strict=True))
        place, code = _place(one, row)
        for part, measure in PARTS.items():
            persons = figures.get(measure)
            if isinstance(persons, int):
                counts[place][code, part] = persons
                if one.hidden and (number, measure) in one.hidden:
                    hidden[place].add((code, part))
    return [
        Counted(
            name=f"{one.name}{place}",
            region=f"{one.region}{place}",
            kind="" if one.kind in (_AREA, "total") else one.kind,
            counts=of_place,
            hidden=None if one.hidden is None else hidden[place],
            parts=_parts(one, place, all_made, period),
            majors=_majors(one, all_made),
        )
        for place, of_place in counts.items()
    ]


def _place(one: _Made, row: Sequence[Value]) -> tuple[str, str]:
    """Part of the country ("" for the whole region) and code of a row."""
    if one.kind == _AREA:
        return f"/{row[0]}", TOTAL
    width = len(one.figures.dimensions)
    return f"/{row[0]}" if width > 1 else "", code_of(one.kind, str(row[width - 1]))


def _parts(one: _Made, place: str, all_made: Iterable[_Made], period: Period) -> list[str]:
    """Names of the tables of cities that a table is the sum of, of those where something is kept back."""
    summed = {str(each["version"]) for each in one.inputs if "version" in each}
    found = [each for each in all_made if each.name in summed and each.region != one.region]
    return [each.name for each in found if not place or place[1:] in parts_of_city(each.region, period)]


@cache
def parts_of_city(city: str, period: Period) -> tuple[str, ...]:
    """The parts of the country that a city lies in as the groupings were when the period began."""
    groups = (
        (prefix, regions.group_of(city, scheme=name, on=period.start)) for name, prefix in _SCHEMES.items()
    )
    return tuple(f"{prefix}{group}" for prefix, group in groups if group)


def _majors(one: _Made, all_made: Iterable[_Made]) -> str:
    """For minor groups the table of major ones that was made with them."""
    if one.kind != MINOR:
        return ""
    theirs = [each for each in all_made if each.kind == _OCCUPATION and each.region == one.region]
    if one.hidden is None:
        return next((each.name for each in theirs if each.hidden is None), "")
    before = [each.name for each in theirs if each.hidden is not None and int(each.name) < int(one.name)]
    return max(before, key=int, default="")


def _masked(draft: Draft, one: _Made, hidden: Mapping[str, Set[Key]]) -> Draft:
    """A table without what is kept back."""
    of_rows: list[Set[str]] = []
    of_places: dict[str, dict[str, frozenset[str]]] = {}
    for row in draft.table.rows:
        place, code = _place(one, row)
        if place not in of_places:
            of_places[place] = silenced(one.kind, hidden.get(f"{one.name}{place}", frozenset()))
        everywhere = of_places[place].get("", frozenset())
        of_rows.append(of_places[place].get(code, frozenset()) | everywhere)
    return without(draft, of_rows)


def without(draft: Draft, of_rows: Sequence[Set[str]]) -> Draft:
    """A table with marks in place of some measures of each row; a figure that is not there needs none."""
    table, width = draft.table, len(draft.table.dimensions)
    rows, marks, kept = [], dict(table.marks), [*draft.kept_back]
    for number, (row, measures) in enumerate(zip(table.rows, of_rows, strict=True)):
        values = list(row)
        for column, measure in enumerate(table.measures, start=width):
            if measure in measures and values[column] is not None:
                kept.append([number, measure, values[column]])
                marks[number, measure] = SUPPRESSED
                values[column] = None
        rows.append(tuple(values))
    if len(kept) == len(draft.kept_back):
        return draft
    return replace(draft, table=replace(table, rows=tuple(rows), marks=marks), kept_back=kept)


def _listed(draft: Draft, minor: Draft | None) -> Draft:
    """A list of the largest gaps made anew of what of the minor groups may leave.

    Where the seekers of a group are kept back it stands where nobody seeking would put it, in no list of
    surpluses: its place tells nothing but its vacancies.
    """
    wanting = _LISTS.get(dataset(draft.dataset).table_kind)
    if wanting is None or minor is None or not minor.kept_back:
        return draft
    frame = minor.table.frame().filter(~pl.col("group").str.starts_with("_"))
    of_seekers = frame.select("group", "demand", "seekers", area=pl.lit(""))
    silent = set(of_seekers.filter(pl.col("seekers").is_null())["group"])
    listed = largest_gaps(of_seekers, keys=["area"], wanting=wanting)
    table = Table.of_frame(listed, dimensions=draft.table.dimensions, measures=draft.table.measures)
    rows, marks = [], {}
    for number, row in enumerate(table.rows):
        values = list(row)
        if row[0] in silent:
            for measure in ("seekers", "gap", "ratio"):
                marks[number, measure] = SUPPRESSED
                values[1 + table.measures.index(measure)] = None
        rows.append(tuple(values))
    return replace(draft, table=replace(table, rows=tuple(rows), marks=marks))
