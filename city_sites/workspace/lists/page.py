"""A list as a page and as a table to download."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from accounts.enums import NATION
from city_sites.workspace.access import held_by, person
from city_sites.workspace.cross_region import choices
from city_sites.workspace.lists.chosen import Chosen, chosen_of
from city_sites.workspace.lists.spec import Column, DeskList
from city_sites.workspace.paging import page_of
from jobs.spreadsheets import harmless
from standards import regions

M = TypeVar("M", bound=Model)
COUNTED = 1_000
"""Up to so many rows are counted; of more it is said that they are more."""
_ROWS_AT_ONCE = 1_000


def desk_list_page(
    request: HttpRequest,
    desk_list: DeskList[M],
    *,
    template: str = "workspace/list.html",
    context: dict[str, Any] | None = None,
    region: str = "",
    status: int = 200,
) -> HttpResponse | StreamingHttpResponse:
    """The list as the address asks for it; `?as=csv` gives all its rows as a table.

    Args:
        region: the only one that the page is about.
    """
    user = person(request)
    asked = request.GET.copy()
    if region:
        asked["region"] = region
    chosen = chosen_of(desk_list, asked)
    rows = chosen.apply(desk_list.rows(user))
    if request.GET.get("as") == "csv":
        return _table(chosen, rows)
    page = page_of(request, rows, size=desk_list.a_page)
    held = held_by(request)
    counted = rows.order_by()[: COUNTED + 1].count()
    shown = {
        "desk_list": desk_list,
        "chosen": chosen,
        "page": page,
        "lines": [(row, [_cell(column, row) for column in chosen.columns]) for row in page.rows],
        "filters": [
            (one, [(v, w) for v, w in one.choices()], chosen.filters[one.name]) for one in desk_list.filters
        ],
        "columns": [(column, column in chosen.columns) for column in desk_list.columns],
        "acts": [act for act in desk_list.acts if held[act.action]],
        "regions": [] if region else _region_choices(held[desk_list.action]),
        "counted": min(counted, COUNTED),
        "is_more": counted > COUNTED,
    }
    return render(request, template, shown | (context or {}), status=status)


def _cell(column: Column[M], row: M) -> dict[str, Any]:
    return {
        "column": column,
        "text": column.text(row),
        "link": column.link(row) if column.link else "",
        "tone": column.tone(row) if column.tone else "",
    }


def _region_choices(held: list[str]) -> list[tuple[regions.Region, list[regions.Region]]]:
    """The provinces and cities to choose from; nothing for who holds one city only."""
    if len(held) == 1 and regions.is_city(held[0]):
        return []
    within = [
        (province, [city for city in cities if _is_held(city.code, held)]) for province, cities in choices()
    ]
    return [(province, cities) for province, cities in within if cities or _is_held(province.code, held)]


def _is_held(code: str, held: list[str]) -> bool:
    return any(region == NATION or regions.is_within(code, region) for region in held)


class _Line:
    """What the csv module writes to: gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _table(chosen: Chosen[M], rows: QuerySet[M]) -> StreamingHttpResponse:
    """All rows with the columns chosen, as they come from the database."""

    def lines() -> Iterator[str]:
        yield "\ufeff"  # spreadsheets know UTF-8 by it
        writer = csv.writer(_Line())
        yield writer.writerow([str(column.label) for column in chosen.columns])
        for row in rows.iterator(chunk_size=_ROWS_AT_ONCE):
            yield writer.writerow([harmless(str(column.text(row))) for column in chosen.columns])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{chosen.desk_list.name}.csv"'
    return response
