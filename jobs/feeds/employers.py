"""Employers of a chunk: found or made in sets, and verified on the feed's word where it vouches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from jobs.enums import VerificationBasis, VerificationState
from jobs.feeds.draft import Draft
from jobs.feeds.store import raw_cursor
from jobs.models import CityFeed

_MOST_REMEMBERED = 50_000
_Key = tuple[str, str]
"""(credit code, name key)"""

_BY_CODE = "SELECT credit_code, id, verification = 'verified' FROM jobs_employer WHERE credit_code = ANY(%s)"
_BY_NAME = """
    SELECT DISTINCT ON (name_key) name_key, id, verification = 'verified' FROM jobs_employer
    WHERE region = %s AND name_key = ANY(%s) ORDER BY name_key, (verification = 'verified') DESC, id
"""
_GIVE_CODE = """
    UPDATE jobs_employer e SET credit_code = s.code, updated_at = %s
    FROM unnest(%s::text[], %s::text[]) AS s (code, name_key)
    WHERE e.region = %s AND e.name_key = ANY(%s) AND e.name_key = s.name_key AND e.credit_code = ''
        AND NOT EXISTS (SELECT FROM jobs_employer o WHERE o.credit_code = s.code)
"""
_INSERT = """
    INSERT INTO jobs_employer (name, name_key, credit_code, region, economic_type, industry, size_text,
        verification, verification_basis, verification_note, verified_at, created_at, updated_at)
    SELECT name, name_key, code, %s, economic_type, industry, size_text, %s, %s, %s, %s, %s, %s
    FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
        AS s (name, name_key, code, economic_type, industry, size_text)
    ON CONFLICT DO NOTHING RETURNING id, credit_code, name_key
"""
_VOUCH = """
    UPDATE jobs_employer SET verification = 'verified', verification_basis = %s, verification_note = %s,
        verified_at = %s, updated_at = %s
    WHERE id = ANY(%s) AND verification = 'unverified' RETURNING id
"""


class EmployerBook:
    """The employers that a run has met, by what they are known by."""

    def __init__(self, feed: CityFeed) -> None:
        self._feed = feed
        self._ids: dict[_Key, int] = {}
        self._verified: set[int] = set()
        self.vouched = 0

    def resolve(self, drafts: Iterable[Draft], now: datetime) -> list[int]:
        """Set `employer_id` of drafts that name an employer; makes those that are new.

        Gives the ids of employers that the feed's word verified just now.
        """
        named = [draft for draft in drafts if draft.employer_key]
        if len(self._ids) > _MOST_REMEMBERED:
            self._ids.clear()
        unmet = {
            (draft.employer_code, draft.employer_key): draft
            for draft in named
            if (draft.employer_code, draft.employer_key) not in self._ids
        }
        met_now: set[int] = set()
        if unmet:
            self._find(list(unmet), now)
            missing = [draft for key, draft in unmet.items() if key not in self._ids]
            if missing:
                self._insert(missing, now)
                self._find([key for key in unmet if key not in self._ids], now)  # twice in one chunk
            met_now = {self._ids[key] for key in unmet}
        for draft in named:
            draft.employer_id = self._ids[draft.employer_code, draft.employer_key]
        return self._vouch(met_now, now) if self._feed.vouches_for_employers else []

    def is_verified(self, employer_id: int | None) -> bool:
        return employer_id in self._verified

    def _find(self, keys: list[_Key], now: datetime) -> None:
        coded = [key for key in keys if key[0]]
        plain = [key for key in keys if not key[0]]
        with raw_cursor() as cursor:
            if coded:
                name_of = dict(coded)  # a code once, or it would be given twice
                codes, names = list(name_of), list(name_of.values())
                cursor.execute(_GIVE_CODE, (now, codes, names, self._feed.region, names))
                found = {row[0]: row for row in cursor.execute(_BY_CODE, (codes,))}
                self._remember((key, found.get(key[0])) for key in coded)
            if plain:
                cursor.execute(_BY_NAME, (self._feed.region, [name for _, name in plain]))
                found = {row[0]: row for row in cursor}
                self._remember((key, found.get(key[1])) for key in plain)

    def _remember(self, pairs: Iterable[tuple[_Key, tuple[str, int, bool] | None]]) -> None:
        for key, row in pairs:
            if row:
                self._ids[key] = row[1]
                if row[2]:
                    self._verified.add(row[1])

    def _insert(self, drafts: list[Draft], now: datetime) -> None:
        columns = zip(
            *(
                (
                    draft.employer_name, draft.employer_key, draft.employer_code, draft.employer_type,
                    draft.industry, draft.employer_size,
                )
                for draft in drafts
            ),
            strict=True,
        )  # fmt: skip
        vouched = self._feed.vouches_for_employers
        state = VerificationState.VERIFIED if vouched else VerificationState.UNVERIFIED
        basis = VerificationBasis.FEED_VOUCHED.value if vouched else ""
        word = (state.value, basis, self._feed.slug if vouched else "", now if vouched else None)
        with raw_cursor() as cursor:
            cursor.execute(_INSERT, (self._feed.region, *word, now, now, *map(list, columns)))
            for employer_id, code, key in cursor:
                self._ids[code, key] = employer_id
                if vouched:
                    self._verified.add(employer_id)
                    self.vouched += 1

    def _vouch(self, ids: set[int], now: datetime) -> list[int]:
        unverified = list(ids - self._verified)
        if not unverified:
            return []
        with raw_cursor() as cursor:
            note = self._feed.slug
            cursor.execute(_VOUCH, (VerificationBasis.FEED_VOUCHED.value, note, now, now, unverified))
            verified = [row[0] for row in cursor]
        self._verified.update(verified)
        self.vouched += len(verified)
        return verified
