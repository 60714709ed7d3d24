"""What the head of a public page tells programs: its one address, its other language, what it is."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from city_sites.structured_data import as_script_text, breadcrumbs, graph, page_data

register = template.Library()


@register.simple_tag(takes_context=True)
def canonical_links(context: Context, address: str) -> SafeString:
    """The canonical address of the page in its language, and its address in each.

    Chinese is at the bare address, English at `?lang=en`, which says the same with every cookie.
    """
    request: HttpRequest = context["request"]
    english = f"{address}{'&' if '?' in address else '?'}lang=en"
    own = english if getattr(request, "LANGUAGE_CODE", "") == "en" else address
    others = format_html_join(
        "\n    ",
        '<link rel="alternate" hreflang="{}" href="{}">',
        (("zh-CN", address), ("en", english), ("x-default", address)),
    )
    return format_html('<link rel="canonical" href="{}">\n    {}', own, others)


@register.simple_tag(takes_context=True)
def own_address(context: Context) -> str:
    """The whole address of a page that is no page of the CMS, without what it was asked for."""
    request: HttpRequest = context["request"]
    return request.build_absolute_uri(request.path)


@register.simple_tag(takes_context=True)
def structured_data(context: Context, page: Page) -> SafeString:
    """The way to the page, and what kind of thing it tells of, as JSON-LD."""
    request: HttpRequest = context["request"]
    site = Site.find_for_request(request)
    home = f"{site.root_url}/"
    city_site = context.get("city_site")
    publisher = city_site.name if city_site else _("China Labour Market")
    address = page.get_full_url(request) or home
    between = page.get_ancestors().filter(depth__gt=site.root_page.depth)
    trail = [
        (publisher, home),
        *((one.title, one.get_full_url(request) or home) for one in between),
        (page.title, address),
    ]
    told = page_data(page, address=address, publisher=publisher, home=home)
    return as_script_text(graph(breadcrumbs(trail), told))
