"""Asking DNS about a city's own domain: is the proof there, and does the name lead to the portal."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import dns.exception
import dns.name
import dns.nameserver
import dns.resolver
from django.conf import settings

from city_sites.enums import RecordState

EACH_S: Final = 3.0
LONGEST_S: Final = 8.0
"""All questions of one check together."""
MOST_SHOWN: Final = 5
_KINDS: Final = ("A", "AAAA")


@dataclass(frozen=True, slots=True)
class Record:
    """How one record stands, and what DNS says instead where it is another one."""

    state: RecordState
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: the proof (TXT), and where the name leads (CNAME, A, AAAA)."""

    proof: Record
    pointing: Record

    @property
    def is_whole(self) -> bool:
        return self.proof.state == self.pointing.state == RecordState.OK


def probe(*, name: str, proof_name: str, proof: str, target: str) -> Finding:
    """Ask about a domain; never raises for what DNS says.

    Args:
        proof_name: where the TXT record is to stand, `proof` what it is to say.
        target: host of the portal that the name is to lead to.
    """
    asker = _Asker()
    return Finding(asker.proof(proof_name, proof), asker.pointing(name, target))


class _Asker:
    """The questions of one check."""

    def __init__(self) -> None:
        self._until = time.monotonic() + LONGEST_S

    def proof(self, name: str, wanted: str) -> Record:
        try:
            answer = self._ask(name, "TXT")
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return Record(RecordState.MISSING)
        except dns.exception.DNSException:
            return Record(RecordState.NO_ANSWER)
        said = [b"".join(one.strings).decode("utf-8", "replace").strip() for one in answer]
        return Record(RecordState.OK) if wanted in said else Record(RecordState.OTHER, _listed(said))

    def pointing(self, name: str, target: str) -> Record:
        """Good where an alias leads to the target, or where every address is one of the target's."""
        try:
            names, found = self._way(name)
            if target in names:
                return Record(RecordState.OK)
            if not found:
                return Record(RecordState.MISSING)
            wanted = set(settings.DOMAIN_ADDRESSES) or self._way(target)[1]
        except dns.resolver.NXDOMAIN:
            return Record(RecordState.MISSING)
        except dns.exception.DNSException:
            return Record(RecordState.NO_ANSWER)
        return (
            Record(RecordState.OK) if found <= wanted else Record(RecordState.OTHER, _listed(sorted(found)))
        )

    def _way(self, name: str) -> tuple[set[str], set[str]]:
        """The aliases that a name leads through, and the addresses at the end."""
        names: set[str] = set()
        found: set[str] = set()
        for kind in _KINDS:
            answer = self._ask(name, kind, raise_on_no_answer=False)
            for alias in answer.chaining_result.cnames:
                names |= {str(one.target).rstrip(".").lower() for one in alias}
            found |= {one.address for one in answer}
        return names, found

    def _ask(self, name: str, kind: str, *, raise_on_no_answer: bool = True) -> dns.resolver.Answer:
        left = self._until - time.monotonic()
        if left <= 0:
            raise dns.exception.Timeout
        return _resolver().resolve(
            dns.name.from_text(name),
            kind,
            raise_on_no_answer=raise_on_no_answer,
            lifetime=min(EACH_S, left),
            search=False,
        )


def _resolver() -> dns.resolver.Resolver:
    servers = [_server(one) for one in settings.DOMAIN_NAMESERVERS]
    resolver = dns.resolver.Resolver(configure=not servers)
    if servers:
        resolver.nameservers = servers
    return resolver


def _server(text: str) -> dns.nameserver.Do53Nameserver:
    host, _colon, port = text.rpartition(":") if text.count(":") == 1 else (text, "", "53")
    return dns.nameserver.Do53Nameserver(host, int(port))


def _listed(values: Iterable[str]) -> str:
    return ", ".join(one[:80] for one in list(values)[:MOST_SHOWN])
