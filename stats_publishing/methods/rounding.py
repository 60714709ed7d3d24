"""Rounding as published: halves away from zero, in whole numbers so that no tie is lost in binary."""

from __future__ import annotations

import polars as pl

LARGEST = 100_000_000  # people in one cell; products of two cells and a scale stay within 64 bits


def rounded_quotient(numerator: pl.Expr, denominator: pl.Expr, *, places: int) -> pl.Expr:
    """numerator / denominator to so many decimal places, halves away from zero; null over zero.

    Source: published tables of Wuxi and Tianshui, which come out to the last digit so.

    Both are Int64; numerator / denominator times 2 · 10^places, and denominator times the same, have to stay
    below 2^63.
    """
    scale = 10**places
    size = numerator.abs()
    whole = size // denominator
    rest = size - whole * denominator
    units = whole * scale + (2 * rest * scale + denominator) // (2 * denominator)
    quotient: pl.Expr = numerator.sign() * units / scale
    return quotient.round(places)


def rounded_whole(numerator: pl.Expr, denominator: pl.Expr) -> pl.Expr:
    """The quotient of two counts to whole persons, halves up; null over zero.

    Source: published table of occupations of Wuxi, 2013.
    """
    return (2 * numerator + denominator) // (2 * denominator)
