"""The ways from a page of results to mails and feeds about the same search."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import get_language

from search.alerts.stored import NOT_STORED
from search.queries import SearchParams

register = template.Library()


@register.inclusion_tag("search/alerts/pieces/offer.html", takes_context=True)
def alert_offer(context: Context) -> dict[str, str]:
    """A quiet link to save the search of this page, and one to its feed."""
    params: SearchParams = context["params"]
    return {"new_url": _url(reverse("alert_new"), params.pairs(but=NOT_STORED)), **feed_links(context)}


@register.inclusion_tag("search/alerts/pieces/feed_links.html", takes_context=True)
def feed_links(context: Context) -> dict[str, str]:
    """The feeds of this page's search, for its head: browsers and readers find them there."""
    params: SearchParams = context["params"]
    pairs = params.pairs(but=("sort", "cursor", "page_size"))
    if get_language() == "en":
        pairs.append(("lang", "en"))
    return {f"{form}_url": _url(reverse("vacancy_feed", args=[form]), pairs) for form in ("rss", "atom")}


def _url(path: str, pairs: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path
