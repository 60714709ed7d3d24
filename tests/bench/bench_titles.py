"""How fast titles are classified in bulk, and how often rightly.

Speed: the shipped model over generated titles dressed as postings do, cleaning included, best of five rounds;
on a busy machine the processor's time is the one to read. Quality: five-fold cross-validation over the judged
titles of PORTAL_SHARED_DATA, repeated with three shuffles; whatever the lexicon has of a fold's titles is
left out with the fold. Without the judged titles the quality is null.

    python -m tests.bench.bench_titles [--titles 100000]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from pathlib import Path

import numpy as np

from standards.catalogue import read_rows
from standards.regions import cities
from standards.titles import classify_titles
from standards.titles.model import best_and_margin
from standards.titles.training import LEXICON, cross_validated, fit, own_examples, read_judged

KEPT = 0.6
DRESSES = (
    "{}",
    "急聘{}",
    "{}+五险一金",
    "{}（双休）",
    "高薪诚聘{}月薪8000",
    "{city}{}",
    "{}-{city}",
    "{}/包吃住/朝九晚五",
)


def generated(count: int) -> list[str]:
    """Different titles of everyday occupations, dressed up; the same for the same count."""
    rng = random.Random(4)
    words = [row["title"] for row in read_rows(LEXICON)]
    places = [city.short_name for city in cities()]
    return [
        rng.choice(DRESSES).format(rng.choice(words), city=rng.choice(places)) + str(number % 97)
        for number in range(count)
    ]


def microseconds(titles: list[str]) -> tuple[float, float]:
    """Time per title on the clock and on the processor, each the best of five rounds."""
    classify_titles(titles[:10])
    rounds = []
    for _ in range(5):
        clock, processor = time.perf_counter(), time.process_time()
        classify_titles(titles)
        rounds.append((time.perf_counter() - clock, time.process_time() - processor))
    best_clock, best_processor = (min(each) / len(titles) * 1e6 for each in zip(*rounds, strict=True))
    return best_clock, best_processor


def quality(path: Path) -> dict[str, float]:
    """Mean and standard deviation over three shuffles."""
    judged = read_judged(path)
    fitted = fit(judged, own_examples())
    codes = np.array([example.code for example in judged])
    rounds = []
    for seed in (1, 2, 3):
        best, margin = best_and_margin(cross_validated(fitted, folds=5, seed=seed))
        said = fitted.model.codes[best]
        kept = np.argsort(-margin, kind="stable")[: int(KEPT * len(codes))]
        rounds.append(
            [
                np.mean(said == codes),
                np.mean(said.astype("U7") == codes.astype("U7")),
                np.mean(said.astype("U1") == codes.astype("U1")),
                np.mean((said == codes)[kept]),
            ]
        )
    means, spread = np.mean(rounds, axis=0), np.std(rounds, axis=0)
    names = ("cv_exact", "cv_minor", "cv_major", "exact_at_60")
    found = {name: round(float(mean), 4) for name, mean in zip(names, means, strict=True)}
    return found | {f"{name}_sd": round(float(sd), 4) for name, sd in zip(names, spread, strict=True)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--titles", type=int, default=100_000)
    count = parser.parse_args().titles
    shared = os.environ.get("PORTAL_SHARED_DATA", "")
    judged = Path(shared) / "occupations" / "titles_dev.csv"
    nothing = dict.fromkeys(("cv_exact", "cv_minor", "cv_major", "exact_at_60"))
    clock, processor = microseconds(generated(count))
    found: dict[str, object] = {
        "bench": "titles",
        "titles": count,
        "us_per_title": round(clock, 1),
        "cpu_us_per_title": round(processor, 1),
        **(quality(judged) if shared and judged.is_file() else nothing),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
