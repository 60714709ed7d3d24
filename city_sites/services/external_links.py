"""Looks at the addresses that pages link to: seldom, one of a host at a time, never while an editor waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

import structlog
from django.utils import timezone

from city_sites.enums import LinkOutcome
from city_sites.link_probe import probe
from city_sites.models import ExternalLink

log = structlog.get_logger(__name__)

AT_ONCE: Final = 30
AGAIN: Final = dt.timedelta(days=7)
AGAIN_AFTER_FAILURE: Final = dt.timedelta(hours=8)
BROKEN_AFTER: Final = 2
"""So many looks in a row that failed, hours apart, make a broken address."""
FORGOTTEN_AFTER: Final = dt.timedelta(days=400)
_NO_ANSWER_TO_PROGRAMS: Final = frozenset({401, 403, 405, 406, 429, 451})
"""Statuses with which servers send programs away: they say nothing of what a person finds."""


def links_remember(*, urls: Iterable[str]) -> None:
    """Note the addresses of a page that was saved, so that they are looked at soon."""
    wanted = {url for url in urls if url.startswith(("http://", "https://")) and len(url) <= 500}
    ExternalLink.objects.bulk_create([ExternalLink(url=url) for url in sorted(wanted)], ignore_conflicts=True)
    ExternalLink.objects.filter(url__in=wanted).update(seen_at=timezone.now())


def broken_among(urls: Iterable[str]) -> dict[str, str]:
    """Those of the addresses that are broken, each with the day on which that was found."""
    known = ExternalLink.objects.filter(url__in=set(urls), failures__gte=BROKEN_AFTER)
    return {link.url: f"{timezone.localtime(link.checked_at):%Y-%m-%d}" for link in known}


def links_check() -> int:
    """Look at addresses that are due, of each host one; how many were looked at."""
    now = timezone.now()
    ExternalLink.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()
    hosts: dict[str, ExternalLink] = {}
    for link in ExternalLink.objects.filter(next_check_at__lte=now).order_by("next_check_at", "pk")[:1000]:
        hosts.setdefault(urlsplit(link.url).netloc.lower(), link)
    due = list(hosts.values())[:AT_ONCE]
    for link in due:
        answers = is_answering(link.url)
        link.checked_at = timezone.now()
        link.failures = 0 if answers else min(link.failures + 1, 1000)
        link.next_check_at = link.checked_at + (AGAIN if answers else AGAIN_AFTER_FAILURE)
        link.save(update_fields=["checked_at", "failures", "next_check_at"])
    log.info("addresses elsewhere", looked_at=len(due), failed=sum(link.failures > 0 for link in due))
    return len(due)


def is_answering(url: str) -> bool:
    """Whether a person finds something at an address, as far as a polite program can tell."""
    found = probe(url)
    if found.outcome == LinkOutcome.REFUSED:
        return found.status in _NO_ANSWER_TO_PROGRAMS
    return found.outcome in (LinkOutcome.OK, LinkOutcome.SLOW, LinkOutcome.ROBOTS)
