"""Cursors: the place in a list of results, signed, so that paging has no end and no trick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing

from search.queries.params import SearchParams

_SALT = "search.cursor"


class BadCursor(Exception):
    """The cursor is not one of ours, or belongs to another search."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Sort values of the result beside which the page lies, and on which side of it."""

    after: tuple[Any, ...]
    backwards: bool = False


def encode(cursor: Cursor, params: SearchParams) -> str:
    value = [int(cursor.backwards), _search_of(params), *cursor.after]
    return signing.dumps(value, salt=_SALT, compress=True)


def decode(text: str, params: SearchParams) -> Cursor:
    """Raises BadCursor."""
    try:
        backwards, search, *after = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise BadCursor from error
    if search != _search_of(params):
        raise BadCursor
    return Cursor(after=tuple(after), backwards=bool(backwards))


def _search_of(params: SearchParams) -> str:
    """What must be the same on the next page; its size may differ."""
    return params.with_changes(sort=params.order, page_size=1).query_string()
