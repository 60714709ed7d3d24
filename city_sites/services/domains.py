"""Own domains of cities: entered, proven by DNS, watched, taken back."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from accounts.models import User
from accounts.services import audit
from city_sites.domain_names import domain_of, own_name_check
from city_sites.domain_probe import LONGEST_S, Finding, probe
from city_sites.enums import PresenceState, RecordState
from city_sites.models import CityDomain, CitySite
from city_sites.models.domain import LOST_AFTER
from city_sites.services.surrogate import addresses_of_site, purge

AT_ONCE: Final = 20
"""Domains that are claimed in one round; the next round takes the rest."""
CLAIMED_FOR: Final = dt.timedelta(minutes=10)
NOT_AGAIN_WITHIN: Final = dt.timedelta(seconds=10)
WHILE_WAITING: Final = (
    (dt.timedelta(hours=2), dt.timedelta(minutes=5)),
    (dt.timedelta(days=3), dt.timedelta(hours=1)),
)
"""Up to which age a domain that is not proven is asked about how often; later like one that is."""
USUAL: Final = dt.timedelta(days=1)
WHILE_FAILING: Final = dt.timedelta(hours=1)


@transaction.atomic
def domain_enter(*, city_site: CitySite, text: str, by: User | None) -> CityDomain:
    """Enter the domain that a city's site is to have; it takes the place of one that is not proven.

    Raises:
        ValidationError: it is no domain, the portal's own, or another city's; or the site has one already, or
            is not open.
    """
    name = domain_of(text)
    own_name_check(name)
    locked = CitySite.objects.select_for_update(of=("self",)).get(pk=city_site.pk)
    if locked.state != PresenceState.HOSTED:
        raise ValidationError(_("The site is closed. Open it first."))
    known = CityDomain.objects.filter(city_site=locked).first()
    if known is not None and known.proven_at:
        raise ValidationError(_("The site has the domain %(name)s. Take it back first.") % {"name": known})
    if _is_taken(name, locked):
        raise ValidationError(_("This domain leads to the site of another city."))
    if known is not None and known.name == name:
        return known
    if known is not None:
        known.delete()
    domain = CityDomain.objects.create(city_site=locked, name=name, due_at=timezone.now())
    audit(actor=by, act="domain_enter", subject=domain, region=locked.region, domain=name)
    return domain


@transaction.atomic
def domain_vouch(*, city_site: CitySite, text: str, by: User | None) -> CityDomain:
    """Give a site a domain on the word of whoever runs the portal, without a proof in DNS; how its records
    stand is shown to staff as of any other.

    Raises:
        ValidationError: it is no domain, or another city's.
    """
    name = domain_of(text)
    locked = CitySite.objects.select_for_update(of=("self",)).get(pk=city_site.pk)
    known = CityDomain.objects.filter(city_site=locked).first()
    if known is not None and known.name == name and known.proven_at:
        return known
    if _is_taken(name, locked):
        raise ValidationError(_("This domain leads to the site of another city."))
    if known is not None:
        known.delete()
    domain = CityDomain.objects.create(city_site=locked, name=name, due_at=timezone.now())
    _prove(domain, by=by, now=timezone.now(), vouched=True)
    return domain


def _is_taken(name: str, city_site: CitySite) -> bool:
    taken: bool = Site.objects.filter(hostname=name).exclude(pk=city_site.site_id).exists()
    return taken


def domain_check(*, domain: CityDomain, by: User | None = None, now: dt.datetime | None = None) -> bool:
    """Ask DNS about a domain and keep what was found; the site moves there once both records are good.

    Args:
        by: who had it asked, None for the schedule.
    Returns:
        Whether DNS was asked: not twice at the same time, and not again within some seconds.
    """
    now = now or timezone.now()
    if by is not None and domain.checked_at and now - domain.checked_at < NOT_AGAIN_WITHIN:
        return False
    lock = f"domain-check:{domain.pk}"
    if not cache.add(lock, True, timeout=int(LONGEST_S * 3)):
        return False
    try:
        found = probe(
            name=domain.name,
            proof_name=domain.proof_name,
            proof=domain.proof_text,
            target=domain.city_site.portal_host,
        )
        finding_keep(asked=domain, found=found, by=by, now=now)
    finally:
        cache.delete(lock)
    return True


@transaction.atomic
def finding_keep(*, asked: CityDomain, found: Finding, by: User | None, now: dt.datetime) -> None:
    """Keep what a check found; a domain that was taken back meanwhile is left alone."""
    domains = CityDomain.objects.select_related("city_site__site").select_for_update(of=("self",))
    domain = domains.filter(pk=asked.pk, challenge=asked.challenge).first()
    if domain is None:
        return
    domain.proof, domain.proof_seen = found.proof.state, found.proof.seen
    domain.pointing, domain.pointing_seen = found.pointing.state, found.pointing.seen
    domain.checked_at = now
    region = domain.city_site.region
    if by is not None:
        audit(actor=by, act="domain_check", subject=domain, region=region, proof=domain.proof)
    if domain.proven_at:
        _watch(domain, is_whole=found.is_whole, now=now)
    elif found.is_whole and domain.city_site.state == PresenceState.HOSTED:
        if _is_taken(domain.name, domain.city_site):
            domain.proof = RecordState.TAKEN
        else:
            _prove(domain, by=by, now=now)
    domain.due_at = now + asked_again_after(domain, now)
    domain.save()


def _watch(domain: CityDomain, *, is_whole: bool, now: dt.datetime) -> None:
    """How a proven domain stands after a check: what is lost is told, and switches nothing off."""
    was_lost = domain.is_lost
    domain.failures = 0 if is_whole else domain.failures + 1
    domain.failing_since = None if is_whole else domain.failing_since or now
    if domain.is_lost != was_lost:
        act = "domain_lost" if domain.is_lost else "domain_found"
        audit(
            actor=None,
            act=act,
            subject=domain,
            region=domain.city_site.region,
            domain=domain.name,
            proof=domain.proof,
            pointing=domain.pointing,
        )


def asked_again_after(domain: CityDomain, now: dt.datetime) -> dt.timedelta:
    """How long a domain is left alone: a new one is asked about often, then ever more rarely."""
    if domain.failing_since:
        return WHILE_FAILING
    if domain.proven_at is None:
        for age, pause in WHILE_WAITING:
            if now - domain.created_at < age:
                return pause
    return USUAL


def _prove(domain: CityDomain, *, by: User | None, now: dt.datetime, vouched: bool = False) -> None:
    domain.proven_at = now
    domain.save()
    city_site = domain.city_site
    audit(
        actor=by,
        act="domain_prove",
        subject=domain,
        region=city_site.region,
        domain=domain.name,
        vouched=vouched,
    )
    _move(city_site, domain.name)


@transaction.atomic
def domain_take_back(*, domain: CityDomain, by: User | None) -> None:
    """Give a domain up: the site is at its host below the portal's again, the domain is not known here."""
    locked = CityDomain.objects.select_for_update(of=("self",)).select_related("city_site__site")
    known = locked.filter(pk=domain.pk).first()
    if known is None:
        return
    city_site = known.city_site
    audit(
        actor=by,
        act="domain_take_back",
        subject=known,
        region=city_site.region,
        domain=known.name,
        was_proven=known.proven_at is not None,
    )
    was_proven = known.proven_at is not None
    known.delete()
    if was_proven:
        _move(city_site, city_site.portal_host)


