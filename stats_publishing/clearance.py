"""The proof that a table has passed disclosure control: only the door gives it, and freezing asks for it."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings

from accounts.encryption import derived_key


@dataclass(frozen=True, slots=True)
class Clearance:
    """A signature of one table of one dataset, region and period."""

    mac: str

    def holds(self, *, dataset: str, region: str, period: str, checksum: str) -> bool:
        """Whether it was given for just this table."""
        return hmac.compare_digest(self.mac, _mac(dataset, region, period, checksum))


def clearance(*, dataset: str, region: str, period: str, checksum: str) -> Clearance:
    """For `stats_publishing.services.disclosure` alone, once the table is protected."""
    return Clearance(_mac(dataset, region, period, checksum))


def _mac(*parts: str) -> str:
    key = derived_key(settings.SECRET_KEY, b"stats_publishing.clearance")
    return hmac.new(key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()
