"""A search in words, for its name and for the pages about it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from search.queries import AppliedFilter, SearchParams, applied_filters
from standards import regions

LONGEST_NAME = 80


def search_name(params: SearchParams, *, scope: str) -> str:
    """What a search looks for, short: 电工 · 武汉市 · 大专 · 不要销售."""
    site = regions.region(scope)
    parts = [params.q] if params.q else []
    if site and not params.region and not params.near:
        parts.append(site.short_name)
    parts += [_said(one) for one in applied_filters(params, path="") if one.name != "repeats"]
    name = " · ".join(parts) or _("All vacancies")
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _said(condition: AppliedFilter) -> str:
    """武汉市, 月薪 5,000–8,000, 不要销售."""
    needs_label = condition.name.removeprefix("not_") in ("pay", "pay_range", "experience")
    text = f"{condition.label} {condition.text}" if needs_label else condition.text
    return _("without %(what)s") % {"what": text} if condition.excluded else text


def has_position(params: SearchParams) -> bool:
    """Whether it asks for what is near a person's own position."""
    return any("," in place for place in params.near)
