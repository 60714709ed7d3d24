"""RSS 2.0 and Atom for every search: the same parameters as the results page, 50 newest vacancies."""

from __future__ import annotations

import datetime as dt
import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

import structlog
from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.throttling import search_throttled
from search.alerts.finding import newest
from search.alerts.words import search_name
from search.client import INDEX_ERRORS
from search.queries import SearchParams, VacancyHit, address, parse_params, unknown_names
from search.scope import scope_region

log = structlog.get_logger(__name__)

ITEMS = 50
FRESH_FOR_S = 300
AWAY_FOR_S = 120
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0B-\x0C\x0E-\x1F\uD800-\uDFFF\uFFFE\uFFFF]")


class Found(NamedTuple):
    """A search, what it is called, and its newest vacancies."""

    params: SearchParams
    name: str
    hits: list[VacancyHit]


if TYPE_CHECKING:
    _Feed = Feed[VacancyHit, "Found"]
else:
    _Feed = Feed


class VacancyFeed(_Feed):
    """The feed of what was found; `get_object` takes it from the view as it is."""

    feed_type: type[SyndicationFeed] = Rss201rev2Feed
    item_guid_is_permalink = False

    def get_object(self, _request: HttpRequest, *, found: Found) -> Found:
        return found

    def title(self, found: Found) -> str:
        return _plain(_("%(name)s: new vacancies") % {"name": found.name})

    def link(self, found: Found) -> str:
        return address(reverse("vacancies"), found.params)

    def description(self, found: Found) -> str:
        return self.title(found)

    def items(self, found: Found) -> list[VacancyHit]:
        return found.hits

    def item_title(self, hit: VacancyHit) -> str:
        return _plain(hit.title)

    def item_description(self, hit: VacancyHit) -> str:
        facts = (hit.pay or _("Pay not stated"), hit.place, hit.employer, hit.experience, hit.education_words)
        return _plain(" · ".join(fact for fact in facts if fact))

    def item_link(self, hit: VacancyHit) -> str:
        return hit.url

    def item_guid(self, hit: VacancyHit) -> str:
        """The same on every host and for ever, so that no reader shows a vacancy twice."""
        return f"tag:{settings.PORTAL_HOST},2026:vacancy:{hit.id}"

    def item_pubdate(self, hit: VacancyHit) -> dt.datetime:
        return hit.published_at

    def item_updateddate(self, hit: VacancyHit) -> dt.datetime:
        return hit.published_at

    def item_author_name(self, hit: VacancyHit) -> str:
        return _plain(hit.employer)


class VacancyAtomFeed(VacancyFeed):
    feed_type = Atom1Feed

    def subtitle(self, found: Found) -> str:
        return self.description(found)


def _plain(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


FORMATS = {"rss": VacancyFeed, "atom": VacancyAtomFeed}


@require_safe
@search_throttled
def vacancy_feed(request: HttpRequest, form: str) -> HttpResponse:
    """200 or 304; 400 where the parameters are not understood; 503 while the index is away."""
    params, errors = parse_params(request.GET)
    errors |= {name: [_("There is no such parameter.")] for name in unknown_names(request.GET)}
    if errors:
        lines = [f"{name}: {message}" for name, messages in errors.items() for message in messages]
        return HttpResponse("\n".join(lines) + "\n", status=400, content_type="text/plain; charset=utf-8")
    params, scope = params.with_changes(sort="newest", page_size=ITEMS), scope_region(request)
    try:
        hits = newest(params, scope=scope, size=ITEMS)
    except INDEX_ERRORS as error:
        log.warning("the index is away, a feed waits", error=str(error))
        return HttpResponse(
            _("The search is not available at the moment. Try again soon.") + "\n",
            status=503,
            content_type="text/plain; charset=utf-8",
            headers={"Retry-After": str(AWAY_FOR_S)},
        )
    found = Found(
        params.with_changes(page_size=SearchParams().page_size), search_name(params, scope=scope), hits
    )
    return _answer(request, form, found)


def _answer(request: HttpRequest, form: str, found: Found) -> HttpResponse:
    etag = _etag(request, form, found)
    response: Any = get_conditional_response(request, etag=etag)
    if not isinstance(response, HttpResponseNotModified):
        response = FORMATS[form]()(request, found=found)
        response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=FRESH_FOR_S)
    return response  # type: ignore[no-any-return]


def _etag(request: HttpRequest, form: str, found: Found) -> str:
    """Changes with anything that the feed shows; day words such as "today" are not in it."""
    shown = [(hit.id, hit.title, hit.pay, hit.place, hit.employer, hit.published_at) for hit in found.hits]
    about = (form, request.get_host(), get_language(), found.name, found.params, shown)
    return f'"{blake2b(repr(about).encode("utf-8", "replace"), digest_size=12).hexdigest()}"'
