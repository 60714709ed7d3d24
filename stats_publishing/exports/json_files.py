"""Published figures as JSON-able data: for the API and the JSON files."""

from __future__ import annotations

from typing import Any

from stats_publishing.datasets import Dataset
from stats_publishing.exports.csv_files import LICENCE
from stats_publishing.members import row_words
from stats_publishing.published import Published, Series


def dataset_json(kind: Dataset) -> dict[str, Any]:
    """What a dataset is: dimensions, measures with units and decimal places."""
    return {
        "code": kind.code,
        "subject": kind.subject,
        "period_kind": kind.period_kind.value,
        "name": {"zh": kind.name.zh, "en": kind.name.en},
        "dimensions": [
            {"code": code, "name": {"zh": words.zh, "en": words.en}}
            for code, words in kind.dimensions.items()
        ],
        "measures": [
            {
                "code": code, "name": {"zh": one.name.zh, "en": one.name.en}, "unit": one.unit,
                "places": one.places,
            }
            for code, one in kind.measures.items()
        ],
    }  # fmt: skip


def table_json(one: Published, *, root: str) -> dict[str, Any]:
    """A version with all cells: each row by its dimensions, figures by measure, marks where there are any."""
    table, version = one.table, one.version
    width = len(table.dimensions)
    rows = []
    for number, row in enumerate(table.rows):
        marks = {name: table.marks[number, name] for name in table.measures if (number, name) in table.marks}
        rows.append(
            {
                "key": dict(zip(table.dimensions, row[:width], strict=True)),
                "names": {
                    dimension: {"zh": words.zh, "en": words.en}
                    for dimension, words in zip(
                        table.dimensions, row_words(one.kind, table.dimensions, row[:width]), strict=True
                    )
                },
                "figures": dict(zip(table.measures, row[width:], strict=True)),
                "marks": marks,
            }
        )
    return {
        "dataset": version.dataset,
        "region": version.region,
        "period": version.period,
        "version": version.number,
        "newest_version": one.newest,
        "is_superseded": one.is_superseded,
        "reason": version.reason,
        "released_at": one.release.release_at.isoformat(),
        "release": one.release.pk,
        "url": root + one.fixed_address,
        "newest_url": root + one.address,
        "licence": LICENCE,
        "checksum": version.table_checksum,
        "notes": version.notes,
        "rows": rows,
    }


def series_json(one: Series, *, root: str) -> dict[str, Any]:
    return {
        "dataset": one.kind.code,
        "region": one.region,
        "key": dict(zip(one.kind.dimensions, one.key, strict=True)),
        "measure": one.measure,
        "unit": one.kind.measures[one.measure].unit,
        "url": root + one.address,
        "points": [
            {"period": point.period.code, "value": point.value, "mark": point.mark, "version": point.number}
            for point in one.points
        ],
    }
