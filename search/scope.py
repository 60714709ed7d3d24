"""Which region a page is about: a city's on its own host, the whole country on the national one."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string


def scope_region(request: HttpRequest) -> str:
    """Code of the region that the host stands for, "" for the country.

    City sites stand above the search: the setting `SEARCH_SITE_OF` names the function that knows them.
    """
    site = import_string(settings.SEARCH_SITE_OF)(request)
    return site.region if site else ""
