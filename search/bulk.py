"""Bulk calls to the index: prepared as bytes, sent some at once, repeated while the cluster is busy."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import structlog
from elasticsearch import ApiError

from search.client import client

log = structlog.get_logger(__name__)

CALLS_AT_ONCE = 3
BUSY_RETRIES = 5
_ANSWER = "errors,items.*.status,items.*.error,items.*._id,items.*._index"


def index_operations(lines: Mapping[int, bytes], *, target: str, version: int) -> Iterator[bytes]:
    """The lines of a bulk call that write documents, given as id → JSON."""
    for id_, line in lines.items():
        yield _operation("index", id_, target, version)
        yield line


def delete_operations(ids: Iterable[int], *, target: str, version: int) -> Iterator[bytes]:
    """The lines of a bulk call that delete documents; to delete one that is not there is no error."""
    return (_operation("delete", id_, target, version) for id_ in ids)


def _operation(act: str, id_: int, target: str, version: int) -> bytes:
    """A write that the index refuses where it holds a later version; the same version twice is welcome."""
    about = f'"_index":"{target}","_id":"{id_}","version":{version},"version_type":"external_gte"'
    return f'{{"{act}":{{{about}}}}}'.encode()


def bulk_write(calls: Iterable[list[bytes]]) -> None:
    """Send bulk calls while the next ones are prepared; return when all are acknowledged.

    A document that the index refuses as malformed is logged and left out: to send it again would not help,
    and `manage.py search_status` names it. One that was overtaken by a later version is well.

    Raises:
        TransportError, ApiError: a call was not acknowledged, even after waiting for a busy cluster.
    """
    with ThreadPoolExecutor(CALLS_AT_ONCE) as pool:
        waiting: list[Future[None]] = []
        for operations in calls:
            waiting.append(pool.submit(_call, operations))
            if len(waiting) > CALLS_AT_ONCE:
                waiting.pop(0).result()
        for call in waiting:
            call.result()


def _call(operations: list[bytes]) -> None:
    """One bulk call. `require_alias` keeps it from making an index anew that a rebuild has removed."""
    patient = client().options(ignore_status=429)
    lines: Any = operations  # lines of JSON are sent as they are
    for attempt in range(BUSY_RETRIES + 1):
        answer = patient.bulk(operations=lines, require_alias=True, filter_path=_ANSWER)
        if answer.meta.status != 429 and not any(item["status"] == 429 for item in _failed(answer.body)):
            break
        if attempt == BUSY_RETRIES:
            raise ApiError("The cluster stays too busy to index.", answer.meta, answer.body)
        time.sleep(0.2 * 2**attempt)
    for item in _failed(answer.body):
        if item["status"] == 400:
            log.error(
                "the index refuses a document", index=item["_index"], id=item["_id"], error=item["error"]
            )
        elif item["status"] != 409:
            raise ApiError(str(item["error"]), answer.meta, answer.body)


def _failed(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    if not body.get("errors"):
        return []
    return [act for item in body["items"] for act in item.values() if "error" in act]
