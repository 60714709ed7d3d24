"""A small name server, for tests that ask DNS."""

from __future__ import annotations

import contextlib
import socketserver
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

TTL = 60


class Zone:
    """Records by name and type, as a zone file writes their values; names in `failing` are answered SERVFAIL,
    those in `silent` are not answered."""

    def __init__(self) -> None:
        self.records: dict[tuple[str, str], list[str]] = {}
        self.failing: set[str] = set()
        self.silent: set[str] = set()
        self.asked: list[tuple[str, str]] = []

    def put(self, name: str, kind: str, *values: str) -> None:
        self.records[name, kind] = list(values)

    def drop(self, name: str, kind: str) -> None:
        self.records.pop((name, kind), None)

    def answer(self, wire: bytes) -> bytes | None:
        query = dns.message.from_wire(wire)
        question = query.question[0]
        name, kind = (
            question.name.to_text(omit_final_dot=True).lower(),
            dns.rdatatype.to_text(question.rdtype),
        )
        self.asked.append((name, kind))
        if name in self.silent:
            return None
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        if name in self.failing:
            response.set_rcode(dns.rcode.SERVFAIL)
            return response.to_wire()
        while alias := self.records.get((name, "CNAME")):
            response.answer.append(_rrset(name, "CNAME", [f"{alias[0]}."]))
            name = alias[0]
        if found := self.records.get((name, kind)):
            response.answer.append(_rrset(name, kind, found))
        elif not any(known == name for known, _kind in self.records):
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response.to_wire()


def _rrset(name: str, kind: str, values: list[str]) -> dns.rrset.RRset:
    return dns.rrset.from_text_list(dns.name.from_text(name), TTL, "IN", kind, values)


@contextlib.contextmanager
def answering(zone: Zone) -> Iterator[str]:
    """Address and port of a name server that answers from the zone."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            wire, socket = self.request
            if (answer := zone.answer(wire)) is not None:
                socket.sendto(answer, self.client_address)

    server = socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
