"""What a list of the workspace is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from accounts.enums import Action
from accounts.models import User

M = TypeVar("M", bound=Model)
Words = str | Promise
ALL = "all"
"""As the value of a filter: nothing is left out."""


@dataclass(frozen=True, slots=True)
class Column(Generic[M]):
    """A column: its text on the page and in the CSV; `link` leads from it, `tone` draws it as a state.

    is_shown: unless the person chooses otherwise. is_written: in the words of those who sent it, in Chinese.
    """

    name: str
    label: Words
    text: Callable[[M], object]
    link: Callable[[M], str] | None = None
    tone: Callable[[M], str] | None = None
    is_shown: bool = True
    is_number: bool = False
    is_written: bool = False


@dataclass(frozen=True, slots=True)
class Filter(Generic[M]):
    """A filter of the address; a value that is none of its choices is taken for `default`."""

    name: str
    label: Words
    choices: Callable[[], Sequence[tuple[str, Words]]]
    apply: Callable[[QuerySet[M], str], QuerySet[M]]
    default: str = ALL


@dataclass(frozen=True, slots=True)
class Plan(Generic[M]):
    """What an act would do, before it is done.

    will: rows that it changes. left: rows that it leaves, with why. lines: what follows, in whole sentences.
    button: the act with its numbers, as the button says it.
    """

    will: list[M]
    left: list[tuple[M, Words]]
    lines: list[str]
    button: str


@dataclass(frozen=True, slots=True)
class Act(Generic[M]):
    """An act on many rows.

    action: the right that is needed in the region of each row. do: gives for each row that it changed what
    undoing it needs, as JSON. undo: gives whether the row is as it was; None where the act cannot be undone.
    note: what the note is called; "" where there is none. reasons: to choose from, as codes and words.
    """

    name: str
    label: Words
    action: Action
    plan: Callable[[list[M]], Plan[M]]
    do: Callable[[list[M], str, str, User], dict[int, dict[str, Any]]]
    undo: Callable[[int, dict[str, Any], User], bool] | None = None
    note: Words = ""
    note_is_needed: bool = False
    reasons: Callable[[], Sequence[tuple[str, Words]]] | None = None
    is_grave: bool = False

    @property
    def is_undoable(self) -> bool:
        """For templates, which would call `undo`."""
        return self.undo is not None


@dataclass(frozen=True, slots=True)
class DeskList(Generic[M]):
    """A list: `rows` gives what a person may see of it, `order` names fields and ends with the key.

    search: fields in which the words of the search are looked for. region: field with the GB/T 2260 code.
    action: the right by which it is seen. subject: what a row is called in messages.
    """

    name: str
    title: Words
    page: str
    action: Action
    rows: Callable[[User], QuerySet[M]]
    order: tuple[str, ...]
    columns: tuple[Column[M], ...]
    subject: Callable[[M], str]
    empty: Words
    region: str = "region"
    filters: tuple[Filter[M], ...] = ()
    search: tuple[str, ...] = ()
    search_label: Words = ""
    acts: tuple[Act[M], ...] = ()
    note: Words = ""
    a_page: int = 30

    def act(self, name: str) -> Act[M] | None:
        return next((act for act in self.acts if act.name == name), None)

    def region_of(self, row: M) -> str:
        """The code of the region that a row lies in."""
        value: Any = row
        for part in self.region.split("__"):
            value = getattr(value, part)
        return str(value)
