"""When two things are the same: employers, titles, workplaces, links, rows, vacancies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_SIGNS = re.compile(r"[\W_]+")
_BRACKETED = re.compile(r"[(（\[【<《][^)）\]】>》]*[)）\]】>》]")
_TRACKING = re.compile(
    r"^(?:utm_\w+|spm|from|source|src|ref|refer|referer|traceid|trace_id|track\w*|click_?id|gclid|fbclid|"
    r"bd_vid|sid|session\w*|timestamp|_t|t|lid|jobpos\w*|pvid|share\w*)$",
    re.IGNORECASE,
)


def _levelled(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def name_key(name: str) -> str:
    """A name without signs and spaces, full-width forms levelled: 甲公司（武汉） = 甲公司(武汉)."""
    return _SIGNS.sub("", _levelled(name))[:200]


def title_key(title: str) -> str:
    """A title without what is dressed around it: bracketed asides and signs (but + and # of C++ and C#)."""
    plain = _levelled(title)
    bare = _BRACKETED.sub("", plain)
    return re.sub(r"[^\w+#]+", "", bare) or re.sub(r"[^\w+#]+", "", plain)


def address_key(address: str) -> str:
    """An address down to its letters and digits, without the names of province, city and district."""
    plain = _SIGNS.sub("", _levelled(address))
    return re.sub(r"^(?:[^\W\d]{2,8}?(?:省|自治区))?(?:[^\W\d]{2,6}?市)?(?:[^\W\d]{1,6}?[区县])?", "", plain)


def clean_link(url: str) -> str:
    """A link without the parameters that only follow its reader; "" for what is no HTTP(S) address."""
    if not url.startswith(("http://", "https://")):
        return ""
    if "?" not in url and "#" not in url:
        return url
    try:
        parts = urlsplit(url)
        kept = [
            pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(pair[0])
        ]
    except ValueError:
        return ""
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(kept), ""))


def digest(parts: Iterable[str]) -> str:
    """128 bits of a sequence of texts, as the 32 hex digits that a UUID column takes."""
    return digest_of("\x1f".join(parts).encode("utf-8", "replace"))


def digest_of(content: bytes) -> str:
    """128 bits of some bytes, as the 32 hex digits that a UUID column takes."""
    return blake2b(content, digest_size=16).hexdigest()


def vacancy_key(
    *, employer: str, title: str, region: str, address: str, pay: tuple[int | None, int | None]
) -> str:
    """What postings of one vacancy share: employer, title and address as their keys, workplace and pay."""
    return digest([employer, title, region, address, str(pay[0]), str(pay[1])])


def row_hash(raw: bytes, salt: bytes) -> bytes:
    """16 bytes for a row as sent; `salt` stands for everything else that decides what it comes to mean."""
    return blake2b(raw, digest_size=16, key=salt).digest()


def built_id(values: Iterable[str]) -> str:
    """The id of a row whose city has none: made of its key columns, the same each time."""
    return digest(values)
