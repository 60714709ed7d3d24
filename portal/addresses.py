"""Addresses across sites: every city's pages know the national host, and canonical addresses live there."""

from __future__ import annotations

from django.conf import settings

from city_sites.services import site_of_region


def national_root() -> str:
    """Scheme, host and port of the national site, without a slash at the end."""
    scheme, usual = ("https", 443) if getattr(settings, "SECURE_SSL_REDIRECT", False) else ("http", 80)
    port = "" if usual == settings.PORTAL_PORT else f":{settings.PORTAL_PORT}"
    return f"{scheme}://{settings.PORTAL_HOST}{port}"


def site_root(region: str) -> str:
    """The same of the site of a city, of the national one where the region, or "", has no site here."""
    site = site_of_region(region) if region else None
    return site.address_root if site else national_root()
