"""A published table as CSV with its metadata as CSV on the Web (CSVW)."""

from __future__ import annotations

import csv
import io
import json
from typing import Any, Final

from stats_publishing.members import row_words
from stats_publishing.published import Published, Series
from stats_publishing.words import MARKS, UNITS, region_words

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
MARK_SUFFIX: Final = "_mark"
NAME_SUFFIX: Final = "_name"


def table_csv(one: Published) -> str:
    """Region, period, code and name of each dimension, each measure with its mark beside it; CRLF, UTF-8.

    What is confidential is empty and marked c; what there is not is empty without a mark. A text that a
    spreadsheet would run is preceded by an apostrophe.
    """
    table, version = one.table, one.version
    marked = marked_measures(one)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns(one))
    width = len(table.dimensions)
    for number, row in enumerate(table.rows):
        names = row_words(one.kind, table.dimensions, row[:width])
        coded = [part for code, words in zip(row[:width], names, strict=True) for part in (code, words.zh)]
        cells: list[Any] = [version.region, version.period, *map(_safe, coded)]
        for measure, value in zip(table.measures, row[width:], strict=True):
            cells.append("" if value is None else value)
            if measure in marked:
                cells.append(table.marks.get((number, measure), ""))
        writer.writerow(cells)
    return out.getvalue()


def columns(one: Published) -> list[str]:
    """Names of the columns of `table_csv`."""
    marked = marked_measures(one)
    names = ["region", "period"]
    for dimension in one.table.dimensions:
        names += [dimension, dimension + NAME_SUFFIX]
    for measure in one.table.measures:
        names += [measure, measure + MARK_SUFFIX] if measure in marked else [measure]
    return names


def marked_measures(one: Published) -> set[str]:
    return {measure for _row, measure in one.table.marks}


def _safe(value: Any) -> str:
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def table_metadata(one: Published, *, root: str) -> str:
    """Metadata of the CSV after "Metadata Vocabulary for Tabular Data" (W3C, 2015), as JSON.

    Args:
        root: scheme and host of addresses.
    """
    kind = one.kind
    described = [
        _column("region", {"zh": "地区代码（GB/T 2260）", "en": "Region code (GB/T 2260)"}, "string"),
        _column("period", {"zh": "时期", "en": "Period"}, "string"),
    ]
    for name in one.table.dimensions:
        words = kind.dimensions[name]
        described += [
            _column(name, {"zh": f"{words.zh}：代码", "en": f"{words.en}: code"}, "string"),
            _column(name + NAME_SUFFIX, {"zh": words.zh, "en": words.en}, "string"),
        ]
    marked = marked_measures(one)
    for name in one.table.measures:
        measure = kind.measures[name]
        described.append(
            _column(
                name,
                {"zh": measure.name.zh, "en": measure.name.en},
                "decimal" if measure.places else "integer",
            )
            | {"required": False, "dc:description": f"unit: {measure.unit}"}
        )
        if name in marked:
            described.append(
                _column(
                    name + MARK_SUFFIX,
                    {"zh": f"{measure.name.zh}：标记", "en": f"{measure.name.en}: mark"},
                    {"base": "string", "format": "|".join(MARKS)},
                )
                | {"required": False, "dc:description": "c: confidential, e: estimated, r: revised"}
            )
    release = one.release
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "@id": f"{root}{one.fixed_address}",
        "url": "table.csv",
        "dc:title": one.title,
        "dc:identifier": one.file_stem,
        "dc:license": {"@id": LICENCE},
        "dc:issued": {"@value": release.release_at.date().isoformat(), "@type": "xsd:date"},
        "dc:isVersionOf": {"@id": f"{root}{one.address}"},
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "columns": described,
            "primaryKey": ["region", "period", *one.table.dimensions],
            "aboutUrl": f"{root}{one.fixed_address}#{{{one.table.dimensions[0]}}}",
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _column(name: str, titles: dict[str, str], datatype: Any) -> dict[str, Any]:
    return {
        "name": name, "titles": {"und": name} | titles, "datatype": datatype, "required": True,
    }  # fmt: skip


def series_csv(series: list[Series]) -> str:
    """Region, its name, period, value, mark and the number of the version that it was read from."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["region", "region_name", "period", series[0].measure, "mark", "unit", "version"])
    for one in series:
        unit = str(UNITS[one.kind.measures[one.measure].unit])
        for point in one.points:
            value = "" if point.value is None else point.value
            writer.writerow(
                [
                    one.region,
                    region_words(one.region),
                    point.period.code,
                    value,
                    point.mark,
                    unit,
                    point.number,
                ]
            )
    return out.getvalue()
