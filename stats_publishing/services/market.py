"""Computes and reads the market's daily figures."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.enums import NATION
from accounts.practice import PREFIXES
from standards import regions
from stats_publishing.models import MarketSnapshot

_FIGURES = """
    count(*) AS vacancies,
    coalesce(sum(headcount), 0) AS headcount,
    count(*) FILTER (WHERE published_at >= %(week)s) AS new_this_week,
    count(DISTINCT city) AS cities,
    count(middle) AS pay_stated,
    percentile_cont(0.25) WITHIN GROUP (ORDER BY middle) AS pay_p25,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY middle) AS pay_p50,
    percentile_cont(0.75) WITHIN GROUP (ORDER BY middle) AS pay_p75
"""

_SNAPSHOT = f"""
WITH public AS (
    SELECT v.headcount, v.published_at, coalesce(c.city, '') AS city,
           (coalesce(v.pay_min, v.pay_max) + coalesce(v.pay_max, v.pay_min)) / 2.0 AS middle
    FROM jobs_vacancy v
    JOIN jobs_employer e ON e.id = v.employer_id AND e.verification = 'verified'
    LEFT JOIN unnest(%(regions)s::text[], %(cities)s::text[]) AS c(region, city) ON c.region = v.region
    WHERE v.state = 'open' AND v.duplicate_of_id IS NULL
      AND (v.expires_on IS NULL OR v.expires_on >= %(day)s)
      AND NOT v.region ^@ ANY ({PREFIXES}) AND NOT e.region ^@ ANY ({PREFIXES})
      AND NOT coalesce(v.feed_id, 0) = ANY (ARRAY(
          SELECT id FROM jobs_cityfeed WHERE region ^@ ANY ({PREFIXES})))
)
SELECT %(nation)s AS region, {_FIGURES} FROM public
UNION ALL
SELECT city AS region, {_FIGURES} FROM public WHERE city <> '' GROUP BY city
"""  # noqa: S608 - no value is formatted in


@transaction.atomic
def market_snapshot_take(*, at: dt.datetime) -> int:
    """Compute today's figures for the country and each city with public vacancies, and store them.

    Pay is the middle of each vacancy's range in yuan a month, each vacancy counted once; percentiles are
    interpolated linearly (percentile_cont). Taken again on the same day, they replace the day's earlier ones.

    Returns:
        How many regions have figures.
    """
    day = timezone.localdate(at)
    pairs = [(unit.code, city.code) for unit in regions.all_regions() if (city := regions.city_of(unit.code))]
    values: dict[str, Any] = {
        "regions": [code for code, _city in pairs],
        "cities": [city for _code, city in pairs],
        "nation": NATION,
        "day": day,
        "week": at - dt.timedelta(days=7),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SNAPSHOT, values)
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    snapshots = [
        MarketSnapshot(day=day, taken_at=at, **row | {name: _whole(row[name]) for name in _PERCENTILES})
        for row in rows
    ]
    MarketSnapshot.objects.filter(day=day).delete()
    MarketSnapshot.objects.bulk_create(snapshots)
    return len(snapshots)


_PERCENTILES = ("pay_p25", "pay_p50", "pay_p75")


def _whole(yuan: float | None) -> int | None:
    return None if yuan is None else round(yuan)


def snapshot_of(region: str) -> MarketSnapshot | None:
    """The newest figures of a region (000000: the country); None before the first are taken."""
    return MarketSnapshot.objects.filter(region=region).order_by("-day").first()
