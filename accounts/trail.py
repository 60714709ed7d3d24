"""The audit trail cannot be changed unseen: each line is signed when written, and linked to the one before.

Writers never wait for each other. A line carries a keyed hash of all that it says (HMAC-SHA256, RFC 2104), so
that nobody without the key can alter or add one. A job that follows within a minute gives the committed lines
their positions, without a gap, and links them: each link is a keyed hash of the link before it and the line.
So nobody can take one away or change their order. What was cut at the old end, after `AUDIT_DAYS`, a line of
the trail itself says. What triggers refuse, and whoever may switch them off, is for `trail_check` to find.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.encryption import derived_key
from accounts.models import AuditCheck, AuditEntry

log = structlog.get_logger(__name__)

START: Final = b"\0" * 32
"""The link before the first line."""
CUT: Final = "audit_cut"
_LOCK: Final = 0x6175_6469_7400
"""Key of the advisory lock of whoever links, checks or cuts: "audit"."""
_AT_ONCE: Final = 2_000
_LINK: Final = """
    UPDATE accounts_auditentry line SET position = given.position, link = given.link
    FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[]) AS given (id, position, link)
    WHERE line.id = given.id
"""


class Line(NamedTuple):
    """A line as it is signed and checked; its columns by name."""

    id: int
    at: dt.datetime
    actor_id: int | None
    act: str
    subject: str
    region: str
    right: str
    detail: dict[str, Any]
    mac: bytes
    position: int | None
    link: bytes | None


class Anchor(NamedTuple):
    """Where the chain stands: the last position, and its link."""

    position: int
    link: bytes


def signature(entry: AuditEntry | Line) -> bytes:
    """What a new line is signed with: 32 bytes, by the first of the keys."""
    return _hash(_keys()[0], _said(entry))


@transaction.atomic
def lines_link() -> int:
    """Give all committed lines that have none their position and link; how many.

    One links at a time: while somebody else does, or checks, this leaves it to the next time.
    """
    if not _locked(wait=False):
        return 0
    head, linked = _head() or Anchor(0, START), 0
    while waiting := list(
        AuditEntry.objects.filter(position=None).order_by("pk").values_list("pk", "mac")[:_AT_ONCE]
    ):
        rows = []
        for pk, mac in waiting:
            head = Anchor(head.position + 1, _link(_keys()[0], head.link, head.position + 1, bytes(mac)))
            rows.append((pk, *head))
        with connection.cursor() as cursor:
            cursor.execute(_LINK, [list(column) for column in zip(*rows, strict=True)])
        linked += len(rows)
    return linked


@transaction.atomic
def trail_check() -> AuditCheck:
    """Read the whole trail and note what was found; `broken` names the first line that is not as written."""
    _locked(wait=True)
    began = _beginning()
    head, broken = began, ""
    for line in _lines(position__isnull=False):
        if broken := _wrong(line, head):
            break
        head = Anchor(line.position or 0, bytes(line.link or b""))
    broken = broken or _end_missing(head)
    waiting = 0
    if not broken:
        for line in _lines(position=None):
            waiting += 1
            if not _is_signed(line):
                broken = f"line #{line.id}: altered or inserted"
                break
    check = AuditCheck.objects.create(
        at=timezone.now(), lines=head.position - began.position, waiting=waiting, position=head.position,
        link=head.link, broken=broken,
    )  # fmt: skip
    _tell(check)
    return check


def last_check() -> AuditCheck | None:
    return AuditCheck.objects.order_by("-pk").first()


@transaction.atomic
def trail_cut(*, before: dt.datetime) -> int:
    """Remove the old end of the trail: the lines before a moment, up to the first that is younger; how many.

    The newest linked line always stays. That, and from where on, is a line of the trail itself.
    """
    from accounts.services import audit

    _locked(wait=True)
    old, last = _oldest(before), None
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL accounts.audit_cut = 'on'")
        last = AuditEntry.objects.filter(pk__in=old).order_by("-position").first()
        removed, _kinds = AuditEntry.objects.filter(pk__in=old).delete()
        cursor.execute("SET LOCAL accounts.audit_cut = 'off'")
    if last is not None and last.link is not None:
        audit(
            actor=None, act=CUT, subject=last, position=last.position, link=bytes(last.link).hex(),
            lines=removed,
        )  # fmt: skip
    return removed


def lines_before(before: dt.datetime) -> int:
    """How many lines `trail_cut` would remove."""
    return len(_oldest(before))


def _oldest(before: dt.datetime) -> list[int]:
    """Ids of the lines at the old end that are all older than a moment, but for the newest linked line."""
    linked = AuditEntry.objects.filter(position__isnull=False).order_by("position")
    younger = linked.filter(at__gte=before).values_list("position", flat=True).first()
    end = younger or (linked.values_list("position", flat=True).last() or 0)
    return list(linked.filter(position__lt=end).values_list("pk", flat=True))


def _beginning() -> Anchor:
    """What the first line of the trail follows: nothing, or what a signed line says was cut."""
    first = AuditEntry.objects.filter(position__isnull=False).order_by("position").first()
    if first is None or first.position == 1:
        return Anchor(0, START)
    for line in _lines(act=CUT):
        if _is_signed(line) and line.detail.get("position") == (first.position or 0) - 1:
            return Anchor(line.detail["position"], bytes.fromhex(line.detail["link"]))
    return Anchor(0, START)


def _wrong(line: Line, before: Anchor) -> str:
    """What is wrong with a line that follows `before`; "" where nothing is."""
    expected = before.position + 1
    if line.position != expected:
        return f"position {expected}: removed; line #{line.id} at {line.position} follows"
    if not _is_signed(line):
        return f"line #{line.id} at {expected}: altered or inserted"
    right = (_link(key, before.link, expected, bytes(line.mac)) for key in _keys())
    if not any(hmac.compare_digest(bytes(line.link or b""), link) for link in right):
        return f"line #{line.id} at {expected}: not in the place where it was written"
    return ""


def _end_missing(head: Anchor) -> str:
    """Whether the trail ends before the place that the last whole check saw."""
    last = AuditCheck.objects.filter(broken="").order_by("-pk").first()
    if last is None or last.position <= head.position:
        return ""
    return f"position {head.position + 1}: removed; the check of {last.at:%Y-%m-%d %H:%M} saw {last.position}"


def _tell(check: AuditCheck) -> None:
    """Into the log, which is kept elsewhere: there the end of the chain can be compared with."""
    facts = {"lines": check.lines, "position": check.position, "link": bytes(check.link).hex()}
    if check.broken:
        log.error("audit trail is broken", first=check.broken, **facts)
    else:
        log.info("audit trail is whole", waiting=check.waiting, **facts)


def _head() -> Anchor | None:
    last = AuditEntry.objects.filter(position__isnull=False).order_by("-position")
    found = last.values_list("position", "link").first()
    return Anchor(found[0] or 0, bytes(found[1] or b"")) if found else None


def _lines(**which: Any) -> Iterator[Line]:
    entries = AuditEntry.objects.filter(**which).order_by("position", "pk")
    return map(Line._make, entries.values_list(*Line._fields).iterator(_AT_ONCE))


def _locked(*, wait: bool) -> bool:
    """Be the only one who links, checks or cuts, until the transaction ends; whether we are."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _is_signed(line: Line) -> bool:
    said = _said(line)
    return any(hmac.compare_digest(bytes(line.mac), _hash(key, said)) for key in _keys())


def _said(entry: AuditEntry | Line) -> bytes:
    """All that a line says, always in the same bytes, before it is stored and after."""
    at = entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    parts = [entry.id, at, entry.actor_id, entry.act, entry.subject, entry.region, entry.right]
    return json.dumps([*parts, _plain(entry.detail)], sort_keys=True, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    """JSON as the database gives it back: it knows no difference between 1e3, 1000.0 and 1000."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return int(Decimal(repr(value))) if isinstance(value, float) and value.is_integer() else value


def _link(key: bytes, before: bytes, position: int, mac: bytes) -> bytes:
    return _hash(key, before + position.to_bytes(8) + mac)


def _hash(key: bytes, text: bytes) -> bytes:
    return hmac.digest(key, text, "sha256")


def _keys() -> list[bytes]:
    secrets = settings.AUDIT_KEYS or [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [_key(secret) for secret in secrets]


@lru_cache(maxsize=16)
def _key(secret: str) -> bytes:
    return derived_key(secret, b"accounts.audit-trail")
