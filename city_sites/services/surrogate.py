"""Caches in front of the portal forget what changed: a page, its lists, and what the API says of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from wagtail.contrib.frontend_cache.utils import get_backends
from wagtail.models import Page, Site

from accounts.enums import NATION
from city_sites.models import ListingPage, RegionalPage

LANGUAGES: Final = ("", "?lang=en")
"""What an address of a page ends with in each language."""
MOST: Final = 2_000
"""Pages below one that was moved or taken away whose addresses are purged one by one."""


def addresses_of(page: Page) -> list[str]:
    """Whole addresses at which something changes when this page does: its own, its list's with the feeds, its
    site's first page, the API's of all of them; for an entry of a list those on the national site, too."""
    parts = page.get_url_parts()
    if parts is None:
        return []
    _site, root_url, path = parts
    parent = page.get_parent().specific
    pages = [(root_url, page.pk, path)]
    feed_kind = ""
    if isinstance(parent, ListingPage):
        pages += _whole(parent)
        feed_kind = parent.feed_kind
    site = Site.objects.select_related("root_page").filter(pk=parts[0]).first()
    if site:
        pages += _whole(site.root_page)
    if isinstance(page, RegionalPage) and page.region != NATION:
        pages += _national(type(page))
    found = [f"{root}{path}{end}" for root, _pk, path in pages for end in LANGUAGES]
    found += [f"{root}{_named('cms_api:pages:detail', pk)}" for root, pk, _path in pages]
    for root in {root for root, _pk, _path in pages}:
        found += [f"{root}{_named(name)}" for name in ("cms_api:pages:listing", "cms_api:menus")]
        found.append(f"{root}/sitemap.xml")
        if feed_kind:
            found += [f"{root}{_named('site_feed', feed_kind, form)}" for form in ("rss", "atom")]
    return list(dict.fromkeys(found))


def addresses_of_settings(site: Site) -> list[str]:
    """Where the settings of a site are told: its first page, and the API."""
    root = site.root_url
    return [*(f"{root}/{end}" for end in LANGUAGES), f"{root}{_named('cms_api:settings')}"]


def addresses_of_site(site: Site) -> list[str]:
    """Where anything of a site is told at the host that it has now: its pages (up to `MOST`) and the API."""
    root, home = site.root_url, site.root_page
    found = [*addresses_of_settings(site), f"{root}/sitemap.xml", f"{root}/robots.txt"]
    found += [f"{root}{_named(name)}" for name in ("cms_api:pages:listing", "cms_api:menus")]
    for page in (home, *below(home)):
        path = quote(page.url_path[len(home.url_path) :])
        found += [f"{root}/{path}{end}" for end in LANGUAGES]
        found.append(f"{root}{_named('cms_api:pages:detail', page.pk)}")
    return list(dict.fromkeys(found))


def purge(addresses: Iterable[str]) -> None:
    """Let the caches forget these addresses once the transaction is done; nothing where there is none."""
    if not settings.WAGTAILFRONTENDCACHE:
        return
    from city_sites.tasks import surrogate_purge

    wanted = sorted(set(addresses))
    if wanted:
        transaction.on_commit(lambda: surrogate_purge.delay(wanted))


def purge_now(addresses: list[str]) -> None:
    """Tell every cache in front; one that does not answer is in the log and stops nobody."""
    for backend in get_backends().values():
        backend.purge_batch(addresses)


def below(page: Page) -> Iterable[Page]:
    """The public pages below one, up to `MOST`."""
    pages: Iterable[Page] = page.get_descendants().live().order_by("path")[:MOST]
    return pages


def addresses_before(page: Page, url_path_before: str, url_path_after: str) -> list[str]:
    """Where a page that was moved, and those below it, were before."""
    roots = sorted(Site.get_site_root_paths(), key=lambda root: -len(root.root_path))
    found = []
    for one in (page, *below(page)):
        before = one.url_path.replace(url_path_after, url_path_before, 1)
        root = next((root for root in roots if before.startswith(root.root_path)), None)
        if root:
            path = quote(before[len(root.root_path) :])
            found += [f"{root.root_url}/{path}{end}" for end in LANGUAGES]
    return found


def _national(model: type[Page]) -> list[tuple[str, int, str]]:
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return []
    lists = [
        one
        for one in site.root_page.get_children().live()
        if model in one.specific_class.allowed_subpage_models()
    ]
    return [entry for one in (site.root_page, *lists) for entry in _whole(one)]


def _whole(page: Page) -> list[tuple[str, int, str]]:
    parts = page.get_url_parts()
    return [(parts[1], page.pk, parts[2])] if parts else []


def _named(name: str, *args: object) -> str:
    return reverse(name, args=args)
