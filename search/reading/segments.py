"""Where words begin and end, so that no meaning is read across the middle of a word (经验 in 经验主义)."""

from __future__ import annotations

import re
from functools import cache
from types import ModuleType
from typing import Final

_WORK: Final = re.compile("工作|岗位|职位|招聘")
"""Begin and end a word even where a longer one holds them: 会计工作."""


@cache
def _dictionary() -> ModuleType:
    """It takes 35 MB: it is read when the first text is, which a process of imports never does."""
    import rjieba

    return rjieba


def edges(text: str) -> set[int]:
    """Positions at which a word of general Chinese begins or ends; characters in no word stand for
    themselves."""
    found = {0, *(end for _, _, end in _dictionary().tokenize(text, "default", False))}
    return found.union(*(one.span() for one in _WORK.finditer(text)))


def words(text: str) -> list[str]:
    """The words of a text, without the space between them."""
    return [word for word in _dictionary().cut(text, False) if word.strip()]


def is_word(text: str) -> bool:
    """Whether general Chinese has this word."""
    return bool(_dictionary().has_word(text))
