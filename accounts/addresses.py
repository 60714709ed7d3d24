"""Whole addresses for mails, which are written where there is no request."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string


def site_root(region: str = "") -> str:
    """Scheme and host of the site of a region, of the national one without; no slash at the end.

    Sites stand above all rooms that write mails: the setting `SITE_ROOT_OF` names the function that knows
    them.
    """
    return str(import_string(settings.SITE_ROOT_OF)(region))
