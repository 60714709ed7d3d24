"""How fast texts are understood that come one by one: queries, places, skills, duties; and the titles' model.

Queries are the judged ones of the tests, each read by a warm process, without its cache; places are all paths
of regions with a street; the text of skills has a thousand characters; duties are the worst that were found
for the rules of compliance, twenty thousand characters and more.

    python -m tests.bench.bench_reading
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from tests.bench.ground import fresh_database

ROUNDS = 5
LONG = "负责Java后端开发，熟悉Spring Boot、MySQL，会开叉车，五险一金，周末双休。" * 20
DUTIES = ("本地户籍优先" * 3_300 + "落户", "已婚" * 9_000 + "已婚不限", "未婚 " * 6_000 + "婚姻不限")


def fastest(work: Callable[[], object]) -> float:
    """Seconds of the fastest round."""
    took = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return min(took)


def query_ms() -> tuple[float, float]:
    """Median and ninth decile of one query in milliseconds."""
    from search.reading import read_query, reader
    from search.warm import warm_up
    from tests.search.reading.table import ALL

    warm_up()
    took = []
    for query, *_ in ALL:
        reader._read.cache_clear()
        took.append(fastest(lambda query=query: (reader._read.cache_clear(), read_query(query))) * 1000)
    took.sort()
    return took[len(took) // 2], took[len(took) * 9 // 10]


def place_us() -> float:
    """Microseconds of a written place."""
    from standards.places import _resolve, resolve_place
    from standards.regions import all_regions, path_name

    texts = [path_name(unit.code) + "人民路8号" for unit in all_regions()]

    def resolve_all() -> None:
        _resolve.cache_clear()
        for text in texts:
            resolve_place(text)

    resolve_all()
    return fastest(resolve_all) / len(texts) * 1e6


def judged_ms(duties: str) -> float:
    """Milliseconds that the rules of compliance take."""
    from jobs.feeds.compliance import Posting, refusals

    return fastest(lambda: refusals(Posting(title="电工", duties=duties))) * 1000


def measure() -> dict[str, float]:
    from search.skills import skill_names
    from standards.titles.model import load_model

    def load() -> None:
        load_model.cache_clear()
        load_model()

    median, decile = query_ms()
    skill_names([LONG])
    return {
        "query_ms": round(median, 2),
        "query_ms_p90": round(decile, 2),
        "place_us": round(place_us(), 1),
        "skills_ms": round(fastest(lambda: skill_names([LONG])) * 1000, 2),
        "worst_duties_ms": round(max(map(judged_ms, DUTIES))),
        "title_model_s": round(fastest(load), 2),
    }


def main() -> None:
    with fresh_database():
        print(json.dumps({"bench": "reading", **measure()}))


if __name__ == "__main__":
    main()
