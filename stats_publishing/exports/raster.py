"""Pictures as PNG, for papers and messages that take no SVG."""

from __future__ import annotations

import resvg_py

WIDTH = 1440
"""Pixels: twice the width that charts are drawn for."""


def png_of(svg: str) -> bytes:
    """A chart as PNG; Chinese needs a Chinese font on the machine, as PDFs do."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=WIDTH))
