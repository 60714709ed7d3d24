"""RSS 2.0 and Atom of what a site publishes: 20 newest entries of a kind."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from accounts.enums import NATION
from city_sites.models import BulletinPage, CoursePage, FairPage, ListingPage, NewsPage, PolicyPage
from city_sites.services.listings import shown_in_the_nation
from city_sites.services.sites import city_site_of

ITEMS: Final = 20
KEPT_S: Final = 300
LONGEST: Final = 200
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0B-\x0C\x0E-\x1F\uD800-\uDFFF\uFFFE\uFFFF]")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a feed holds; `words` is said of it where the site has no list."""

    model: type[Page]
    words: Any


KINDS: Final = {
    "bulletins": Kind(BulletinPage, gettext_lazy("Market bulletins")),
    "news": Kind(NewsPage, gettext_lazy("News")),
    "policies": Kind(PolicyPage, gettext_lazy("Policy documents")),
    "fairs": Kind(FairPage, gettext_lazy("Job fairs")),
    "courses": Kind(CoursePage, gettext_lazy("Courses")),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A feed: its name, the address of its list, its newest entries."""

    name: str
    address: str
    entries: list[Any]


if TYPE_CHECKING:
    _Feed = Feed[Any, Shown]
else:
    _Feed = Feed


class SiteFeed(_Feed):
    """`get_object` takes what is shown from the view as it is."""

    feed_type: type[SyndicationFeed] = Rss201rev2Feed
    item_guid_is_permalink = False
    language = "zh-CN"

    def get_object(self, _request: HttpRequest, *, shown: Shown) -> Shown:
        return shown

    def title(self, shown: Shown) -> str:
        return _plain(shown.name)

    def link(self, shown: Shown) -> str:
        return shown.address

    def description(self, shown: Shown) -> str:
        return self.title(shown)

    def items(self, shown: Shown) -> list[Any]:
        return shown.entries

    def item_title(self, entry: Any) -> str:
        return _plain(entry.title)

    def item_description(self, entry: Any) -> str:
        return _plain(entry.summary or Truncator(strip_tags(entry.body)).chars(LONGEST))

    def item_link(self, entry: Any) -> str:
        return entry.full_url or "/"

    def item_guid(self, entry: Any) -> str:
        """The same on every host and for ever, so that no reader shows an entry twice."""
        return f"tag:{settings.PORTAL_HOST},2026:page:{entry.pk}"

    def item_pubdate(self, entry: Any) -> dt.datetime | None:
        published: dt.datetime | None = entry.first_published_at
        return published

    def item_updateddate(self, entry: Any) -> dt.datetime | None:
        changed: dt.datetime | None = entry.last_published_at
        return changed


class SiteAtomFeed(SiteFeed):
    feed_type = Atom1Feed

    def subtitle(self, shown: Shown) -> str:
        return self.description(shown)


FORMATS: Final[dict[str, Callable[[], SiteFeed]]] = {"rss": SiteFeed, "atom": SiteAtomFeed}


@require_safe
def site_feed(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """200 or 304; on the national site, the entries of all cities."""
    if kind not in KINDS or form not in FORMATS:
        raise Http404
    shown = _shown(request, KINDS[kind])
    told = [(one.pk, one.title, one.summary, one.last_published_at) for one in shown.entries]
    digest = blake2b(repr((form, request.get_host(), shown.name, told)).encode(), digest_size=12).hexdigest()
    response: Any = get_conditional_response(request, etag=f'"{digest}"')
    if not isinstance(response, HttpResponseNotModified):
        response = FORMATS[form]()(request, shown=shown)
        response["ETag"] = f'"{digest}"'
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True, s_maxage=KEPT_S)
    return response  # type: ignore[no-any-return]


def _shown(request: HttpRequest, kind: Kind) -> Shown:
    site, city_site = Site.find_for_request(request), city_site_of(request)
    region = city_site.region if city_site else NATION
    pages = shown_in_the_nation(kind.model)
    if region != NATION:
        pages = pages.filter(region=region)
    below = site.root_page.get_children().live().specific()
    lists = [
        one for one in below if isinstance(one, ListingPage) and kind.model in one.allowed_subpage_models()
    ]
    index = lists[0] if lists else site.root_page
    name = _("%(kind)s of %(site)s") % {
        "kind": lists[0].title if lists else kind.words,
        "site": city_site.name if city_site else _("China Labour Market"),
    }
    newest = pages.filter(first_published_at__isnull=False).order_by("-first_published_at", "-pk")[:ITEMS]
    return Shown(name, index.get_full_url(request) or "/", list(newest))


def _plain(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)
