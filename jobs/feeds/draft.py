"""A row that has been read: what it means, before it is a vacancy of the database."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

import orjson


@dataclass(slots=True)
class Draft:
    """One vacancy as a row states it, in codes; the columns of the staging table, in their order.

    Pay is whole yuan a month; hashes are 32 hex digits. An employer is known by its credit code, else by
    `employer_key` within the feed's city; both "" where none is named.
    """

    external_id: str
    title: str = ""
    duties: str = ""
    headcount: int = 1
    occupation: str = ""
    occupation_text: str = ""
    occupation_confidence: float | None = None
    industry: str = ""
    industry_text: str = ""
    region: str = ""
    place_text: str = ""
    address: str = ""
    longitude: float | None = None
    latitude: float | None = None
    pay_min: int | None = None
    pay_max: int | None = None
    pay_months: int | None = None
    pay_text: str = ""
    education: str = ""
    education_text: str = ""
    experience_min: int | None = None
    experience_max: int | None = None
    experience_text: str = ""
    grade: str = ""
    employment_type: str = ""
    benefits: list[str] = field(default_factory=list)
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    source_name: str = ""
    source_url: str = ""
    warnings: list[str] = field(default_factory=list)
    published_on: date | None = None
    expires_on: date | None = None
    expiry_stated: bool = False
    employer_id: int | None = None
    published_at: datetime | None = None
    state: str = "open"
    close_reason: str = ""
    raw_hash: str = ""
    content_hash: str = ""
    duplicate_key: str | None = None
    # What follows is not staged.
    employer_key: str = ""
    employer_code: str = ""
    employer_name: str = ""
    employer_type: str = ""
    employer_size: str = ""
    pay_period: str = ""
    closes: bool = False
    errors: list[str] = field(default_factory=list)


_NOT_STAGED = 8
_COLUMNS = tuple(part.name for part in fields(Draft))[:-_NOT_STAGED]
_LISTS = ("benefits", "warnings")
STAGED: tuple[str, ...] = (*(name for name in _COLUMNS if name not in _LISTS), *_LISTS)
_scalars = attrgetter(*STAGED[: -len(_LISTS)])


def staged_values(draft: Draft) -> tuple[Any, ...]:
    """The values of the columns of the staging table."""
    lists = (array_literal(tuple(draft.benefits)), array_literal(tuple(draft.warnings)))
    return (*_scalars(draft), *lists)


@lru_cache(maxsize=20_000)
def array_literal(words: tuple[str, ...]) -> str:
    """An array of texts as PostgreSQL writes it; the same lists come again and again."""
    quoted = (word.replace("\\", "\\\\").replace('"', '\\"') for word in words)
    return "{" + ",".join(f'"{word}"' for word in quoted) + "}"


_MEANING_APART = frozenset(
    {
        "external_id", "raw_hash", "content_hash", "duplicate_key", "expires_on", "benefits", "warnings",
        "employer_id", "published_at", "state", "close_reason",
    }
)  # fmt: skip
_meaning = attrgetter(
    "employer_key", "employer_code", *(name for name in STAGED if name not in _MEANING_APART)
)


def meaning(draft: Draft) -> bytes:
    """Everything that makes another version of the vacancy when it changes.

    A default last day is none of it: it moves on by itself.
    """
    expires_on = draft.expires_on if draft.expiry_stated else None
    return orjson.dumps((*_meaning(draft), expires_on, draft.benefits, draft.warnings))
