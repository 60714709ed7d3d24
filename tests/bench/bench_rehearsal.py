"""A rehearsal of the whole way: many cities, quarter after quarter, with planted errors; is the truth found?

Every city's return of every quarter is filled in, checked, submitted and accepted by the services that the
desk uses, with what goes wrong in life planted among them:

* sums that do not add up, which the rules of the form must refuse;
* figures with a zero too many that add up, which must stand out from the city's past or its peers;
* wrong figures that nothing can notice, which are accepted, published, and corrected afterwards;
* returns that come late: some before the figures are made, some only after they were published;
* returns that are left out with a reason.

Then figures of cities, provinces and the country are made, approved and released, everything above is
corrected and released again, and published figures are held against the planted truth, added up in plain
Python. The last line is one JSON object; `figures_wrong`, `errors_missed` and `seen_early` have to be 0.

    python -m tests.bench.bench_rehearsal [--cities 337] [--quarters 8]
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any, Final

from tests.bench.ground import fresh_database, peak_rss_mb

LAST: Final = "2026Q2"
OCCUPATIONS: Final = {"2-00-00-00": "prof", "4-00-00-00": "trade", "6-00-00-00": "make"}
SIDES: Final = {"demand": "need", "seekers": "seek"}
REASON: Final = "统计口径调整"
DESIGN: Final = {
    "columns": [
        {"code": "need_carried", "name": "需求上期结转", "counts": "demand_carried"},
        {"code": "need_new", "name": "需求本期新增", "counts": "demand_new"},
        {"code": "need", "name": "需求本期有效数", "counts": "demand", "sums": ["need_carried", "need_new"]},
        {"code": "seek_carried", "name": "求职上期结转", "counts": "seekers_carried"},
        {"code": "seek_new", "name": "求职本期新增", "counts": "seekers_new"},
        {"code": "seek", "name": "求职本期有效数", "counts": "seekers", "sums": ["seek_carried", "seek_new"]},
    ],
    "rows": [
        {"code": "total", "name": "合计", "unit": "人", "counts": "total"},
        {"code": "prof", "name": "专业技术人员", "unit": "人", "counts": "occupation/专业技术人员"},
        {"code": "trade", "name": "商业和服务业人员", "unit": "人", "counts": "occupation/商业和服务业人员"},
        {"code": "make", "name": "生产运输设备操作工", "unit": "人",
         "counts": "occupation/生产运输设备操作工"},
    ],
    "rules": [{"code": "R1", "text": "'专业技术人员' + '商业和服务业人员' + '生产运输设备操作工' = 合计"}],
}  # fmt: skip

Figures = dict[tuple[str, str], int]
"""Row and column → persons."""


@dataclass
class Play:
    """What is planted in one quarter, by city."""

    truth: dict[str, Figures]
    unbalanced: set[str]
    too_large: set[str]
    unnoticed: set[str]
    late: set[str]
    after_all: set[str]
    excluded: set[str]


@dataclass
class Found:
    """What came of it."""

    counts: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.seconds[stage] += time.perf_counter() - started

    def held(self, found: Any, expected: Any, what: str) -> None:
        self.counts["figures_compared"] += 1
        if found != expected:
            self.counts["figures_wrong"] += 1
            print(f"{what}: {found!r} instead of {expected!r}")


def planted(rng: Random, cities: list[str], quarters: int) -> list[Play]:
    """Quarter by quarter; a city's market grows by a few per cent, so that nothing stands out by itself."""
    size = {city: rng.uniform(800, 40_000) for city in cities}
    plays = []
    for _quarter in range(quarters):
        truth = {city: _return(rng, size[city]) for city in cities}
        drawn = rng.sample(cities, len(cities))
        few = max(1, len(cities) // 40)
        groups = [set(drawn[few * at : few * (at + 1)]) for at in range(6)]
        plays.append(Play(truth, *groups))
        size = {city: value * rng.uniform(0.98, 1.04) for city, value in size.items()}
    return plays


def _return(rng: Random, size: float) -> Figures:
    figures: Figures = {}
    for prefix, factor in (("need", 1.2), ("seek", 1.0)):
        for column, share in ((f"{prefix}_carried", 0.3), (f"{prefix}_new", 0.7)):
            for row, weight in (("prof", 0.2), ("trade", 0.45), ("make", 0.35)):
                figures[row, column] = round(size * factor * share * weight * rng.uniform(0.97, 1.03))
            figures["total", column] = sum(figures[row, column] for row in OCCUPATIONS.values())
    return figures


def wrong(figures: Figures) -> Figures:
    """Some more of one occupation, in its row and in the total: nothing notices it."""
    more = max(3, figures["trade", "seek_new"] // 30)
    return figures | {(row, "seek_new"): figures[row, "seek_new"] + more for row in ("trade", "total")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities", type=int, default=337)
    parser.add_argument("--quarters", type=int, default=8)
    options = parser.parse_args()
    started = time.perf_counter()
    with fresh_database():
        figures = rehearse(options.cities, options.quarters)
    figures |= {"seconds": round(time.perf_counter() - started, 1), "peak_rss_mb": peak_rss_mb()}
    print(json.dumps(figures))


def rehearse(cities: int, quarters: int) -> dict[str, Any]:
    """Play all quarters; needs a database of its own."""
    from standards import regions
    from stats_publishing.methods.periods import Period
    from tests.bench.rehearsal import Stage

    every = [city.code for city in regions.cities()]
    codes = every[:: max(1, len(every) // cities)][:cities]
    last = Period.read(LAST)
    periods = [last.moved(at + 1 - quarters) for at in range(quarters)]
    plays = planted(Random(8), codes, quarters)
    found = Found()
    stage = Stage(found, first=periods[0], plays=dict(zip(periods, plays, strict=True)))
    for period in periods:
        stage.play(period)
        print(f"{period.code}: {dict(found.counts)}", flush=True)
    counts = found.counts
    return {
        "bench": "rehearsal",
        "cities": len(codes),
        "quarters": quarters,
        "returns": counts["returns"],
        "errors_planted": sum(len(play.unbalanced) + len(play.too_large) for play in plays),
        "errors_missed": counts["errors_missed"],
        "late_planted": sum(len(play.late) + len(play.after_all) for play in plays),
        "late_found": counts["late"],
        "excluded": counts["excluded"],
        "corrected": counts["corrected"],
        "versions": counts["versions"],
        "releases": counts["releases"],
        "seen_early": counts["seen_early"],
        "figures_compared": counts["figures_compared"],
        "figures_wrong": counts["figures_wrong"],
        "stages_s": {name: round(value, 1) for name, value in found.seconds.items()},
    }


def decimals(figures: Figures) -> dict[tuple[str, str], Decimal | None]:
    return {place: Decimal(value) for place, value in figures.items()}


def times_ten(figures: Figures) -> Figures:
    return {place: 10 * value for place, value in figures.items()}


def in_time(due: dt.date) -> dt.datetime:
    return dt.datetime.combine(due, dt.time(10), dt.timezone(dt.timedelta(hours=8)))


if __name__ == "__main__":
    main()
