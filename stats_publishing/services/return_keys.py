"""Keys by which a region's own systems hand in returns: shown once, kept as a hash."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets

from django.db import transaction

from accounts.models import User
from accounts.services import audit
from stats_publishing.models import ReturnKey


@transaction.atomic
def return_key_issue(*, region: str, by: User, at: dt.datetime) -> str:
    """A new key of a region; the one before stops working at once. The key is not kept: show it now."""
    key = secrets.token_urlsafe(32)
    issued, _created = ReturnKey.objects.update_or_create(
        region=region, defaults={"key_hash": _hash(key), "issued_at": at, "issued_by": by}
    )
    audit(actor=by, act="return_key_issue", subject=issued, region=region)
    return key


def return_key_matches(*, region: str, key: str) -> bool:
    """Whether the key is the region's; takes as long for a region that has none."""
    kept = ReturnKey.objects.filter(region=region).values_list("key_hash", flat=True).first() or ""
    same = hmac.compare_digest(_hash(key), kept or _hash("\0"))
    return same and bool(kept)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
