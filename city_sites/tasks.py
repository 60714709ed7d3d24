"""What city sites do by themselves."""

from __future__ import annotations

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.core.management import call_command

from city_sites.enums import LinkOutcome
from city_sites.link_probe import LONGEST_S, Probe
from city_sites.models import CityDomain, LinkWatch
from city_sites.services import quality
from city_sites.services.domains import domain_check, domains_due
from city_sites.services.external_links import links_check
from city_sites.services.links import check_keep, link_check, links_due
from city_sites.services.surrogate import purge_now
from jobs.services.locks import advisory_lock

_SCHEDULE_LOCKS = 0x7363_6865
"""The first key of our advisory locks: "sche"."""


@shared_task
def quality_take() -> None:
    """Count the data quality of all cities."""
    quality.quality_take()


@shared_task
def pages_publish_due() -> None:
    """Publish the pages whose second has come, and take away those whose last one is over."""
    with advisory_lock(_SCHEDULE_LOCKS, 1) as ours:
        if ours:
            call_command("publish_scheduled", verbosity=0)


@shared_task
def links_check_due() -> None:
    """Ask the linked sites that are due, each in a task of its own."""
    for region in links_due():
        link_ask.delay(region)


@shared_task(soft_time_limit=int(2 * LONGEST_S))
def link_ask(region: str) -> None:
    """Ask the linked site of a city whether it answers; one that drips without end has not answered."""
    try:
        link_check(region=region)
    except SoftTimeLimitExceeded:
        asked = LinkWatch.objects.get(region=region)
        check_keep(asked=asked, found=Probe(LinkOutcome.TIMEOUT))


@shared_task
def domains_check_due() -> None:
    """Ask DNS about the own domains that are due, each in a task of its own."""
    for pk in domains_due():
        domain_ask.delay(pk)


@shared_task(soft_time_limit=60)
def domain_ask(pk: int) -> None:
    """Ask DNS about one domain; one that was taken back meanwhile is left alone."""
    domain = CityDomain.objects.select_related("city_site").filter(pk=pk).first()
    if domain is not None:
        domain_check(domain=domain)


@shared_task(soft_time_limit=60)
def surrogate_purge(addresses: list[str]) -> None:
    """Let the caches in front forget addresses."""
    purge_now(addresses)


@shared_task
def external_links_check() -> None:
    """Look at some of the addresses that pages link to."""
    links_check()
