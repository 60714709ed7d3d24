"""Asking a linked site whether it answers: politely, briefly, and never inside a private network.

The site's robots.txt is obeyed (RFC 9309); HEAD is asked first, then GET where a server
knows no HEAD, without its body. Every address on the way of a redirect is checked as feeds check theirs.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

import httpx
from django.conf import settings

from city_sites.enums import LinkOutcome
from jobs.feeds.pull import checked_request
from jobs.feeds.reasons import RunError

AGENT: Final = "labour-market-portal-links/1.0"
TIMEOUT: Final = httpx.Timeout(15.0, connect=10.0)
LONGEST_S: Final = 45.0
"""All requests of one check together."""
MOST_REDIRECTS: Final = 5
MOST_ROBOTS_BYTES: Final = 500_000
_NO_HEAD: Final = 400


@dataclass(frozen=True, slots=True)
class Probe:
    """What a check found; `ms` until the answer, `moved_to` where another host answered."""

    outcome: LinkOutcome
    status: int | None = None
    ms: int | None = None
    moved_to: str = ""


class _Given(Exception):
    """The check ends with an outcome."""

    def __init__(self, outcome: LinkOutcome, status: int | None = None) -> None:
        super().__init__(outcome)
        self.outcome, self.status = outcome, status


def probe(link: str) -> Probe:
    """Ask the site at an address; never raises for what the site does."""
    with httpx.Client(timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client:
        asker = _Asker(client)
        try:
            return asker.ask(link)
        except _Given as given:
            return Probe(given.outcome, given.status)
        except RunError as error:
            refused = error.code == "pull_address_refused"
            return Probe(LinkOutcome.ADDRESS if refused else LinkOutcome.NO_HOST)
        except httpx.TimeoutException:
            return Probe(LinkOutcome.TIMEOUT)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            return Probe(LinkOutcome.CERTIFICATE if _is_certificate(error) else LinkOutcome.NO_ANSWER)


def _is_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


class _Asker:
    """The requests of one check."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._until = time.monotonic() + LONGEST_S
        self._allowed: dict[str, RobotFileParser | None] = {}

    def ask(self, link: str) -> Probe:
        url = link
        for _ in range(MOST_REDIRECTS + 1):
            self._respect_robots(url)
            began = time.monotonic()
            response = self._answer(url)
            ms = round((time.monotonic() - began) * 1000)
            if not response.has_redirect_location:
                return self._judged(response.status_code, ms, link, url)
            url = urljoin(url, response.headers["Location"])
        raise _Given(LinkOutcome.LOOP)

    def _judged(self, status: int, ms: int, link: str, url: str) -> Probe:
        moved = url if httpx.URL(url).host != httpx.URL(link).host else ""
        if status >= httpx.codes.INTERNAL_SERVER_ERROR:
            outcome = LinkOutcome.SERVER_ERROR
        elif status >= httpx.codes.BAD_REQUEST:
            outcome = LinkOutcome.REFUSED
        else:
            outcome = LinkOutcome.SLOW if ms > settings.LINK_SLOW_MS else LinkOutcome.OK
        return Probe(outcome, status, ms, moved[:300])

    def _answer(self, url: str) -> httpx.Response:
        head = self._send("HEAD", url)
        return head if head.status_code < _NO_HEAD else self._send("GET", url)

    def _send(self, method: str, url: str) -> httpx.Response:
        """The head of the answer; of its body nothing is read."""
        with self._sent(method, url) as response:
            return response

    @contextmanager
    def _sent(self, method: str, url: str) -> Iterator[httpx.Response]:
        if time.monotonic() > self._until:
            raise _Given(LinkOutcome.TIMEOUT)
        request = checked_request(
            self._client, method, url, {"User-Agent": AGENT}, allow_private=settings.LINK_ALLOW_PRIVATE
        )
        response = self._client.send(request, stream=True)
        try:
            yield response
        finally:
            response.close()

    def _respect_robots(self, url: str) -> None:
        """Raises where the host's robots.txt, asked once a check, does not let us ask for the address."""
        origin = f"{httpx.URL(url).scheme}://{httpx.URL(url).netloc.decode('ascii')}"
        if origin not in self._allowed:
            self._allowed[origin] = self._robots_of(origin)
        rules = self._allowed[origin]
        if rules is not None and not rules.can_fetch(AGENT, url):
            raise _Given(LinkOutcome.ROBOTS)

    def _robots_of(self, origin: str) -> RobotFileParser | None:
        """The rules of a host; None where it has none. A server that fails lets nobody in (RFC 9309)."""
        url = f"{origin}/robots.txt"
        for _ in range(MOST_REDIRECTS + 1):
            with self._sent("GET", url) as response:
                if response.has_redirect_location:
                    url = urljoin(url, response.headers["Location"])
                    continue
                if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
                    raise _Given(LinkOutcome.SERVER_ERROR, response.status_code)
                if response.status_code >= httpx.codes.BAD_REQUEST:
                    return None
                rules = RobotFileParser()
                rules.parse(b"".join(self._beginning(response)).decode("utf-8", "replace").splitlines())
                return rules
        return None

    def _beginning(self, response: httpx.Response) -> Iterator[bytes]:
        size = 0
        for block in response.iter_bytes(65_536):
            size += len(block)
            if size > MOST_ROBOTS_BYTES or time.monotonic() > self._until:
                return
            yield block
