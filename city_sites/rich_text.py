"""Rich text for readers elsewhere: as HTML whose addresses are whole."""

from __future__ import annotations

from typing import Any

from lxml import html
from wagtail.models import Site
from wagtail.rich_text import expand_db_html

from city_sites.draft_files import with_key


def absolute_html(source: str, context: dict[str, Any] | None) -> str:
    """HTML of a rich text as it is stored.

    Args:
        source: with Wagtail's own marks for pages, documents and images.
        context: of the answer. Addresses are completed with its site; those of files in a draft get a key.
    """
    if not source.strip():
        return ""
    whole = html.fragment_fromstring(expand_db_html(source), create_parent="div")
    if is_draft(context):
        whole.rewrite_links(with_key, resolve_base_href=False)
    whole.make_links_absolute(f"{site_root_of(context)}/", resolve_base_href=False)
    inner = [html.tostring(part, encoding="unicode") for part in whole]
    return (whole.text or "") + "".join(inner)


def site_root_of(context: dict[str, Any] | None) -> str:
    """Scheme, host and port of the site that the API is asked about, "" outside of a request."""
    request = (context or {}).get("request")
    site = Site.find_for_request(request) if request else None
    return site.root_url if site else ""


def is_draft(context: dict[str, Any] | None) -> bool:
    """Whether the API shows a draft: its files are public to nobody else yet."""
    return getattr((context or {}).get("request"), "_is_draft", False)
