"""Who asks: the IP address of a request, believed only as far as our own proxies reach."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

IPV6_NETWORK = 64
"""Bits of an IPv6 address that tell one customer from another: whoever has one address has all of its /64."""


def client_address(request: HttpRequest) -> str:
    """IP address of the person: the one that the outermost of our `PROXIES_IN_FRONT` saw.

    X-Forwarded-For is written by anybody up to our proxies; only what they add at its end counts. A header
    that is shorter than it must be did not pass them: then the connection's own address counts.
    """
    trusted = settings.PROXIES_IN_FRONT
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if trusted and len(forwarded) >= trusted and (address := _address(forwarded[-trusted])):
        return address
    return _address(str(request.META.get("REMOTE_ADDR", ""))) or "0.0.0.0"  # noqa: S104  a socket of the proxy


def client_network(request: HttpRequest) -> str:
    """What limits are counted by: the IPv4 address, or the /64 that an IPv6 address lies in."""
    address = ipaddress.ip_address(client_address(request))
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((address, IPV6_NETWORK), strict=False).network_address)
    return str(address)


def _address(text: str) -> str:
    """The address in `text`, with or without a port; "" where it is none."""
    bare = text
    if text.startswith("["):
        bare = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        bare = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)
