"""Contrast of colours by WCAG 2.1: pure functions."""

from __future__ import annotations

from typing import Final

LEAST_RATIO: Final = 4.5
"""WCAG 1.4.3 (AA), text of ordinary size."""
WHITE: Final = "#ffffff"


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", from 0 (black) to 1 (white) (WCAG 2.1, relative luminance)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(one: str, other: str = WHITE) -> float:
    """Contrast of two colours "#rrggbb", from 1 to 21, whichever is lighter (WCAG 2.1, contrast ratio)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
