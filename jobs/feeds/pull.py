"""Fetching a feed over HTTP(S): as a stream, with limits, and never from an address that was not checked."""

from __future__ import annotations

import ipaddress
import socket
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urljoin

import httpx

from jobs.feeds.reasons import RunError

TIMEOUT = httpx.Timeout(30.0, connect=10.0)
LONGEST_SECONDS = 3_600.0
MOST_REDIRECTS = 5
_NOT_MODIFIED = 304
_BLOCK = 65_536
_GZIP = 16 + zlib.MAX_WBITS
_GIVEN_OUT = ipaddress.ip_network("2000::/3")
"""The part of IPv6 that addresses of the open internet come from; the rest is local, or stands for IPv4."""
_PROTOCOLS = ipaddress.ip_network("192.0.0.0/24")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a city's server answered; `changed` false: the file that we had is still the newest."""

    changed: bool
    etag: str = ""
    last_modified: str = ""
    file_name: str = ""


def fetch(
    url: str, into: BinaryIO, *, etag: str, last_modified: str, most_bytes: int, allow_private: bool
) -> Fetched:
    """Fetch what changed since the last time.

    The host's addresses are looked up once, every one is checked, and the connection goes to the one that
    was checked: a name that changes its address in between gains nothing. Redirects and private addresses
    are refused unless `allow_private`.

    Raises:
        RunError: a "pull_…" reason or "file_too_large".
    """
    headers = {"User-Agent": "labour-market-portal/1.0", "Accept-Encoding": "gzip"}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    with httpx.Client(timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client:
        try:
            for _ in range(MOST_REDIRECTS + 1):
                request = checked_request(client, "GET", url, headers, allow_private=allow_private)
                response = client.send(request, stream=True)
                try:
                    if not response.has_redirect_location:
                        return _answer(response, into, url, most_bytes)
                finally:
                    response.close()
                if not allow_private:
                    break
                url = urljoin(url, response.headers["Location"])
        except httpx.TimeoutException as error:
            raise RunError("pull_timeout") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise RunError("pull_failed", what=type(error).__name__) from error
    raise RunError("pull_redirect_refused", location=str(response.headers.get("Location", ""))[:300])


def checked_request(
    client: httpx.Client, method: str, url: str, headers: Mapping[str, str], *, allow_private: bool
) -> httpx.Request:
    """A request to a checked address that still names the host, to the server and in the certificate.

    Raises:
        RunError: as `checked_address`, also for what is no address of HTTP.
    """
    parsed = httpx.URL(url)
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise RunError("pull_address_refused", scheme=parsed.scheme)
    address = checked_address(parsed.host, parsed.port or 0, allow_private=allow_private)
    return client.build_request(
        method,
        parsed.copy_with(host=address),
        headers={**headers, "Host": parsed.netloc.decode("ascii")},
        extensions={"sni_hostname": parsed.host},
    )


def checked_address(host: str, port: int, *, allow_private: bool) -> str:
    """An address of the host, after all of them were found to be public ones.

    Raises:
        RunError: "pull_address_refused" for a private one, "pull_failed" for a host that does not exist.
    """
    try:
        found = socket.getaddrinfo(host, port or None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise RunError("pull_failed", what="the host is not known") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not allow_private and not all(map(is_public, addresses)):
        raise RunError("pull_address_refused")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also where it is wrapped in IPv6."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if inner:
            return is_public(str(inner))
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        return ip.is_global and ip in _GIVEN_OUT
    return ip not in _PROTOCOLS and ip.is_global and not ip.is_multicast


def _answer(response: httpx.Response, into: BinaryIO, url: str, most_bytes: int) -> Fetched:
    etag = response.headers.get("ETag", "")[:200]
    last_modified = response.headers.get("Last-Modified", "")[:100]
    if response.status_code == _NOT_MODIFIED:
        return Fetched(changed=False, etag=etag, last_modified=last_modified)
    if response.status_code != httpx.codes.OK:
        raise RunError("pull_status", status=response.status_code)
    stop = time.monotonic() + LONGEST_SECONDS
    size = 0
    for block in _unpacked(response):
        size += len(block)
        if size > most_bytes:
            raise RunError("file_too_large", most=most_bytes)
        if time.monotonic() > stop:
            raise RunError("pull_timeout", seconds=LONGEST_SECONDS)
        into.write(block)
    name = httpx.URL(url).path.rsplit("/", 1)[-1]
    return Fetched(changed=True, etag=etag, last_modified=last_modified, file_name=name)


def _unpacked(response: httpx.Response) -> Iterator[bytes]:
    """The body as it comes, in blocks whose size a packed body cannot choose."""
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if packing in ("", "identity"):
        yield from response.iter_raw()
        return
    if packing != "gzip":
        raise RunError("pull_failed", what=f"Content-Encoding: {packing[:60]}")
    unpack = zlib.decompressobj(_GZIP)
    try:
        for packed in response.iter_raw():
            rest = packed
            while rest:
                if unpack.eof:
                    unpack = zlib.decompressobj(_GZIP)
                yield unpack.decompress(rest, _BLOCK)
                rest = unpack.unconsumed_tail or unpack.unused_data
    except zlib.error as error:
        raise RunError("pull_failed", what="gzip") from error
    if not unpack.eof:
        raise RunError("pull_failed", what="gzip")
