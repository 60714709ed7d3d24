"""Citizen identity numbers (公民身份号码) at rest: encrypted, looked up by a keyed hash, masked when shown.

Method: Fernet (AES-128-CBC with HMAC-SHA256) under keys made by HKDF-SHA256 (RFC 5869) from the secrets in
`CITIZEN_ID_KEYS`, or where there is none from SECRET_KEY. The first encrypts, all decrypt:
`manage.py citizen_ids_rekey` brings every number to the first, after which the others may go.
"""

from __future__ import annotations

import base64
import hmac

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from accounts.encryption import derived_key


def encrypt(number: str) -> str:
    """The number as it is stored; two encryptions of one number differ."""
    return _ciphers().encrypt(number.encode()).decode()


def decrypt(stored: str) -> str:
    """Raises `cryptography.fernet.InvalidToken` where the key is gone."""
    return _ciphers().decrypt(stored.encode()).decode()


def lookup_key(number: str) -> str:
    """What stands in the database to find a number by: HMAC-SHA256 under the first key, as hexadecimal."""
    return _hash(_secrets()[0], number)


def lookup_keys(number: str) -> list[str]:
    """The same under every key: a number that was stored before a change of keys is found too."""
    return [_hash(secret, number) for secret in _secrets()]


def masked(number: str) -> str:
    """420106199003072345 → 4201**********2345; enough for its owner to know it by."""
    return number[:4] + "*" * 10 + number[14:] if len(number) == 18 else "*" * len(number)


def _secrets() -> list[str]:
    return settings.CITIZEN_ID_KEYS or [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _hash(secret: str, number: str) -> str:
    return hmac.new(derived_key(secret, b"citizen-id.lookup"), number.encode(), "sha256").hexdigest()


def _ciphers() -> MultiFernet:
    keys = (derived_key(secret, b"citizen-id.at-rest") for secret in _secrets())
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
