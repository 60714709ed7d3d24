"""A query made regular before it is read."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from opencc import OpenCC

_OPENING: Final = "“„«「『【〝＂‘"
_CLOSING: Final = "”»」』】〞’"
_QUOTES: Final = str.maketrans(dict.fromkeys(_OPENING + _CLOSING, '"'))
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff]")


def tidy(text: str) -> str:
    """Half width, simplified characters, single spaces, and every quote one of a pair. Doing it again changes
    nothing.

    Of quotes without a partner the last opens a phrase that runs to the end; at the end it is dropped.
    """
    plain = _UNSEEN.sub(" ", unicodedata.normalize("NFKC", text).translate(_QUOTES))
    line = " ".join(simplified(unicodedata.normalize("NFKC", plain)).split())
    if line.count('"') % 2 == 0:
        return line
    return f'{line}"' if not line.endswith('"') else line[:-1].rstrip()


def simplified(text: str) -> str:
    """Simplified characters for traditional ones, with the mainland's words for what Taiwan calls otherwise
    (軟體 → 软件); a text without traditional characters stays as it is."""
    if text.isascii() or _characters().convert(text) == text:
        return text
    return str(_words().convert(text))


@cache
def _characters() -> OpenCC:
    return OpenCC("t2s")


@cache
def _words() -> OpenCC:
    return OpenCC("tw2sp")
