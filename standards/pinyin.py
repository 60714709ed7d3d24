"""How Chinese is spelt in Latin letters, without tones.

The dictionary takes 60 MB: it is read when the first text is spelt, which most processes never do.
"""

from __future__ import annotations


def syllables(text: str) -> list[str]:
    """武汉 → wu, han; what is no Chinese stays as it stands."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin(text)


def initials(text: str) -> list[str]:
    """武汉 → w, h."""
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(text, style=Style.FIRST_LETTER)


def readings(text: str) -> list[list[str]]:
    """Of each character all its syllables: 行 → xing, hang, …"""
    from pypinyin import Style, pinyin

    return pinyin([*text], style=Style.NORMAL, heteronym=True)
