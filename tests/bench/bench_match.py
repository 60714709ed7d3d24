"""How fast people and vacancies find each other, and whether they find the best.

All figures come from one run over invented documents, loaded straight into the indexes:

* `vs_ungated`: time of one person against all vacancies, the best 20 with reasons, over that of scoring the
  same features of every one of them in Elasticsearch, behind no gate; `vs_ungated_people` the same for a
  vacancy against all people. `vs_skipping` is over the same query where Elasticsearch leaves out what cannot
  be among the best by the sum of features, which is quicker and another order than that of matches.
* `overlap20`: the share of the true best 20, by the exact score of every vacancy, that is found; likewise
  `overlap20_people`.
* `people_per_s`, `peak_rss_mb`: the nightly run for many people, in a process of its own.

    python -m tests.bench.bench_match [--vacancies 1000000] [--people 500000] [--asked 30] [--night 10000]
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import django
import numpy as np

from tests.bench.direct import DirectIndex, people_index, vacancy_index
from tests.bench.ground import fresh_database, peak_rss_mb
from tests.bench.population import people

TOP = 20
COLUMNS_AT_ONCE = 25_000
SIZES = (0.1, 1.0)
TIED = 1e-6
Document = dict[str, Any]


def turns(acts: Sequence[Callable[[Document], Any]], asked: Sequence[Document]) -> np.ndarray:
    """Seconds of each act (columns) for each document (rows), in turns, after a round that warms up."""
    for document in asked[:5]:
        for act in acts:
            act(document)
    spent = []
    for document in asked:
        row = []
        for act in acts:
            started = time.perf_counter()
            act(document)
            row.append(time.perf_counter() - started)
        spent.append(row)
    return np.array(spent)


def ungated(kind: str, *, every: bool) -> Callable[[Document], None]:
    """Asks Elasticsearch for the best of the other side; with `every`, each of them is scored."""
    from search.client import client, read_alias
    from search.matching.services import ungated_query

    def ask(document: Document) -> None:
        query = ungated_query(document)
        if every:
            query = {"function_score": {"query": query, "functions": [{"weight": 1}]}}
        patient = client().options(request_timeout=120)
        patient.search(index=read_alias(kind), query=query, size=TOP, source=False)

    return ask


def exact_scores(
    asked: Sequence[Document], others: Iterator[Document], *, people_asked: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Ids of the other side, and for each of `asked` the exact score with every one of them."""
    from django.utils import timezone

    from search.matching.columns import day_number, person_columns, vacancy_columns
    from search.matching.score import scores_of

    day = day_number(timezone.localtime().isoformat(timespec="seconds"))
    ids, scores = [], []
    for chunk in iter(lambda: list(itertools.islice(others, COLUMNS_AT_ONCE)), []):
        ids.append([document["id"] for document in chunk])
        columns = vacancy_columns(chunk) if people_asked else person_columns(chunk)
        rows = []
        for document in asked:
            pair = (
                (person_columns([document]), columns)
                if people_asked
                else (columns, vacancy_columns([document]))
            )
            rows.append(scores_of(*pair, day=day).match)
        scores.append(np.stack(rows))
    return np.concatenate(ids), np.concatenate(scores, axis=1)


def overlap(found: Sequence[Sequence[int]], ids: np.ndarray, scores: np.ndarray) -> float:
    """The mean share of the true best that is found; those with equal scores are as good as each other."""
    place = {int(id_): at for at, id_ in enumerate(ids)}
    shares = []
    for matches, row in zip(found, scores, strict=True):
        best = np.sort(row)[::-1][:TOP]
        best = best[best > 0]
        if len(best):
            right = sum(row[place[id_]] >= best[-1] - TIED for id_ in matches)
            shares.append(min(right, len(best)) / len(best))
    return round(statistics.mean(shares), 3)


def measure_side(
    asked: Sequence[Document], others: DirectIndex, *, people_asked: bool, label: str
) -> dict[str, float]:
    from search.matching.services import match_person, match_vacancy

    match = match_person if people_asked else match_vacancy
    name = others.kind.name
    spent = turns([match, ungated(name, every=True), ungated(name, every=False)], asked)
    found = [[one.id for one in match(document, top=TOP)] for document in asked]
    ids, scores = exact_scores(asked, others.again(), people_asked=people_asked)
    return {
        f"vs_ungated{label}": round(float(np.median(spent[:, 0] / spent[:, 1])), 3),
        f"match_p50_ms{label}": round(1000 * float(np.median(spent[:, 0])), 1),
        f"match_p95_ms{label}": round(1000 * float(np.quantile(spent[:, 0], 0.95)), 1),
        f"vs_skipping{label}": round(float(np.median(spent[:, 0] / spent[:, 2])), 3),
        f"ungated_p50_ms{label}": round(1000 * float(np.median(spent[:, 1])), 1),
        f"overlap20{label}": overlap(found, ids, scores),
    }


def nightly(number: int, first: int) -> dict[str, float]:
    """The night's recommendations for so many people, in this process."""
    from search.matching.many import recommend_many

    started = time.perf_counter()
    done = recommend_many(people(number, first), top=10)
    seconds = time.perf_counter() - started
    return {
        "people_per_s": round(number / seconds, 1),
        "peak_rss_mb": peak_rss_mb(),
        "recommended": sum(map(len, done.of.values())),
        "ndcg": round(done.shared.ndcg, 3),
        "gini": round(done.shared.gini, 3),
        "gini_uncapped": round(done.alone.gini, 3),
    }


def nightly_elsewhere(number: int, first: int) -> dict[str, float]:
    """The same in a process of its own, whose memory is its own."""
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        __spec__.name,
        "--nightly",
        str(number),
        "--first",
        str(first),
    ]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure(options: argparse.Namespace) -> dict[str, Any]:
    posts_side, people_side = vacancy_index(), people_index()
    unknown = options.people + 1
    persons = list(people(options.asked, unknown))
    for share in SIZES:
        sizes = int(share * options.vacancies), int(share * options.people)
        speeds = posts_side.grow(sizes[0]), people_side.grow(sizes[1])
        posts = list(itertools.islice(posts_side.again(), options.asked))
        figures: dict[str, Any] = {"vacancies": sizes[0], "people": sizes[1]}
        figures |= measure_side(persons, posts_side, people_asked=True, label="")
        figures |= measure_side(posts, people_side, people_asked=False, label="_people")
        figures |= nightly_elsewhere(int(share * options.night), unknown)
        print(json.dumps(figures | {"load_docs_per_s": [round(speed) for speed in speeds]}), flush=True)
    posts_side.remove()
    people_side.remove()
    return {"bench": "match"} | figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vacancies", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=500_000)
    parser.add_argument("--asked", type=int, default=30)
    parser.add_argument("--night", type=int, default=10_000, help="people of the nightly run")
    parser.add_argument("--nightly", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--first", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.nightly:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
        django.setup()
        print(json.dumps(nightly(options.nightly, options.first)))
        return
    with fresh_database():
        print(json.dumps(measure(options)))


if __name__ == "__main__":
    main()
