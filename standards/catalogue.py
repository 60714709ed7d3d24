"""Reads the shipped standards: UTF-8 CSV files under `standards/data/<standard>/<edition>/`.

Nothing here needs Django or a database: the catalogues are in-process, immutable and read once.
"""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

DATA: Final = Path(__file__).parent / "data"

# The edition of each standard that the portal stores codes of. An older edition in a feed is brought to
# this one by a mapping (see `standards.services.load_mapping`), or for regions by their history.
EDITIONS: Final = {
    "regions": "2025",
    "occupations": "2022",
    "industries": "2017",
    "economic_types": "2000",
    "education": "2006",
    "grades": "2002",
}


def standard_file(standard: str, name: str = "") -> Path:
    """The file `name`.csv (by default the standard's own) of the standard's current edition."""
    return DATA / standard / EDITIONS[standard] / f"{name or standard}.csv"


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file with a header, as dictionaries of text."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@cache
def read_words(name: str) -> Mapping[str, str]:
    """A word list `standards/data/words/<name>.csv` with the columns word and code: word → code."""
    return MappingProxyType({row["word"]: row["code"] for row in read_rows(DATA / "words" / f"{name}.csv")})
