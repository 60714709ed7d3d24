"""Words and pictures of figures in templates."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from stats_publishing.datasets import Measure
from stats_publishing.methods.periods import Period
from stats_publishing.published import Point, shown
from stats_publishing.words import UNITS, period_words, region_words

register = template.Library()


@register.filter
def of_region(region: str) -> str:
    """The name of a region of figures."""
    return region_words(region)


@register.filter
def of_period(code: str) -> str:
    """A period in words."""
    return period_words(Period.read(code))


@register.filter
def of_unit(unit: str) -> str:
    """A unit in words."""
    return str(UNITS[unit])


@register.filter
def as_picture(svg: str) -> SafeString:
    """A picture of `exports.charts`, which escapes all words itself, as it is."""
    return mark_safe(svg)  # noqa: S308 — made by lxml, never by a person


@register.filter
def figure(point: Point, measure: Measure) -> str:
    """A point of a series as it is written."""
    return shown(point.value, places=measure.places, mark=point.mark)
