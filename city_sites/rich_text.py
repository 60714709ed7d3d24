"""Rich text for readers elsewhere: as HTML whose addresses are whole."""

from __future__ import annotations

from typing import Any

from lxml import html
from wagtail.models import Site
from wagtail.rich_text import expand_db_html


def absolute_html(source: str, root: str) -> str:
    """HTML of a rich text as it is stored.

    Args:
        source: with Wagtail's own marks for pages, documents and images.
        root: scheme, host and port that addresses on the site are completed with.
    """
    if not source.strip():
        return ""
    whole = html.fragment_fromstring(expand_db_html(source), create_parent="div")
    whole.make_links_absolute(f"{root}/", resolve_base_href=False)
    inner = [html.tostring(part, encoding="unicode") for part in whole]
    return (whole.text or "") + "".join(inner)


def site_root_of(context: dict[str, Any] | None) -> str:
    """Scheme, host and port of the site that the API is asked about, "" outside of a request."""
    request = (context or {}).get("request")
    site = Site.find_for_request(request) if request else None
    return site.root_url if site else ""
