"""Pages of the desks' lists, which change while staff work on them.

A page begins behind a row, not after a number of rows: what is decided on one page and leaves the list takes
nothing from the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """Rows of a list; `is_first`: nothing was asked for before; `next_after`: the cursor of what follows."""

    rows: list[M]
    is_first: bool
    next_after: int | None


def cursor(request: HttpRequest, name: str) -> int:
    """A cursor of the address; anything that is not a number is none, which is 0."""
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 16 else 0


def page_of(request: HttpRequest, rows: QuerySet[M], *, size: int) -> Page[M]:
    """The page of a list that the address asks for by `?after=`, a primary key; unknown ones mean the start.

    Args:
        rows: ordered by names of fields, the last of which is "pk".
    """
    order = [str(name) for name in rows.query.order_by]
    after = rows.model._base_manager.filter(pk=cursor(request, "after")).first()
    found = list((behind(rows, after, order) if after else rows)[: size + 1])
    shown = found[:size]
    return Page(shown, is_first=after is None, next_after=shown[-1].pk if len(found) > size else None)


def behind(rows: QuerySet[M], row: Model, order: Sequence[str]) -> QuerySet[M]:
    """What comes after a row in an order such as ("-asked", "pk")."""
    later, alike = Q(pk__in=()), Q()
    for name in order:
        field = name.removeprefix("-")
        value = getattr(row, field)
        later |= alike & Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
        alike &= Q(**{field: value})
    return rows.filter(later)
