"""How often in a day something is allowed, counted in the shared cache under keyed hashes."""

from __future__ import annotations

from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac

A_DAY_S = 86_400


def address_key(email: str) -> str:
    """Keyed hash of a mail address, the same in whatever case it is written."""
    return salted_hmac("search.alerts.address", email.strip().casefold(), algorithm="sha256").hexdigest()


def counted_today(what: str, who: str) -> int:
    """Count one more of `what` for somebody today; how many it are now. `who` is not stored as it is."""
    whom = salted_hmac("search.alerts.limit", who, algorithm="sha256").hexdigest()
    key = f"alerts:{what}:{timezone.localdate()}:{whom}"
    cache.add(key, 0, A_DAY_S)
    return int(cache.incr(key))
