"""Parts of addresses of figures."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from django.urls import register_converter

KEY_JOINT: Final = "~"
"""Stands between the values of several dimensions in the address of a series."""


class RegionConverter:
    """A region's six digits; 000000 is the country."""

    regex = r"\d{6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PeriodConverter(RegionConverter):
    """A period such as 2026, 2026Q4 or 2026-11."""

    regex = r"[12]\d{3}(?:Q[1-4]|-(?:0[1-9]|1[0-2]))?"


register_converter(RegionConverter, "region")
register_converter(PeriodConverter, "period")


def table_path(dataset: str, region: str, period: str, number: int | None = None, file: str = "") -> str:
    """Address of a table: of the newest published version, or of one version for ever."""
    version = f"v/{number}/" if number else ""
    return f"/data/{dataset}/{region}/{period}/{version}{file}"


def series_path(dataset: str, region: str, measure: str, key: tuple[str, ...], file: str = "") -> str:
    """Address of a series: one cell through all periods."""
    return f"/data/{dataset}/{region}/series/{measure}/{quote(KEY_JOINT.join(key), safe=KEY_JOINT)}/{file}"
