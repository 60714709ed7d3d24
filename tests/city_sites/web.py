"""A small web server whose answers are told by the path, for tests that ask real sites."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Site(http.server.BaseHTTPRequestHandler):
    """`/slow` waits, `/no-head` knows GET only, `/status/503` answers so, `/to/x` leads to /x.

    robots: the text of /robots.txt, or a status that stands for it.
    """

    robots: str | int = 404
    asked: list[tuple[str, str, str]] = []

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        type(self).asked.append((self.command, self.path, self.headers.get("User-Agent", "")))
        first, _, rest = self.path.strip("/").partition("/")
        robots = type(self).robots
        if first == "robots.txt":
            body = robots.encode() if isinstance(robots, str) else b""
            self._send(200 if isinstance(robots, str) else robots, body)
        elif first == "status":
            self._send(int(rest))
        elif first == "no-head" and self.command == "HEAD":
            self._send(405)
        elif first == "to":
            self._send(302, headers={"Location": f"/{rest}"})
        elif first == "away":
            self._send(302, headers={"Location": f"http://{rest}/"})
        elif first == "loop":
            self._send(302, headers={"Location": "/loop"})
        elif first == "slow":
            threading.Event().wait(0.3)
            self._send(200)
        else:
            self._send(200, b"<h1>ok</h1>")

    def _send(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Silence."""


@contextmanager
def running(handler: type[http.server.BaseHTTPRequestHandler] = Site) -> Iterator[str]:
    """The address of a running server."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
