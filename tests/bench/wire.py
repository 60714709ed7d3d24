"""Requests over kept connections and how long they take: the same client for the portal and the index."""

from __future__ import annotations

import http.client
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

TIMEOUT_S = 120


@dataclass(frozen=True)
class Sent:
    """One request as it goes over the wire."""

    method: str
    path: str
    body: bytes | None = None
    kind: str = "application/json"


class Line:
    """A kept connection to one server."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=TIMEOUT_S)

    def seconds(self, requests: Sequence[Sent]) -> float:
        """Send the requests one after the other and read each answer to its end; the time of all."""
        started = time.perf_counter()
        for request in requests:
            headers = {"Content-Type": request.kind} if request.body is not None else {}
            self.connection.request(request.method, request.path, request.body, headers)
            answer = self.connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise SystemExit(f"{request.path} answered {answer.status}: {body[:500]!r}")
        return time.perf_counter() - started


def times(url: str, searches: Sequence[Sequence[Sent]], *, clients: int) -> list[float]:
    """Seconds of each search, sent by so many clients at once that share the searches among them."""

    def work(number: int) -> list[float]:
        line = Line(url)
        return [line.seconds(search) for search in searches[number::clients]]

    with ThreadPoolExecutor(clients) as pool:
        return [second for part in pool.map(work, range(clients)) for second in part]


def percentile(seconds: Sequence[float], percent: int) -> float:
    """In milliseconds."""
    return 1000 * statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1]


@contextmanager
def overheard() -> Iterator[list[Sent]]:
    """What the client of the index sends while the block runs."""
    from elastic_transport import HttpHeaders, Urllib3HttpNode

    sent: list[Sent] = []
    original: Callable[..., Any] = Urllib3HttpNode.perform_request

    def listen(
        node: Any, method: str, target: str, body: bytes | None = None, headers: HttpHeaders | None = None,
        **more: Any,
    ) -> Any:  # fmt: skip
        lines = "ndjson" in (headers or {}).get("content-type", "")
        kind = "application/x-ndjson" if lines else "application/json"
        sent.append(Sent(method, target, body, kind))
        return original(node, method, target, body=body, headers=headers, **more)

    Urllib3HttpNode.perform_request = listen
    try:
        yield sent
    finally:
        Urllib3HttpNode.perform_request = original
