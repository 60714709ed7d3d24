"""The choices of a facet as labelled fields. A page has some two hundred of them, which takes a template
longer than the search itself: so they are put together here."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.queries.results import Bucket, FacetCount

register = template.Library()


@register.simple_tag
def choices(facet: FacetCount, buckets: Iterable[Bucket]) -> SafeString:
    """Fields that narrow to a value, each with the number of vacancies that it leaves."""
    return _lines(
        f'<label class="filter{_depth(bucket)}{"" if bucket.count else " is-none"}">'
        f"{_field(facet.name, facet.input, bucket, checked=bucket.chosen)}"
        f'<span class="filter-count">{bucket.count:,}</span></label>'
        for bucket in buckets
    )


@register.simple_tag
def exclusions(facet: FacetCount, buckets: Iterable[Bucket]) -> SafeString:
    """Fields that leave a value out."""
    return _lines(
        f'<label class="filter is-not{_depth(bucket)}">'
        f"{_field(f'not_{facet.name}', 'checkbox', bucket, checked=bucket.excluded)}</label>"
        for bucket in buckets
    )


def _field(name: str, kind: str, bucket: Bucket, *, checked: bool) -> str:
    value, on = escape(bucket.value), " checked" if checked else ""
    return (
        f'<input id="{name}-{value}" type="{kind}" name="{name}" value="{value}"{on}>'
        f"<span>{escape(bucket.label)}</span>"
    )


def _depth(bucket: Bucket) -> str:
    return f" is-depth-{bucket.depth}" if bucket.depth else ""


def _lines(labels: Iterable[str]) -> SafeString:
    return mark_safe("\n".join(labels))  # noqa: S308  values and labels are escaped, the rest is ours
