"""How fast the outbox reaches the index, beside a bulk load of ready-made documents.

Ours is the whole way: outbox entries → rows → documents → bulk → acknowledged → entries removed. The other is
`elasticsearch.helpers.parallel_bulk` on the same documents, prepared beforehand. Both write to a new, empty
index with the same settings, in turns; the figures are medians of the rounds.

    python -m tests.bench.bench_index [--docs 20000] [--rounds 5]
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from tests.bench.ground import fresh_database

PHRASES = (
    "负责日常工作的安排和检查",
    "按照工艺文件完成加工并填写记录",
    "与客户沟通需求，给出方案和报价",
    "定期保养设备，发现故障及时处理",
    "要求做事认真，能看懂图纸，有责任心",
    "熟练使用办公软件",
    "能适应倒班，服从安排",
    "协助主管完成月度计划",
    "参加公司组织的培训并通过考核",
)


def make_vacancies(number: int) -> list[int]:
    """Invented vacancies with outwardly different text; their ids."""
    from jobs.models import Vacancy
    from standards import occupations, regions
    from tests.factories import EmployerFactory, VacancyFactory

    chance = random.Random(7)
    employers = EmployerFactory.create_batch(200)
    units = [entry for entry in occupations.all_occupations() if entry.level == 4]
    places = [unit for unit in regions.all_regions() if unit.level == "district"]
    made = []
    for _ in range(number):
        entry, place, pay = chance.choice(units), chance.choice(places), chance.randrange(3, 30) * 1000
        made.append(
            VacancyFactory.build(
                employer=chance.choice(employers),
                title=f"{place.short_name}{chance.choice([entry.name, *entry.aliases])}",
                duties="。".join(chance.choices(PHRASES, k=8)),
                occupation=entry.code,
                region=place.code,
                pay_min=pay,
                pay_max=pay + 2000,
            )
        )
    return [vacancy.pk for vacancy in Vacancy.objects.bulk_create(made, batch_size=2000)]


def new_index() -> str:
    """An empty index that takes writes and is live; the one before is gone. Its write alias."""
    from search import indexing
    from search.client import index_name, live_index, write_alias

    generation = str(time.time_ns())
    name = index_name(generation)
    indexing.create_index(name, alias=write_alias(generation))
    indexing.settle_index(name)
    indexing.go_live(name, live_index())
    return write_alias(generation)


def our_way(ids: list[int]) -> Callable[[], None]:
    from jobs.models import OutboxEntry, OutboxTopic
    from search.indexing import outbox_drain

    OutboxEntry.objects.bulk_create(
        (OutboxEntry(topic=OutboxTopic.VACANCY, key=id_) for id_ in ids), batch_size=5000
    )
    return lambda: _expect(outbox_drain(seconds=3600).written, len(ids))


def ready_made(documents: list[dict[str, Any]], target: str) -> Callable[[], None]:
    from elasticsearch.helpers import parallel_bulk

    from search.client import client

    actions = [{"_index": target, "_id": document["id"], "_source": document} for document in documents]

    def load() -> None:
        done = sum(ok for ok, _ in parallel_bulk(client(), actions, thread_count=4, chunk_size=500))
        _expect(done, len(documents))

    return load


def _expect(done: int, expected: int) -> None:
    if done != expected:
        raise SystemExit(f"{done} of {expected} documents were written.")


def seconds(act: Callable[[], None]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def measure(number: int, rounds: int) -> dict[str, Any]:
    from jobs.models import Vacancy
    from search.client import client, generations
    from search.documents import vacancy_document, vacancy_rows

    ids = make_vacancies(number)
    documents = [vacancy_document(row) for row in vacancy_rows(Vacancy.objects.public())]
    ours, theirs = [], []
    for turn in range(rounds + 1):
        new_index()
        our_time = seconds(our_way(ids))
        their_time = seconds(ready_made(documents, new_index()))
        if turn:  # the first is for warming up
            ours.append(number / our_time)
            theirs.append(number / their_time)
            print(f"round {turn}: outbox {ours[-1]:,.0f} docs/s, parallel_bulk {theirs[-1]:,.0f} docs/s")
    for index in generations():
        client().indices.delete(index=index)
    return {
        "bench": "index",
        "docs": number,
        "docs_per_s": round(statistics.median(ours)),
        "bulk_docs_per_s": round(statistics.median(theirs)),
        "vs_bulk": round(statistics.median(a / b for a, b in zip(ours, theirs, strict=True)), 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with fresh_database():
        from django.conf import settings

        settings.ELASTICSEARCH_INDEX_PREFIX = "bench"
        print(json.dumps(measure(options.docs, options.rounds)))


if __name__ == "__main__":
    main()
