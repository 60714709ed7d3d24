"""Everything that turns a row into a judged draft: mapping, classification, compliance, hashes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time

from jobs.feeds.compliance import RULES_VERSION, Posting, cautions, refusals
from jobs.feeds.draft import Draft, meaning
from jobs.feeds.identity import address_key, digest, digest_of, row_hash, title_key, vacancy_key
from jobs.feeds.mapping import Memo, RowMapper
from jobs.feeds.parsers.dates import CHINA
from jobs.feeds.profile import Profile
from jobs.feeds.readers import READER_VERSION, RawRow
from standards.regions import ancestors
from standards.titles import classify_titles

_MOST_TITLES = 50_000


def minimum_wage(region: str, wages: Mapping[str, int]) -> int | None:
    """Yuan a month: that of the region, or of the nearest above it that states one."""
    if not wages:
        return None
    above = [unit.code for unit in reversed(ancestors(region))]
    return next((wages[code] for code in [region, *above] if code in wages), None)


class RowJudge:
    """Judges the rows of one run on one day.

    Args:
        region: the feed's city, a GB/T 2260 code.
        vouched: whether the feed's word verifies employers; a change makes every row be read again.
        minimum_wages: region code → yuan a month, as valid on `today`.
    """

    def __init__(
        self,
        profile: Profile,
        *,
        region: str,
        source_name: str,
        today: date,
        vouched: bool,
        minimum_wages: Mapping[str, int],
    ) -> None:
        self.today = today
        self.vouched = vouched
        self.validity_days = profile.defaults.validity_days
        self.mapper = RowMapper(profile, region=region, source_name=source_name, today=today)
        self._titles: dict[str, tuple[str, float]] = {}
        self._title_key = Memo(title_key)
        self._address_key = Memo(address_key)
        self._wages = minimum_wages
        self._wage = Memo(self._minimum_wage)
        self._salt = digest(
            [
                READER_VERSION, RULES_VERSION, profile.digest(), region, source_name, str(vouched),
                str(sorted(minimum_wages.items())),
            ]
        ).encode()  # fmt: skip

    def take_unmapped(self) -> dict[str, Counter[str]]:
        """Field → word that no list knows → rows, since the last call."""
        return self.mapper.take_unmapped()

    def row_hash(self, row: RawRow) -> bytes:
        return row_hash(row.raw, self._salt)

    def row_id(self, row: RawRow) -> str:
        return self.mapper.row_id(row)

    def draft(self, external_id: str, row: RawRow) -> Draft:
        return self.mapper.draft(external_id, row)

    def classify(self, drafts: list[Draft]) -> None:
        """Give an occupation to drafts that state none: each distinct title once."""
        open_drafts = [draft for draft in drafts if not draft.occupation]
        unseen = list({draft.title for draft in open_drafts} - self._titles.keys())
        if len(self._titles) > _MOST_TITLES:
            self._titles.clear()
            unseen = list({draft.title for draft in open_drafts})
        if unseen:
            for title, match in zip(unseen, classify_titles(unseen), strict=True):
                self._titles[title] = (match.code, match.confidence)
        for draft in open_drafts:
            draft.occupation, confidence = self._titles[draft.title]
            draft.occupation_confidence = confidence
            if not draft.occupation:
                draft.warnings.append("occupation_unknown")

    def seal(self, draft: Draft, raw_hash: bytes) -> None:
        """Apply the rules, then set what identifies this version of the vacancy.

        A draft that breaks a rule has its reasons in `errors`.
        """
        posting = Posting(
            title=draft.title,
            duties=draft.duties,
            pay_min=draft.pay_min,
            pay_max=draft.pay_max,
            pay_period=draft.pay_period,
            employment_type=draft.employment_type,
            minimum_wage=self._wage[draft.region],
        )
        draft.errors = refusals(posting)
        if draft.errors:
            return
        draft.warnings += cautions(posting)
        if draft.published_on:
            draft.published_at = datetime.combine(draft.published_on, time(), CHINA)
        draft.raw_hash = raw_hash.hex()
        draft.content_hash = digest_of(meaning(draft))
        draft.duplicate_key = self._duplicate_key(draft)

    def _duplicate_key(self, draft: Draft) -> str | None:
        """Employer, normalised title, workplace and pay; None without an employer."""
        if not draft.employer_key:
            return None
        return vacancy_key(
            employer=draft.employer_key,
            title=self._title_key[draft.title],
            region=draft.region,
            address=self._address_key[draft.address] if draft.address else "",
            pay=(draft.pay_min, draft.pay_max),
        )

    def _minimum_wage(self, region: str) -> int | None:
        """That of the region, or of the nearest above it that states one."""
        return minimum_wage(region, self._wages)
