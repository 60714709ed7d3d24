"""Published figures for everybody: catalogue, tables, files, series, cities side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.enums import NATION
from search.scope import scope_region
from standards import regions
from stats_publishing.addresses import KEY_JOINT
from stats_publishing.datasets import Dataset, all_datasets
from stats_publishing.exports import csv_files, json_files, pictures, sdmx3_files, sdmx_files, xlsx_files
from stats_publishing.exports.raster import png_of
from stats_publishing.members import row_words
from stats_publishing.noted import notes_of
from stats_publishing.published import (
    Holding,
    Published,
    Series,
    archive,
    compared,
    holdings,
    periods_of,
    published,
    series_of,
)
from stats_publishing.services.releases import next_release
from stats_publishing.tables import SUPPRESSED
from stats_publishing.views.rows import heads_of, periods_shown, rows_of
from stats_publishing.words import MARKS, region_words

MOST_COMPARED: Final = 6
Maker = Callable[[Published, HttpRequest], str | bytes]

FILES: Final[dict[str, tuple[str, Maker]]] = {
    "table.csv": ("text/csv; charset=utf-8; header=present", lambda one, _r: csv_files.table_csv(one)),
    "table.csv-metadata.json": (
        "application/csvm+json",
        lambda one, request: csv_files.table_metadata(one, root=_root(request)),
    ),
    "table.xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda one, request: xlsx_files.table_xlsx([one], title=one.title, root=_root(request)),
    ),
    "table.json": (
        "application/json",
        lambda one, request: orjson.dumps(json_files.table_json(one, root=_root(request))),
    ),
    "data.sdmx.xml": (
        "application/vnd.sdmx.genericdata+xml; version=2.1",
        lambda one, _r: sdmx_files.data_xml(one),
    ),
    "structure.sdmx.xml": (
        "application/vnd.sdmx.structure+xml; version=2.1",
        lambda one, _r: sdmx_files.structure_xml(one.kind),
    ),
    "data.sdmx3.xml": (
        "application/vnd.sdmx.data+xml; version=3.0.0",
        lambda one, _r: sdmx3_files.data_xml(one),
    ),
    "structure.sdmx3.xml": (
        "application/vnd.sdmx.structure+xml; version=3.0.0",
        lambda one, _r: sdmx3_files.structure_xml(one.kind),
    ),
    "chart.svg": ("image/svg+xml", lambda one, request: _chart(one, request)),
    "chart.png": ("image/png", lambda one, request: png_of(_chart(one, request))),
}
"""Files of a version by name: media type and maker."""
SHOWN_IN_THE_BROWSER: Final = ("chart.svg", "chart.png", "table.json", "table.csv-metadata.json")


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _chart(one: Published, request: HttpRequest) -> str:
    return pictures.picture_of(one, request.GET.get("measure", "")).svg


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every dataset with anything published: where and how new. A city's host shows its own."""
    scope = scope_region(request)
    by_dataset: dict[str, list[Holding]] = {}
    for holding in holdings(region=scope):
        by_dataset.setdefault(holding.dataset, []).append(holding)
    rows = [
        (kind, by_dataset[code], next((one for one in by_dataset[code] if one.region == NATION), None))
        for code, kind in all_datasets().items()
        if code in by_dataset
    ]
    return render(request, "stats_publishing/catalogue.html", {"rows": rows, "scope": scope})


@require_safe
def dataset_page(request: HttpRequest, dataset: str) -> HttpResponse:
    """The regions that publish a dataset, by province; cities to compare are chosen here."""
    kind = _kind(dataset)
    scope = scope_region(request)
    found = holdings(dataset=dataset, region=scope)
    if not found:
        raise Http404
    provinces: dict[str, list[Holding]] = {}
    for holding in found:
        province = regions.province_of(holding.region)
        provinces.setdefault(province.short_name if province else "", []).append(holding)
    newest = published(dataset=dataset, region=found[0].region, period=found[0].newest_period)
    context = {
        "kind": kind, "provinces": provinces.items(), "members": _members(newest), "scope": scope,
        "measures": kind.measures.values(), "most": MOST_COMPARED,
    }  # fmt: skip
    return render(request, "stats_publishing/dataset.html", context)


def _members(one: Published | None) -> list[tuple[str, str]]:
    """Rows of a table as they can be asked for, and as they read."""
    if one is None:
        return []
    width = len(one.table.dimensions)
    keys = [tuple(str(value) for value in row[:width]) for row in one.table.rows]
    dimensions = one.table.dimensions
    return [(KEY_JOINT.join(key), " · ".join(map(str, row_words(one.kind, dimensions, key)))) for key in keys]


