"""Sheets as employers fill them in."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl

from jobs.sheets.columns import COLUMNS, HEADING_OF, HEADINGS

GOOD = {
    "id": "",
    "title": "叉车司机",
    "region": "武汉市江夏区",
    "address": "文化大道12号",
    "headcount": "3",
    "pay_min": "6000",
    "pay_max": "8000",
    "pay_months": "13",
    "employment_type": "全职",
    "education": "高中",
    "experience": "1年以上",
    "grade": "",
    "occupation": "",
    "duties": "负责仓库货物的装卸和搬运，持叉车司机证。",
    "benefits": "五险一金、双休",
    "contact_name": "陈女士",
    "contact_phone": "027-00000000",
    "expires_on": "",
}


def cells(**changes: str) -> list[str]:
    """One row; the fields of the contract by name."""
    return [(GOOD | changes)[column.field] for column in COLUMNS]


def sheet(*rows: dict[str, str], headings=HEADINGS, encoding="utf-8-sig") -> bytes:
    """A CSV sheet of good rows with these changes."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headings, *(cells(**row) for row in rows)])
    return text.getvalue().encode(encoding)


def only(*rows: dict[str, str]) -> bytes:
    """A CSV sheet with the columns of its rows and no others."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [HEADING_OF[name] for name in rows[0]])
    writer.writeheader()
    writer.writerows({HEADING_OF[name]: value for name, value in row.items()} for row in rows)
    return text.getvalue().encode("utf-8-sig")


def workbook(*rows: list[Any]) -> bytes:
    """An XLSX sheet of rows below the headings."""
    book = openpyxl.Workbook()
    for row in (HEADINGS, *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
