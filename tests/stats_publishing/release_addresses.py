"""All addresses where something of a release can be seen, for the tests of its second."""

from __future__ import annotations

import re
from collections.abc import Mapping

from stats_publishing.addresses import series_path, table_path
from stats_publishing.views.data import FILES


def own_addresses(dataset: str, region: str, period: str, number: int = 1) -> list[str]:
    """Addresses that are there because of the release alone: nobody finds them before.

    The release is the first of its dataset, and its table has a row 男.
    """
    tables = [table_path(dataset, region, period), table_path(dataset, region, period, number)]
    files = [table + file for table in tables for file in FILES]
    line = series_path(dataset, region, "demand", ("男",))
    series = [line, *(line + name for name in ("series.csv", "series.json", "chart.svg", "chart.png"))]
    api = f"/api/v1/datasets/{dataset}/{region}"
    asked = "key=男&measure=demand"
    return [
        *tables, *files, *series, f"/data/{dataset}/", f"/data/{dataset}/{region}/",
        f"/api/v1/datasets/{dataset}", f"{api}/{period}", f"{api}/{period}?version={number}",
        f"{api}/{period}/versions", f"{api}/{period}/cells?{asked}", f"{api}/series?{asked}",
    ]  # fmt: skip


def shared_addresses(dataset: str, region: str, release: int, secret: str) -> list[str]:
    """Addresses that are always there, and may not tell anything of it before.

    Args:
        release: its key.
        secret: a figure of it, as it is searched for.
    """
    compare = f"/data/{dataset}/compare/?region={region}&measure=demand&key=男"
    return [
        f"/releases/{release}/", "/releases/", "/releases/?past=1", "/releases/calendar.ics",
        "/releases/feed.atom", "/data/", compare, f"{compare}&file=csv", "/api/v1/datasets",
        "/api/v1/releases", "/market/", "/", "/sitemap.xml", "/sitemap-pages.xml",
        "/api/cms/pages/?limit=20", f"/api/cms/pages/?search={secret}",
    ]  # fmt: skip


def may_be_kept(headers: Mapping[str, str]) -> int:
    """Seconds that a cache between us and the reader may keep an answer."""
    said = headers.get("Cache-Control") or ""
    kept = [int(seconds) for seconds in re.findall(r"(?:max-age|s-maxage)=(\d+)", said)]
    return max(kept, default=0) if "public" in said else 0
