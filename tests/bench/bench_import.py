"""How fast a feed is imported, beside a bare COPY of the same rows and a per-row `update_or_create` loop.

Ours is the whole way: file → rows → contract → rules → employers, vacancies, duplicates, receipts, outbox.
COPY loads the rows that came of it into a table with the same columns and indexes. The loop does the same
mapping and saves row by row, on a sample. The import runs in a process of its own, whose memory is measured.

    python -m tests.bench.bench_import [--rows 200000] [--sample 1500] [--only-import]
"""

from __future__ import annotations

import argparse
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import orjson

from tests.bench.ground import fresh_database, peak_rss_mb

CITIES = ("420100", "440100", "440300", "320500", "510100", "610100", "410100", "310000")
COPY_ROUNDS = 3


def generated(rows: int) -> Iterator[dict[str, Any]]:
    """Demonstration vacancies of eight cities with ids of one feed."""
    from portal.demo.generator import demo_rows

    each = -(-rows // len(CITIES))
    sent = chain.from_iterable(demo_rows(seed=4, city=city, count=each) for city in CITIES)
    for number, row in zip(range(rows), sent, strict=False):
        yield row | {"id": f"B-{number:08d}"}


def write_feed(path: Path, rows: int) -> None:
    with path.open("wb") as file:
        for row in generated(rows):
            file.write(orjson.dumps(row) + b"\n")


def new_run(feed: Any, path: Path) -> int:
    from django.core.files import File

    from jobs.enums import RunTrigger
    from jobs.services import feed_run_create

    with path.open("rb") as file:
        run = feed_run_create(
            feed=feed, file=File(file, "bench.ndjson"), trigger=RunTrigger.COMMAND, enqueue=False
        )
    return int(run.pk)


def execute(run_id: int) -> dict[str, float]:
    """Import in a process of its own; its seconds and its peak memory in MB."""
    from django.conf import settings
    from django.db import connection

    database = settings.DATABASES["default"]
    url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/".format(**database) + connection.settings_dict["NAME"]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.bench.bench_import", "--run", str(run_id)],
        env=os.environ | {"DATABASE_URL": url},
        check=True,
        capture_output=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def execute_here(run_id: int) -> None:
    import django

    django.setup()
    from jobs.services import feed_run_execute

    began = time.perf_counter()
    assert feed_run_execute(run_id=run_id)
    seconds = time.perf_counter() - began
    peak = peak_rss_mb()
    print(json.dumps({"seconds": seconds, "peak_rss_mb": round(peak, 1)}))


def copy_seconds() -> float:
    """Median time of a COPY of the imported vacancies into an empty table like theirs."""
    from jobs.feeds.store import raw_cursor

    with tempfile.TemporaryFile() as file:
        with raw_cursor() as cursor, cursor.copy("COPY jobs_vacancy TO STDOUT") as out:
            for block in out:
                file.write(block)
        return statistics.median(copy_once(file) for _ in range(COPY_ROUNDS))


def copy_once(file: io.BufferedIOBase | Any) -> float:
    from jobs.feeds.store import raw_cursor

    with raw_cursor() as cursor:
        cursor.execute("CREATE TABLE bench_copy (LIKE jobs_vacancy INCLUDING ALL)")
        file.seek(0)
        began = time.perf_counter()
        with cursor.copy("COPY bench_copy FROM STDIN") as copy:
            while block := file.read(1 << 20):
                copy.write(block)
        seconds = time.perf_counter() - began
        cursor.execute("DROP TABLE bench_copy")
    return seconds


def loop_rows_per_second(feed: Any, sample: int) -> float:
    """The same mapping and rules, then `update_or_create` of the employer and of the vacancy, row by row."""
    from django.utils import timezone

    from jobs.feeds.importer import judge_for
    from jobs.feeds.profile import profile_from
    from jobs.feeds.readers.ndjson_file import ndjson_row
    from jobs.models import Employer, Vacancy

    judge = judge_for(feed, profile_from(feed.profile.mapping))
    lines = [orjson.dumps(row) for row in generated(sample)]
    fields = {field.name for field in Vacancy._meta.concrete_fields}
    began = time.perf_counter()
    for number, line in enumerate(lines, 1):
        row = ndjson_row(number, line)
        draft = judge.draft(judge.row_id(row), row)
        if draft.errors:
            continue
        judge.classify([draft])
        judge.seal(draft, judge.row_hash(row))
        if draft.errors:
            continue
        employer, _ = Employer.objects.update_or_create(
            credit_code=draft.employer_code,
            **({} if draft.employer_code else {"name_key": draft.employer_key, "region": feed.region}),
            defaults={"name": draft.employer_name, "verification": "verified"},
        )
        values = {name: getattr(draft, name) for name in fields if hasattr(draft, name)}
        now = timezone.now()
        values |= {"employer": employer, "published_at": draft.published_at or now, "state_at": now}
        Vacancy.objects.update_or_create(
            feed=feed,
            external_id=values.pop("external_id"),
            defaults=values | {"created_at": now, "updated_at": now},
        )
    return sample / (time.perf_counter() - began)


def measure(rows: int, sample: int, *, only_import: bool) -> dict[str, Any]:
    from tests.jobs.factories import CityFeedFactory

    feed = CityFeedFactory(slug="bench")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.ndjson"
        write_feed(path, rows)
        first = execute(new_run(feed, path))
        again = execute(new_run(feed, path))
    figures = {
        "bench": "import",
        "rows": rows,
        "rows_per_s": round(rows / first["seconds"]),
        "vs_copy": None,
        "vs_orm": None,
        "reimport_vs_first": round(first["seconds"] / again["seconds"], 1),
        "peak_rss_mb": max(first["peak_rss_mb"], again["peak_rss_mb"]),
    }
    if not only_import:
        figures["vs_copy"] = round(first["seconds"] / copy_seconds(), 2)
        other = CityFeedFactory(slug="loop", region="420500")
        figures["vs_orm"] = round(rows / first["seconds"] / loop_rows_per_second(other, sample), 1)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--sample", type=int, default=1_500, help="rows of the update_or_create loop")
    parser.add_argument("--only-import", action="store_true", help="leave out COPY and the loop")
    parser.add_argument("--run", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        execute_here(options.run)
        return
    with fresh_database():
        figures = measure(options.rows, options.sample, only_import=options.only_import)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
