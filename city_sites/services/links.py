"""Watching the linked sites of cities: which are due, one check, and what the public is shown."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts import retention
from accounts.models import User
from accounts.services import audit
from city_sites.enums import LinkState, PresenceState
from city_sites.link_probe import LONGEST_S, Probe, probe
from city_sites.link_states import DOWN, Standing, asked_again_after, standing_after
from city_sites.models import CitySite, LinkCheck, LinkWatch

AT_ONCE = 20
"""Sites that are claimed in one round; the next round takes the rest."""
CLAIMED_FOR = dt.timedelta(minutes=10)
"""A claimed check whose worker died comes back after so long."""

NOT_AGAIN_WITHIN = dt.timedelta(minutes=1)


def linked_sites() -> QuerySet[CitySite]:
    """The cities that the directory leads to elsewhere: linked ones, and closed ones with a link."""
    elsewhere = CitySite.objects.filter(state__in=(PresenceState.LINKED, PresenceState.RETIRED))
    return elsewhere.exclude(link="")


def links_due(now: dt.datetime | None = None) -> list[str]:
    """Regions of the linked sites whose check is due, each claimed so that it is not asked twice."""
    moment = now or timezone.now()
    _watch_all(moment)
    linked = linked_sites().values("region")
    with transaction.atomic():
        due = LinkWatch.objects.filter(due_at__lte=moment, region__in=linked).order_by("due_at", "pk")
        claimed = list(due.select_for_update(skip_locked=True)[:AT_ONCE])
        LinkWatch.objects.filter(pk__in=[watch.pk for watch in claimed]).update(due_at=moment + CLAIMED_FOR)
    return [watch.region for watch in claimed]


def _watch_all(now: dt.datetime) -> None:
    """A watch for every linked site; one whose address changed begins anew."""
    links = dict(linked_sites().values_list("region", "link"))
    known = {watch.region: watch for watch in LinkWatch.objects.filter(region__in=links)}
    new = [LinkWatch(region=region, link=link, due_at=now) for region, link in links.items()]
    LinkWatch.objects.bulk_create(
        [watch for watch in new if watch.region not in known], ignore_conflicts=True
    )
    for region, watch in known.items():
        if watch.link != links[region]:
            _begin_anew(watch, links[region], now)


def _begin_anew(watch: LinkWatch, link: str, now: dt.datetime) -> None:
    """Of another address nothing is known; the checks of the old one stay in the history."""
    watch.link, watch.due_at, watch.outcome, watch.moved_to, watch.checked_at = link, now, "", "", None
    _stand(watch, Standing(since=None))
    watch.save()


def link_check(*, region: str, now: dt.datetime | None = None) -> LinkWatch | None:
    """Ask a city's linked site and keep what was found; None where its host is being asked already.

    Two checks never ask one host at the same time.
    """
    watch = LinkWatch.objects.filter(region=region).first()
    if watch is None:
        return None
    host = f"link-check:{urlsplit(watch.link).netloc}"
    if not cache.add(host, True, timeout=int(LONGEST_S * 2)):
        return None
    try:
        found = probe(watch.link)
    finally:
        cache.delete(host)
    return check_keep(asked=watch, found=found, now=now)


@transaction.atomic
def check_keep(*, asked: LinkWatch, found: Probe, now: dt.datetime | None = None) -> LinkWatch:
    """Keep what a check of the watched address found, and how the site stands after it."""
    now = now or timezone.now()
    watch = LinkWatch.objects.select_for_update().get(pk=asked.pk)
    LinkCheck.objects.create(
        watch=watch, at=now, link=asked.link, outcome=found.outcome, status=found.status, ms=found.ms
    )
    if watch.link != asked.link:
        return watch
    before = Standing(LinkState(watch.state), watch.since, watch.failures, watch.failing_since)
    after = standing_after(
        before, found.outcome, now, dead_after=dt.timedelta(hours=settings.LINK_DEAD_HOURS)
    )
    _stand(watch, after)
    watch.outcome, watch.moved_to, watch.checked_at = found.outcome, found.moved_to, now
    watch.due_at = now + asked_again_after(after, usual=dt.timedelta(hours=settings.LINK_CHECK_HOURS))
    watch.save()
    return watch


def _stand(watch: LinkWatch, standing: Standing) -> None:
    watch.state, watch.since = standing.state, standing.since
    watch.failures, watch.failing_since = standing.failures, standing.failing_since


@transaction.atomic
def link_ask_soon(*, watch: LinkWatch, by: User, now: dt.datetime | None = None) -> bool:
    """Have a site asked within the minute; False where it was asked less than a minute ago."""
    now = now or timezone.now()
    fresh = LinkWatch.objects.select_for_update().get(pk=watch.pk)
    if fresh.checked_at and now - fresh.checked_at < NOT_AGAIN_WITHIN:
        return False
    fresh.due_at = now
    fresh.save(update_fields=["due_at"])
    audit(actor=by, act="link_ask", subject=fresh, region=fresh.region)
    return True


def watched() -> QuerySet[LinkWatch]:
    """The watches of the sites that the directory leads to now, with the address that was checked."""
    link = linked_sites().filter(region=OuterRef("region")).values("link")[:1]
    return LinkWatch.objects.filter(link=Subquery(link))


def regions_down() -> set[str]:
    """Cities whose linked site is known not to answer: nobody is led there."""
    return set(watched().filter(state__in=DOWN).values_list("region", flat=True))


def register() -> None:
    """Checks are kept for LINK_CHECKS_DAYS."""
    retention.register(retention.in_batches("checks of links", due=_old_checks, end=retention.removed))


def _old_checks(now: dt.datetime) -> QuerySet[LinkCheck]:
    return LinkCheck.objects.filter(at__lt=now - dt.timedelta(days=settings.LINK_CHECKS_DAYS))
