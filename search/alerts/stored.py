"""A search as it is stored, so that one saved years ago still means what it meant. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import QueryDict

from search.queries import SearchParams, parse_params, unknown_names

Pairs = list[tuple[str, str]]
Step = Callable[[Pairs], Pairs]

VERSION = 1
"""Of the names and values that `SearchParams.pairs` writes today. One that changes the meaning of an address
gets the next number, and a step below."""

STEPS: Mapping[int, Step] = {}
"""Version → what brings its pairs to the next one."""

NOT_STORED = ("cursor", "page_size", "sort", "posted_within", "repeats")
"""How a list is shown, and what is new, which a saved search asks for by itself."""


class UnknownVersion(ValueError):
    """The search was stored by a later release than this one."""


def stored_parameters(params: SearchParams) -> dict[str, Any]:
    """The search as JSON: `{"v": version, "pairs": [[name, value], …]}`."""
    return {"v": VERSION, "pairs": [list(pair) for pair in params.pairs(but=NOT_STORED)]}


def upgraded_pairs(
    stored: Mapping[str, Any], *, steps: Mapping[int, Step] = STEPS, version: int = VERSION
) -> Pairs:
    """Names and values of a stored search as today's addresses write them.

    Raises:
        UnknownVersion: no chain of steps leads from its version to today's.
    """
    pairs: Pairs = [(str(name), str(value)) for name, value in stored["pairs"]]
    at = stored["v"]
    while at < version:
        if at not in steps:
            raise UnknownVersion(f"No step leads on from version {at}.")
        pairs, at = steps[at](pairs), at + 1
    if at != version:
        raise UnknownVersion(f"Version {at} is later than {version}.")
    return pairs


def read_stored(stored: Mapping[str, Any]) -> tuple[SearchParams, dict[str, list[str]]]:
    """The search, and what of it is not understood any more: name → messages, as `parse_params` says them.

    Raises: as `upgraded_pairs`.
    """
    query = QueryDict(mutable=True)
    for name, value in upgraded_pairs(stored):
        query.appendlist(name, value)
    params, errors = parse_params(query)
    return params, errors | {name: [] for name in unknown_names(query)}
