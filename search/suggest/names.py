"""How a name may be begun: as it is written, by its pinyin, or by the initials of its syllables."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Final

from search.reading.tidy import tidy
from standards.pinyin import initials, syllables

_HAN: Final = re.compile(r"[\u4e00-\u9fff〇]")
_LEFT_OUT: Final = re.compile(r"[\s'’·\"]+")


class SuggestionKind(StrEnum):
    OCCUPATION = "occupation"
    SEARCH = "search"
    EMPLOYER = "employer"
    PLACE = "region"


def squeezed(text: str) -> str:
    """A text as beginnings are compared: simplified, half width, lower case, without spaces."""
    return unicodedata.normalize("NFKC", _LEFT_OUT.sub("", tidy(text)).lower())


def ways_to_type(name: str) -> list[str]:
    """电工 → 电工, diangong, dg; a name without Chinese characters is typed in one way."""
    plain = squeezed(name)
    if not _HAN.search(plain):
        return [plain] if plain else []
    return list(dict.fromkeys((plain, "".join(syllables(plain)), "".join(initials(plain)))))