@require_safe
def region_page(request: HttpRequest, dataset: str, region: str) -> HttpResponse:
    """A dataset of one region: all periods."""
    kind = _kind(dataset)
    found = periods_of(dataset=dataset, region=region)
    if not found:
        raise Http404
    context = {"kind": kind, "periods": found, "region": region, "region_name": region_words(region)}
    return render(request, "stats_publishing/region.html", context)


@require_safe
def table(
    request: HttpRequest, dataset: str, region: str, period: str, number: int | None = None
) -> HttpResponse:
    """A table with its picture, files, notes and all versions; the newest one or that of a number."""
    one = _published(dataset, region, period, number)
    rows, columns = rows_of(one)
    marks = set(one.table.marks.values())
    context = {
        "one": one, "rows": rows, "columns": columns, "is_fixed": number is not None,
        "dimensions": heads_of(one),
        "versions": archive(dataset=dataset, region=region, period=period),
        "picture": pictures.picture_of(one),
        "marks": [(mark, words) for mark, words in MARKS.items() if mark in marks],
        "periods": periods_shown(dataset=dataset, region=region),
        "next": next_release(region=region, subject=one.kind.subject, now=timezone.now()),
        "licence": csv_files.LICENCE, "suppressed": SUPPRESSED, "notes": notes_of(one.version.notes),
    }  # fmt: skip
    return render(request, "stats_publishing/table.html", context)


@require_safe
def table_file(
    request: HttpRequest, dataset: str, region: str, period: str, file: str, number: int | None = None
) -> HttpResponse:
    """A file of a version; `?measure=` chooses what a picture shows."""
    one = _published(dataset, region, period, number)
    if file not in FILES:
        raise Http404
    media, make = FILES[file]
    return _file(make(one, request), media, file, one.file_stem)


def _file(content: str | bytes, media: str, file: str, stem: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Access-Control-Allow-Origin"] = "*"
    if file not in SHOWN_IN_THE_BROWSER:
        what, _dot, suffix = file.partition(".")
        name = f"{stem}-structure" if what == "structure" else stem
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response


@require_safe
def series(request: HttpRequest, dataset: str, region: str, measure: str, key: str) -> HttpResponse:
    """One cell through all periods: picture, table, files."""
    one = _series(dataset, region, measure, key)
    context = {"series": [one], "one": one, "picture": pictures.picture_of_series([one])}
    context["unit"] = one.kind.measures[one.measure]
    return render(request, "stats_publishing/series.html", context)


@require_safe
def series_file(
    request: HttpRequest, dataset: str, region: str, measure: str, key: str, file: str
) -> HttpResponse:
    one = _series(dataset, region, measure, key)
    stem = f"{dataset}-{region}-{measure}"
    if file == "series.csv":
        return _file(csv_files.series_csv([one]), "text/csv; charset=utf-8", file, stem)
    if file == "series.json":
        body = orjson.dumps(json_files.series_json(one, root=_root(request)))
        return _file(body, "application/json", "table.json", stem)
    if file == "chart.svg":
        return _file(pictures.picture_of_series([one]).svg, "image/svg+xml", file, stem)
    if file == "chart.png":
        return _file(png_of(pictures.picture_of_series([one]).svg), "image/png", file, stem)
    raise Http404


@require_safe
def compare(request: HttpRequest, dataset: str) -> HttpResponse:
    """The same series of regions that the reader chose: `?region=…&region=…&measure=…&key=…`."""
    kind, asked = _kind(dataset), request.GET
    chosen = list(dict.fromkeys(code for code in asked.getlist("region") if len(code) == 6))[:MOST_COMPARED]
    measure = asked.get("measure", "")
    key = tuple(asked.get("key", "").split(KEY_JOINT))
    found = compared(dataset=dataset, regions=chosen, measure=measure, key=key)
    if found and asked.get("file") == "csv":
        return _file(csv_files.series_csv(found), "text/csv; charset=utf-8", "series.csv", dataset)
    context = {
        "kind": kind, "series": found, "picture": pictures.picture_of_series(found) if found else "",
        "missing": [region_words(code) for code in chosen if code not in {one.region for one in found}],
        "unit": kind.measures.get(measure), "query": asked.urlencode(),
    }  # fmt: skip
    return render(request, "stats_publishing/compare.html", context)


def _kind(dataset: str) -> Dataset:
    kind = all_datasets().get(dataset)
    if kind is None:
        raise Http404
    return kind


def _published(dataset: str, region: str, period: str, number: int | None) -> Published:
    one = published(dataset=dataset, region=region, period=period, number=number)
    if one is None:
        raise Http404
    return one


def _series(dataset: str, region: str, measure: str, key: str) -> Series:
    one = series_of(dataset=dataset, region=region, measure=measure, key=tuple(key.split(KEY_JOINT)))
    if one is None:
        raise Http404
    return one
