"""Secrets that must be read again (second factors) are encrypted at rest, with keys made from SECRET_KEY.

Method: HKDF-SHA256 (RFC 5869) to a Fernet key; keys of SECRET_KEY_FALLBACKS still decrypt.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def encrypt(text: str) -> str:
    return _keys().encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """Raises `cryptography.fernet.InvalidToken` where the text was encrypted with a key that is gone."""
    return _keys().decrypt(text.encode()).decode()


def derived_key(secret: str, purpose: bytes) -> bytes:
    """32 bytes for one purpose, which tell nothing of the secret or of the keys for other purposes."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())


def _keys() -> MultiFernet:
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived_key(secret, b"accounts.second-factor")))