def _move(city_site: CitySite, host: str) -> None:
    """Let the site answer at another host; caches forget both."""
    site = city_site.site
    assert site is not None
    before = addresses_of_site(site) if settings.WAGTAILFRONTENDCACHE else []
    site.hostname, site.port = host, settings.PORTAL_PORT
    site.save(update_fields=["hostname", "port"])
    transaction.on_commit(Site.clear_site_root_paths_cache)
    if before:
        purge([*before, *addresses_of_site(site)])


def domains_due(now: dt.datetime | None = None) -> list[int]:
    """Keys of the domains whose check is due, each claimed so that it is not asked about twice."""
    moment = now or timezone.now()
    with transaction.atomic():
        due = CityDomain.objects.filter(due_at__lte=moment).order_by("due_at", "pk")
        claimed = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:AT_ONCE])
        CityDomain.objects.filter(pk__in=claimed).update(due_at=moment + CLAIMED_FOR)
    return claimed


def lost_domains() -> QuerySet[CityDomain]:
    """The domains in use whose records are not there any more."""
    return CityDomain.objects.filter(proven_at__isnull=False, failures__gte=LOST_AFTER)


def is_served(host: str) -> bool:
    """Whether the portal answers at exactly this host: its own, a city's below it, or a city's domain."""
    if host == settings.PORTAL_HOST or Site.objects.filter(hostname=host).exists():
        return True
    slug, _dot, above = host.partition(".")
    return above == settings.PORTAL_HOST and CitySite.objects.filter(slug=slug, site__isnull=False).exists()
