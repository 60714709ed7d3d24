"""What is held on a person: every room says what it holds, how it is exported, how it is erased.

A room calls `register` when its app is ready. Exports and erasures go through all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.models import User

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that is not erased: what, why, and until when."""

    what: Words
    why: Words
    how_long: Words


@dataclass(frozen=True, slots=True)
class Holding:
    """What one room holds on people.

    export: JSON-able data about a person, codes beside their words; None or empty where nothing is held.
    erase: erases it, inside the transaction of its caller; doing it again changes nothing.
    switched: is told, likewise, that a person's account was switched off or on again.
    labels: words for the keys of the export, for the readable copy.
    """

    name: str
    title: Words
    export: Callable[[User], Any]
    erase: Callable[[User], object]
    switched: Callable[[User], object] | None
    labels: Mapping[str, Words]
    kept: tuple[Kept, ...]


_holdings: dict[str, Holding] = {}


def register(
    name: str,
    *,
    title: Words,
    export: Callable[[User], Any],
    erase: Callable[[User], object],
    switched: Callable[[User], object] | None = None,
    labels: Mapping[str, Words] | None = None,
    kept: tuple[Kept, ...] = (),
) -> None:
    """Tell what a room holds on people, see `Holding`. A name registered anew replaces the old one."""
    _holdings[name] = Holding(name, title, export, erase, switched, labels or {}, kept)


def holdings() -> list[Holding]:
    """All of them. That of the accounts comes last: the others need to know whose data they erase."""
    return sorted(_holdings.values(), key=lambda holding: (holding.name == "accounts", holding.name))


def export_of(user: User) -> dict[str, Any]:
    """Room → what it holds on a person; rooms that hold nothing are left out."""
    found = {holding.name: holding.export(user) for holding in holdings()}
    return {name: held for name, held in found.items() if held}


def kept_things() -> Iterator[Kept]:
    """What an erasure leaves."""
    for holding in holdings():
        yield from holding.kept
