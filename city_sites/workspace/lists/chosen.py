"""What the address of a list asks for: words, region, filters and columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

from accounts.permissions import region_prefix
from city_sites.workspace.lists.spec import ALL, Column, DeskList
from standards import regions

M = TypeVar("M", bound=Model)
LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Chosen(Generic[M]):
    """A list as it was asked for."""

    desk_list: DeskList[M]
    words: str
    region: str
    filters: Mapping[str, str]
    columns: tuple[Column[M], ...]
    named_columns: tuple[str, ...]

    def apply(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows that are asked for, in the order of the list."""
        for one in self.desk_list.filters:
            if (value := self.filters[one.name]) != ALL:
                rows = one.apply(rows, value)
        if self.region:
            rows = rows.filter(**{f"{self.desk_list.region}__startswith": region_prefix(self.region)})
        for word in self.words.split():
            rows = rows.filter(_any_has(self.desk_list.search, word))
        return rows.order_by(*self.desk_list.order)

    @property
    def query(self) -> str:
        """As it stands in the address; what is as usual is left out."""
        usual = {one.name: one.default for one in self.desk_list.filters}
        pairs = [("q", self.words), ("region", self.region)]
        pairs += [(name, value) for name, value in self.filters.items() if value != usual[name]]
        return urlencode([pair for pair in pairs if pair[1]] + [("column", n) for n in self.named_columns])

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the usual view of the list was asked for."""
        usual = {one.name: one.default for one in self.desk_list.filters}
        return bool(self.words or self.region or self.filters != usual)


def chosen_of(desk_list: DeskList[M], asked: QueryDict) -> Chosen[M]:
    """What is asked for; what is not understood is as usual."""
    filters = {}
    for one in desk_list.filters:
        value = asked.get(one.name, one.default)
        known = {ALL, *(choice for choice, _ in one.choices())}
        filters[one.name] = value if value in known else one.default
    wanted = set(asked.getlist("column"))
    named = tuple(column.name for column in desk_list.columns if column.name in wanted)
    if named == tuple(column.name for column in desk_list.columns if column.is_shown):
        named = ()
    columns = tuple(
        column for column in desk_list.columns if (column.name in wanted if named else column.is_shown)
    )
    region = asked.get("region", "")
    return Chosen(
        desk_list=desk_list,
        words=asked.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH] if desk_list.search else "",
        region=region if regions.region(region) else "",
        filters=filters,
        columns=columns,
        named_columns=named,
    )


def _any_has(fields: tuple[str, ...], word: str) -> Q:
    found = Q(pk__in=())
    for name in fields:
        found |= Q(**{f"{name}__icontains": word})
    return found
