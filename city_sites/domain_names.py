"""Domains as people write them and as they stand in DNS."""

from __future__ import annotations

import ipaddress
from typing import Final

import idna
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.http import is_same_domain
from django.utils.translation import gettext as _

RESERVED: Final = frozenset({"localhost", "local", "internal", "invalid", "onion", "arpa"})
"""Top names that nobody can register, though a resolver within a network may answer for them (RFC 6761)."""
_SCHEMES: Final = ("https://", "http://")


def domain_of(text: str) -> str:
    """The domain that somebody wrote, as it stands in DNS: small letters, other scripts in punycode (IDNA
    2008 after the mapping of UTS 46).

    Raises:
        ValidationError: it is no domain, in words that say why.
    """
    written = text.strip().lower()
    for scheme in _SCHEMES:
        written = written.removeprefix(scheme)
    written = written.removesuffix("/").rstrip(".。")
    if not written or any(mark in written for mark in "/:@?#*\\ "):
        raise ValidationError(_("Write the domain alone, such as jobs.example.cn."))
    try:
        name = idna.encode(written, uts46=True, std3_rules=True).decode("ascii")
    except idna.IDNAError:
        raise ValidationError(_("This is not a domain: look at its letters.")) from None
    if _is_address(name):
        raise ValidationError(_("This is the address of a machine, not a domain."))
    if "." not in name:
        raise ValidationError(_("A domain has at least two parts, such as example.cn."))
    return name


def _is_address(name: str) -> bool:
    """Whether browsers read it as an address: so they do when its last part is a number (URL Standard)."""
    last = name.rpartition(".")[2]
    if last.isdigit() or last.startswith("0x"):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def shown_domain(name: str) -> str:
    """The domain as people read it."""
    try:
        return idna.decode(name)
    except idna.IDNAError:
        return name


def own_name_check(name: str) -> None:
    """Refuse what is the portal's own, or nobody's.

    Raises:
        ValidationError: the domain is a host of the portal or lies below one, or cannot be registered.
    """
    ours = [settings.PORTAL_HOST, f".{settings.PORTAL_HOST}", *settings.ALLOWED_HOSTS]
    if any(is_same_domain(name, host.lower()) for host in ours if host != "*"):
        raise ValidationError(_("This name is the portal's own. Write a domain that the city holds."))
    if name.rpartition(".")[2] in RESERVED:
        raise ValidationError(
            _("Nobody can hold a domain under “.%(top)s”.") % {"top": name.rpartition(".")[2]}
        )
