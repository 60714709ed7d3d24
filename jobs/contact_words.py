"""Telephone numbers, mail addresses and names at messengers in what people write, and how they are hidden.

Rather too much is hidden than too little: both may agree to exchange them at any time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

HIDDEN: Final = "*"
_NUMERALS: Final = {
    **{numeral: str(digit) for digit, numeral in enumerate("零一二三四五六七八九")},
    **{numeral: str(digit) for digit, numeral in enumerate("壹贰叁肆伍陆柒捌玖", start=1)},
    "〇": "0",
    "幺": "1",
}
_BETWEEN = r"[\s.\-_·•/|,、~—–‐()\u200b-\u200f\u2060\ufe0f\u20e3]{0,3}"
_MESSENGERS = r"微信|薇信|威信|维信|v信|wechat|weixin|wx|vx|加v|\+v|qq|扣扣|钉钉|whatsapp|telegram"
_INTRODUCES = r"""(?:账号|帐号|号码?|id|是|为|[\s:=\-+,，。、"“”()]){0,6}"""
_CONTACTS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d)1{_BETWEEN}[3-9](?:{_BETWEEN}\d){{9}}(?!\d)",  # mobile
        rf"(?<!\d)0(?:{_BETWEEN}\d){{9,11}}(?!\d)",  # area code and number
        rf"(?<!\d)[48]00{_BETWEEN}\d{{3,4}}{_BETWEEN}\d{{3,4}}(?!\d)",
        r"\d{7,}",
        r"[a-z0-9._+-]{1,64}\s?(?:@|\(at\)|\[at\]|艾特)\s?[a-z0-9-]{1,63}"
        r"(?:\s?(?:\.|\(dot\)|点)\s?[a-z0-9-]{2,63}){0,4}",
        rf"(?<![a-z])(?:{_MESSENGERS}){_INTRODUCES}(?P<name>[a-z0-9][a-z0-9_.-]{{4,29}})",
    )
)


def has_contact(text: str) -> bool:
    """Whether somebody could be reached by what stands in a text."""
    return any(True for _span in _spans(text))


def without_contact(text: str) -> str:
    """The text with every character hidden that somebody could be reached by; the rest stands where it was.

    Method: digits of any script and Chinese numerals count as digits. Hidden are mobile numbers (11 digits),
    numbers with an area code (10 to 12) and of hotlines, with up to three marks between two digits; seven
    digits in a row; mail addresses, also with "(at)" and 艾特; the name behind that of a messenger.
    """
    shown = list(text)
    for start, end in _spans(text):
        shown[start:end] = HIDDEN * (end - start)
    return "".join(shown)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    plain = "".join(map(_plain, text))
    for contact in _CONTACTS:
        group = "name" if "name" in contact.groupindex else 0
        for found in contact.finditer(plain):
            yield found.span(group)


def _plain(char: str) -> str:
    """One character for one, so that what is found in plain text stands at the same place in the other."""
    if char in _NUMERALS:
        return _NUMERALS[char]
    plain = unicodedata.normalize("NFKC", char).lower()
    if len(plain) != 1:
        return char
    return str(unicodedata.digit(plain)) if plain.isdigit() else plain
