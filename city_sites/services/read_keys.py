"""Keys of headless clients: given out, taken back, recognised."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import NATION
from accounts.models import User
from accounts.services import audit
from city_sites.models import ReadKey
from city_sites.models.read_key import USUAL_RATE

MOST_KEYS = 20
"""Keys of one site that may be in use at a time."""
NOTED_EVERY = dt.timedelta(hours=1)


@transaction.atomic
def read_key_issue(*, region: str, name: str, by: User | None, rate: int = USUAL_RATE) -> tuple[ReadKey, str]:
    """A new key for a client of a site, or of all sites; the text is not kept: show it now.

    Args:
        region: GB/T 2260 code of the city, 000000 for all sites.
        rate: requests a minute.
    Raises:
        ValidationError: there are too many keys, or a value is not good.
    """
    if ReadKey.objects.filter(region=region, revoked_at=None).count() >= MOST_KEYS:
        raise ValidationError(
            _("There are %(most)s keys already. Take one back first.") % {"most": MOST_KEYS}
        )
    text = f"rk_{secrets.token_urlsafe(24)}"
    key = ReadKey(
        region=region, name=name, rate=rate, created_by=by, key_hash=_hash(text), beginning=text[:8]
    )
    key.full_clean(validate_unique=False)
    key.save()
    audit(actor=by, act="read_key_issue", subject=key, region=region, rate=rate)
    return key, text


@transaction.atomic
def read_key_revoke(*, key: ReadKey, by: User | None) -> ReadKey:
    """Take a key back: it is refused from now on. One that was taken back before stays as it is."""
    locked = ReadKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        audit(actor=by, act="read_key_revoke", subject=locked, region=locked.region)
    return locked


def read_key_for(*, text: str, region: str) -> ReadKey | None:
    """The living key that the text is, where it is good for the region; notes the use once an hour."""
    found = ReadKey.objects.filter(key_hash=_hash(text), region__in={region, NATION}, revoked_at=None).first()
    if found is not None:
        now = timezone.now()
        if found.last_used_at is None or found.last_used_at < now - NOTED_EVERY:
            ReadKey.objects.filter(pk=found.pk).update(last_used_at=now)
    return found


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
