"""How relevant the search is, beside the floor and beside what was accepted last: `make relevance`.

    python -m tests.relevance.report [--accept]

`scores.json` holds the nDCG@10 of each query as it was last accepted. Exit code 1 where the search fell
short.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.ground import fresh_database

if TYPE_CHECKING:
    from tests.relevance.judging import Query
    from tests.relevance.scoring import Score

ACCEPTED = Path(__file__).parent / "scores.json"
GOAL = 0.90
ABOVE_FLOOR = 0.15
LARGEST_FALL = 0.01
NOTICED = 0.005
"""A query that changed by less has not changed."""
WORST = 20


def accepted() -> dict[str, float]:
    """nDCG@10 of each query as last accepted."""
    return dict(json.loads(ACCEPTED.read_text(encoding="utf-8"))) if ACCEPTED.exists() else {}


def accept(now: Mapping[str, Score]) -> None:
    rounded = {text: round(score.ndcg, 4) for text, score in now.items()}
    ACCEPTED.write_text(json.dumps(rounded, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def shortcomings(now: Mapping[str, Score], before: Mapping[str, float]) -> list[str]:
    """What keeps the search from being accepted, in plain words; [] where nothing does."""
    ndcg, floor = mean(score.ndcg for score in now.values()), mean(score.floor for score in now.values())
    found = []
    if ndcg < GOAL:
        found.append(f"nDCG@10 is {ndcg:.4f}, the goal is {GOAL}.")
    if ndcg - floor < ABOVE_FLOOR:
        found.append(
            f"nDCG@10 is only {ndcg - floor:.4f} above the floor of {floor:.4f}, the goal is {ABOVE_FLOOR}."
        )
    if fall := fallen(now, before):
        found.append(fall)
    return found


def fallen(now: Mapping[str, Score], before: Mapping[str, float]) -> str:
    """In words, that the queries of both versions got worse by more than is let pass; else ""."""
    both = now.keys() & before.keys()
    if not both:
        return ""
    then, today = mean(before[text] for text in both), mean(now[text].ndcg for text in both)
    return f"nDCG@10 fell from {then:.4f} to {today:.4f}." if then - today > LARGEST_FALL else ""


def mean(values: Iterable[float]) -> float:
    found = list(values)
    return statistics.fmean(found) if found else 0.0


def tables(found: list[Query], now: Mapping[str, Score], before: Mapping[str, float]) -> str:
    return "\n\n".join((_by_style(found, now), _worst(found, now), _changes(now, before)))


def _by_style(found: list[Query], now: Mapping[str, Score]) -> str:
    groups = {
        style: [query for query in found if query.style == style] for style in {q.style: 0 for q in found}
    }
    groups["all but held out"] = [query for query in found if not query.held_out]
    groups["held out"] = [query for query in found if query.held_out]
    groups["all"] = found
    lines = [f"{'style':18}{'queries':>8}{'nDCG@10':>9}{'recall@50':>11}{'floor':>8}"]
    for name, members in groups.items():
        of = [now[query.text] for query in members]
        recall = mean(score.recall for score in of if score.recall is not None)
        ndcg, floor = mean(score.ndcg for score in of), mean(score.floor for score in of)
        lines.append(f"{name:18}{len(of):8}{ndcg:9.4f}{recall:11.4f}{floor:8.4f}")
    return "\n".join(lines)


def _worst(found: list[Query], now: Mapping[str, Score]) -> str:
    """Held-out queries are not named: nobody is to tune to them."""
    known = sorted((query for query in found if not query.held_out), key=lambda query: now[query.text].ndcg)
    return "\n".join(
        [f"worst {WORST} (held-out queries are not listed)"]
        + [f"  {now[query.text].ndcg:.4f}  {query.style:18}{query.text}" for query in known[:WORST]]
    )


def _changes(now: Mapping[str, Score], before: Mapping[str, float]) -> str:
    changes = {text: now[text].ndcg - before[text] for text in now.keys() & before.keys()}
    noticed = sorted((change, text) for text, change in changes.items() if abs(change) >= NOTICED)
    if not noticed:
        return "no query changed since the version accepted last"
    gained = sum(change > 0 for change, _ in noticed)
    return "\n".join(
        [f"since the version accepted last: {gained} gained, {len(noticed) - gained} lost"]
        + [f"  {change:+.4f}  {before[text]:.4f} → {now[text].ndcg:.4f}  {text}" for change, text in noticed]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accept", action="store_true", help="write scores.json anew")
    options = parser.parse_args()
    started = time.perf_counter()
    with fresh_database():
        from tests.relevance.judging import queries
        from tests.relevance.scoring import scores

        found, now = queries(), scores()
    before = accepted()
    print(tables(found, now, before))
    print(f"\n{time.perf_counter() - started:.0f} s")
    if options.accept:
        accept(now)
        print(f"written: {ACCEPTED.name}")
    elif short := shortcomings(now, before):
        sys.exit("\n".join(short))


if __name__ == "__main__":
    main()
