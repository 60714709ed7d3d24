"""Addresses of files in drafts, for headless clients: each carries a key that soon ends."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote, urlencode, urlsplit

from django.core import signing

DRAFT_FOR_S: Final = 900
"""How long the token of a draft opens it, and its files, in seconds."""
FILES: Final = ("/media/", "/documents/")
_signer = signing.TimestampSigner(salt="file of a draft")


def with_key(address: str) -> str:
    """The address of a file with a key for as long as the draft is to be read; any other as it is."""
    path = unquote(urlsplit(address).path)
    if not path.startswith(FILES):
        return address
    return f"{address}?{urlencode({'key': _key(path)})}"


def _key(path: str) -> str:
    return _signer.sign(path).removeprefix(f"{path}:")


def opens(key: str, path: str) -> bool:
    """Whether a key was made for the file at a path, and has not ended."""
    try:
        _signer.unsign(f"{path}:{key}", max_age=DRAFT_FOR_S)
    except signing.BadSignature:
        return False
    return True
