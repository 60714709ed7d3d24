"""How fast people find: the portal over HTTP beside the very same bodies sent to Elasticsearch.

An index of invented vacancies grows from 100,000 to 1,000,000. At each size the searches of a day are sent in
turns, raw to the index and through the portal (facets, highlight, 20 rows), by one client and by four.
Everything that a search of ours asks of the index is part of the raw side too.

    python -m tests.bench.bench_search [--docs 1000000] [--searches 200] [--rounds 3]

The last line holds the figures at the largest size: `raw_p50_ms`, `http_p50_ms` and so on in milliseconds;
ratios are HTTP over raw; `_4` with four clients; `page500_ratio` is page 500 over page 1 of one search;
`merged` the same with the index merged to one segment.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlencode

from deploy.local.services import free_port
from tests.bench.direct import vacancy_index
from tests.bench.ground import fresh_database
from tests.bench.population import SEED, cities, short_name, trades
from tests.bench.wire import Line, Sent, overheard, percentile, times

SIZES = (100_000, 1_000_000)
START_S = 60
DEEP_PAGE = 500
BLOCK = 20


def searches(number: int) -> list[str]:
    """Query strings of a day: words as people type them, half of them with a place or filters."""
    chance = random.Random(SEED + 2)
    made = []
    for _ in range(number):
        _code, titles = trades().draw(chance)
        city = cities().draw(chance)
        asked: dict[str, Any] = {"q": chance.choice(titles)}
        match chance.randrange(8):
            case 0:
                asked["q"] += f" {short_name(city)}"
            case 1:
                asked["region"] = city
            case 2:
                asked |= {"region": city[:2] + "0000", "education": "30", "pay_min": 6000}
            case 3:
                asked["q"] += chance.choice((" 双休", " 包吃住", " 五险一金"))
            case 4:
                asked |= {"experience": ["0", "1-3"], "posted_within": 30}
            case 5:
                asked = {"region": city}
        made.append(urlencode(asked, doseq=True))
    return made


def raw_requests(query: str) -> list[Sent]:
    """What one search sends to the index."""
    from django.http import QueryDict

    from search.queries import parse_params, vacancy_search

    with overheard() as sent:
        vacancy_search(parse_params(QueryDict(query))[0])
    return sent


@contextmanager
def portal() -> Iterator[str]:
    """The web server as `make run` starts it; its address."""
    from django.db import connection

    port = free_port()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "DATABASE_URL": os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/" + connection.settings_dict["NAME"],
        "ELASTICSEARCH_INDEX_PREFIX": "test",
        "PORTAL_PORT": str(port),
    }
    command = [
        "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "8",
        "--no-control-socket", "--access-logfile", "/dev/null", "--log-level", "warning",
    ]  # fmt: skip
    process = subprocess.Popen([sys.executable, *command], env=environment)
    try:
        _wait_for(f"http://127.0.0.1:{port}/health/live")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(address: str) -> None:
    until = time.monotonic() + START_S
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def compare(
    index: str, web: str, raw: Sequence[list[Sent]], http: Sequence[list[Sent]], *, rounds: int, clients: int
) -> dict[str, float]:
    """Percentiles of both ways in milliseconds. They take turns every `BLOCK` searches, each as often the
    first, so that both meet the same noise and the same warm caches; the first round is not counted."""
    spent: dict[str, list[float]] = {"raw": [], "http": []}
    for turn in range(rounds + 1):
        for number, start in enumerate(range(0, len(raw), BLOCK)):
            block = slice(start, start + BLOCK)
            ways = [("raw", index, raw[block]), ("http", web, http[block])]
            for way, url, searches in ways if (number + turn) % 2 else reversed(ways):
                seconds = times(url, searches, clients=clients)
                spent[way] += seconds if turn else []
    return {
        f"{way}_p{percent}_ms": round(percentile(seconds, percent), 1)
        for way, seconds in spent.items()
        for percent in (50, 95)
    }


def ratios(figures: dict[str, float]) -> dict[str, float]:
    return {
        f"p{percent}_ratio": round(figures[f"http_p{percent}_ms"] / figures[f"raw_p{percent}_ms"], 2)
        for percent in (50, 95)
    }


def suggestions(number: int) -> list[list[Sent]]:
    """What arrives while people type: the beginnings of names of jobs."""
    chance = random.Random(SEED + 3)
    names = [chance.choice(trades().draw(chance)[1]) for _ in range(number)]
    return [[Sent("GET", f"/api/v1/suggestions?q={quote(name[: chance.randint(1, 4)])}")] for name in names]


def deep_page_ratio(web: str, *, pages: int = DEEP_PAGE) -> float:
    """Median time of the last ten of so many pages over that of the first, along the cursor of one search."""
    line, path, spent = Line(web), "/api/v1/vacancies?sort=newest", []
    first = statistics.median(line.seconds([Sent("GET", path)]) for _ in range(10))
    cursor = ""
    for _ in range(pages):
        address = path + (f"&cursor={quote(cursor)}" if cursor else "")
        started = time.perf_counter()
        line.connection.request("GET", address)
        body = line.connection.getresponse().read()
        spent.append(time.perf_counter() - started)
        cursor = json.loads(body)["next_cursor"]
    return round(statistics.median(spent[-10:]) / first, 2)


def measure_size(web: str, queries: list[str], rounds: int) -> dict[str, float]:
    from search.suggest.building import suggestions_rebuild

    suggestions_rebuild()
    index = os.environ["ELASTICSEARCH_URL"]
    raw = [raw_requests(query) for query in queries]
    page = [[Sent("GET", f"/vacancies/?{query}")] for query in queries]
    figures = compare(index, web, raw, page, rounds=rounds, clients=1)
    figures |= ratios(figures)
    four = compare(index, web, raw, page, rounds=rounds, clients=4)
    figures |= {f"{name}_4": value for name, value in (four | ratios(four)).items()}
    api = [[Sent("GET", f"/api/v1/vacancies?{query}")] for query in queries]
    figures["api_p50_ms"] = compare(index, web, raw, api, rounds=1, clients=1)["http_p50_ms"]
    typed = times(web, suggestions(len(queries)), clients=1)
    figures |= {f"suggest_p{percent}_ms": round(percentile(typed, percent), 1) for percent in (50, 95)}
    figures["page500_ratio"] = deep_page_ratio(web)
    return figures


def measure(sizes: Sequence[int], number: int, rounds: int) -> dict[str, Any]:
    from portal.services import national_site_ensure

    national_site_ensure()
    queries, index = searches(number), vacancy_index()
    with portal() as web:
        for size in sizes:
            speed = index.grow(size)
            figures = measure_size(web, queries, rounds)
            print(json.dumps({"docs": size, "load_docs_per_s": round(speed)} | figures), flush=True)
        index.merge()
        merged = measure_size(web, queries, rounds)
        print(json.dumps({"docs": sizes[-1], "merged": True} | merged), flush=True)
    index.remove()
    return (
        {"bench": "search", "docs": sizes[-1]}
        | figures
        | {f"merged_{name}": merged[name] for name in ("raw_p50_ms", "http_p50_ms", "p50_ratio", "p95_ratio")}
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", type=int, default=SIZES[-1])
    parser.add_argument("--searches", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    sizes = sorted({min(SIZES[0], options.docs), options.docs})
    with fresh_database():
        print(json.dumps(measure(sizes, options.searches, options.rounds)))


if __name__ == "__main__":
    main()
