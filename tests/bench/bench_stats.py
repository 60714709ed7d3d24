"""How fast wage levels are computed, against the same in plain polars, and a quarter's tables, against a bare
GROUP BY (`tests.bench.registrations`, in a database of its own).

One invented survey; tables by occupation, by industry and by both. Both sides compute sample sizes,
employers, mean, tails, median and five percentiles; ours weighs each row as well, which plain polars has no
function for, so its weights are left out there. `wages_vs_polars` is the median of our seconds over polars'
in the same turn; `agree`: the figures are the same, as all weights are 1. Memory is of this process.

`cities_s`, `province_s` and `nation_s`: disclosure control of the wage tables of invented cities one by one,
of the slowest province, and of the country, each with all that was published before (`wage_linkage`).

    python -m tests.bench.bench_stats [--employees 1000000] [--registrations 10000000]
"""

from __future__ import annotations

import argparse
import json
import statistics
import time

import numpy as np
import polars as pl

from stats_publishing.methods.wages import AMOUNTS, PERCENTILES, wage_table
from tests.bench import wage_linkage
from tests.bench.ground import fresh_database, peak_rss_mb
from tests.bench.registrations import measure

TABLES = (["occupation"], ["industry"], ["occupation", "industry"])
TURNS = 5


def survey(employees: int) -> pl.DataFrame:
    """Employees of one in 200 times as many firms, 400 occupations, 96 industries; pay is log-normal."""
    rng = np.random.default_rng(8)
    employer = rng.integers(0, max(1, employees // 200), employees)
    return pl.DataFrame(
        {
            "employer": employer,
            "occupation": [f"4-{each:03}" for each in rng.integers(0, 400, employees)],
            "industry": [f"C{each:02}" for each in employer % 96],
            "pay": np.round(np.exp(rng.normal(11.2, 0.5, employees))),
            "weight": np.ones(employees),
        }
    )


def plain(rows: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    pay = pl.col("pay")
    reach = (pl.len() * 0.05).ceil().cast(pl.Int64)
    return rows.group_by(by).agg(
        employers=pl.col("employer").n_unique(),
        persons=pl.len(),
        mean=pay.mean(),
        low=pay.bottom_k(reach).mean(),
        middle=pay.median(),
        high=pay.top_k(reach).mean(),
        **{f"p{percent}": pay.quantile(percent / 100, "linear") for percent in PERCENTILES},
    )


def seconds(act) -> tuple[float, list[pl.DataFrame]]:
    started = time.perf_counter()
    tables = [act(by) for by in TABLES]
    return time.perf_counter() - started, tables


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--employees", type=int, default=1_000_000)
    parser.add_argument("--registrations", type=int, default=10_000_000, help="0 leaves them out")
    parser.add_argument("--cities", type=int, default=20, help="with wage tables; 0 leaves them out")
    parser.add_argument("--of", type=int, default=10_000, help="employees of each of these cities")
    options = parser.parse_args()
    employees = options.employees
    rows = survey(employees)
    acts = (lambda by: wage_table(rows, by=by)), (lambda by: plain(rows, by))
    turns = []
    for _ in range(TURNS + 1):
        (ours, our_tables), (theirs, their_tables) = map(seconds, acts)
        turns.append((ours, theirs))
    agree = all(
        np.allclose(mine.select(AMOUNTS), other.sort(by).select(AMOUNTS), rtol=1e-9)
        for by, mine, other in zip(TABLES, our_tables, their_tables, strict=True)
    )
    warm = turns[1:]
    figures = {
        "bench": "stats",
        "employees": employees,
        "wages_vs_polars": round(statistics.median(ours / theirs for ours, theirs in warm), 2),
        "wages_s": round(statistics.median(ours for ours, _theirs in warm), 3),
        "polars_s": round(statistics.median(theirs for _ours, theirs in warm), 3),
        "agree": agree,
    }
    if options.cities:
        figures |= wage_linkage.measure(options.cities, options.of)
    if options.registrations:
        with fresh_database():
            figures |= measure(options.registrations)
    figures["peak_rss_mb"] = peak_rss_mb()
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
