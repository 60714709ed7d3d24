"""Pictures as PNG, for papers and messages that take no SVG."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

import resvg_py
from django.core.cache import cache

WIDTH: Final = 1440
"""Pixels: twice the width that charts are drawn for."""
_KEPT_S: Final = 24 * 3600


def png_of(svg: str) -> bytes:
    """A chart as PNG; Chinese needs a Chinese font on the machine, as PDFs do.

    Drawing takes a good part of a second, so a picture is kept by its SVG: who asks has the figures already.
    """
    key = f"chart-png:{blake2b(svg.encode(), digest_size=16).hexdigest()}"
    drawn: bytes | None = cache.get(key)
    if drawn is None:
        drawn = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=WIDTH))
        cache.set(key, drawn, _KEPT_S)
    return drawn
