"""Rows → drafts: the profile's rules applied, words read by the named parsers, each distinct word once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from jobs.feeds.contract import LONGEST_FIELD
from jobs.feeds.draft import Draft
from jobs.feeds.fields import FieldReader, as_text
from jobs.feeds.identity import built_id, clean_link
from jobs.feeds.parsers.benefits import DEFAULT_SEPARATORS, parse_benefits, split_list
from jobs.feeds.parsers.grade import grade_asked
from jobs.feeds.parsers.text import clean_line, clean_text
from jobs.feeds.profile import FEED_REGION, Profile
from jobs.feeds.readers import RawRow
from jobs.feeds.words import WordBook

_YEARS_AHEAD = timedelta(days=731)
_FIRST_DAY = date(2000, 1, 1)
_STATES = {"": False, "open": False, "closed": True, "开放": False, "关闭": True, "已关闭": True}

K = TypeVar("K")
T = TypeVar("T")


class Memo(dict[K, T], Generic[K, T]):
    """A bounded memory of what each distinct word came to, since feeds repeat theirs. Values are shared."""

    def __init__(self, read: Callable[[K], T], most: int = 20_000) -> None:
        super().__init__()
        self._read, self._most = read, most

    def __missing__(self, key: K) -> T:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._read(key)
        return value


class RowMapper:
    """Reads the rows of one run.

    `unmapped` counts, for each field, the words that no list knows.
    """

    def __init__(self, profile: Profile, *, region: str, source_name: str, today: date) -> None:
        self.profile = profile
        self.today = today
        self.unmapped: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._source_name = source_name
        self._region = region
        self._get = FieldReader(profile)
        self._build_words(WordBook(within=region, today=today))

    def _build_words(self, book: WordBook) -> None:
        self._place = Memo(book.place)
        self._pay = Memo(book.pay)
        self._education = Memo(book.education)
        self._experience = Memo(book.experience)
        self._grade = Memo(book.grade)
        self._employment = Memo(book.employment_type)
        self._headcount = Memo(book.headcount)
        self._industry = Memo(book.industry)
        self._employer = Memo(book.employer)
        self._occupation = Memo(book.occupation)
        self._date = Memo(book.day)
        separators = self._get.separators or DEFAULT_SEPARATORS
        self._benefit_text: Memo[str, list[str]] = Memo(
            lambda text: parse_benefits(split_list(text, separators))
        )
        self._parts = Memo[tuple[Any, ...], list[str]](lambda parts: parse_benefits(map(as_text, parts)))

    def take_unmapped(self) -> dict[str, Counter[str]]:
        """The unmapped words since the last call."""
        taken, self.unmapped = dict(self.unmapped), defaultdict(Counter)
        return taken

    def row_id(self, row: RawRow) -> str:
        """The city's own id of a row, "" where it cannot be told."""
        if self.profile.id_key:
            parts = [as_text(row.values.get(name)).strip() for name in self.profile.id_key]
            return built_id(parts) if any(parts) else ""
        return clean_line(self._get.id(row.values))

    def draft(self, external_id: str, row: RawRow) -> Draft:
        """What a row means, with its errors and warnings; a row with errors is not to be used further."""
        draft = Draft(external_id)
        if error := row.error or self._id_error(external_id) or self._length_error(row):
            draft.errors.append(error)
            return draft
        get, values = self._get, row.values
        closes = _STATES.get(get.state(values).lower())
        if closes is None:
            draft.errors.append("state_unknown")
        draft.closes = bool(closes)
        if closes:
            return draft
        self._read_what(draft, get, values)
        self._read_where(draft, get, values)
        self._read_who(draft, get, values)
        self._read_pay(draft, get, values)
        self._read_asked(draft, get, values)
        self._read_days(draft, get, values)
        return draft

    def _id_error(self, external_id: str) -> str:
        if not external_id:
            return "id_missing"
        return "id_too_long" if len(external_id) > 100 else ""

    def _length_error(self, row: RawRow) -> str:
        if len(row.raw) <= LONGEST_FIELD:
            return ""
        too_long = any(len(as_text(value)) > LONGEST_FIELD for value in row.values.values())
        return "field_too_long" if too_long else ""

    def _cut(self, draft: Draft, text: str, length: int) -> str:
        if len(text) <= length:
            return text
        if "text_cut" not in draft.warnings:
            draft.warnings.append("text_cut")
        return text[:length]

    def _note(self, draft: Draft, field: str, word: str, warning: str) -> None:
        draft.warnings.append(warning)
        self.unmapped[field][word[:60]] += 1

    def _read_what(self, draft: Draft, get: FieldReader, values: dict[str, Any]) -> None:
        title = clean_line(get.title(values))
        if not title:
            draft.errors.append("title_missing")
        draft.title = self._cut(draft, title, 200)
        draft.duties = clean_text(get.duties(values))
        if not draft.duties:
            draft.warnings.append("duties_missing")
        if text := get.occupation(values):
            draft.occupation_text = text[:100]
            draft.occupation = self._occupation[text]
            if not draft.occupation:
                self._note(draft, "occupation", text, "occupation_code_unknown")
        if text := get.industry(values):
            draft.industry_text = text[:100]
            draft.industry = self._industry[text]
            if not draft.industry:
                self._note(draft, "industry", text, "industry_unknown")
        self._read_headcount(draft, get.headcount(values))
        draft.benefits = self._benefits(get, values)

    def _read_headcount(self, draft: Draft, text: str) -> None:
        draft.headcount, problem = self._headcount[text]
        if not draft.headcount:
            draft.headcount = self.profile.defaults.headcount
        if problem == "headcount_unknown":
            self._note(draft, "headcount", text, problem)
        elif problem:
            draft.warnings.append(problem)

    def _benefits(self, get: FieldReader, values: dict[str, Any]) -> list[str]:
        if parts := get.parts(values):
            return self._parts[parts]
        text = get.benefits(values)
        return self._benefit_text[text] if text else []

    def _read_where(self, draft: Draft, get: FieldReader, values: dict[str, Any]) -> None:
        text = get.region(values)
        draft.address = self._cut(draft, clean_line(get.address(values)), 300)
        draft.longitude, draft.latitude = self._point(draft, get.longitude(values), get.latitude(values))
        if not text or text == FEED_REGION:
            if text:
                draft.region = self._region
                draft.warnings.append("region_from_feed")
            elif self.profile.place_required:
                draft.errors.append("region_missing")
            else:
                draft.warnings.append("region_not_stated")
            return
        draft.place_text = text[:200]
        draft.region, rest = self._place[text]
        if not draft.region:
            unknown = "region_unknown" if self.profile.place_required else "region_not_recognised"
            self._note(draft, "region", text, unknown)
            if self.profile.place_required:
                draft.errors.append(draft.warnings.pop())
        elif rest and not draft.address:
            draft.address = rest[:300]

    def _point(self, draft: Draft, longitude: str, latitude: str) -> tuple[float | None, float | None]:
        if not longitude or not latitude:
            return None, None
        try:
            east, north = float(longitude), float(latitude)
        except ValueError:
            east = north = 0.0
        if 73 <= east <= 136 and 3 <= north <= 54:
            return round(east, 6), round(north, 6)
        draft.warnings.append("point_invalid")
        return None, None

    def _read_who(self, draft: Draft, get: FieldReader, values: dict[str, Any]) -> None:
        draft.source_name = clean_line(get.source(values))[:100] or self._source_name
        draft.source_url = clean_link(get.source_url(values))[:500]
        draft.contact_name = clean_line(get.contact_name(values))[:60]
        draft.contact_phone = clean_line(get.contact_phone(values))[:60]
        draft.contact_email = clean_line(get.contact_email(values))[:120]
        name, kind, code = (
            get.employer_name(values),
            get.employer_type(values),
            get.employer_credit_code(values),
        )
        employer = self._employer[name, kind, code]
        draft.warnings += employer.warnings
        if not employer.key:
            return
        draft.employer_name, draft.employer_key = employer.name, employer.key
        draft.employer_type, draft.employer_code = employer.economic_type, employer.credit_code
        draft.employer_size = get.employer_size(values)[:60]
        if kind and not employer.economic_type:
            self.unmapped["employer_type"][kind[:60]] += 1

    def _read_pay(self, draft: Draft, get: FieldReader, values: dict[str, Any]) -> None:
        stated, words = get.pay_pair(values), get.pay(values)
        text = stated or words
        draft.pay_text = (words or stated)[:100]
        low, high, months, period, problem = self._pay[text]
        draft.pay_min, draft.pay_max, draft.pay_months, draft.pay_period = low, high, months, period
        if problem == "pay_unknown":
            self._note(draft, "pay", text, problem)
        elif problem:
            draft.warnings.append(problem)
        pays = get.pay_months(values) if stated else ""
        if len(pays) == 2 and pays.isdecimal() and 12 <= int(pays) <= 36:
            draft.pay_months = int(pays)

    def _read_asked(self, draft: Draft, get: FieldReader, values: dict[str, Any]) -> None:
        if text := get.education(values):
            draft.education_text = text[:60]
            draft.education = self._education[text]
            if not draft.education:
                self._note(draft, "education", text, "education_unknown")
        if text := get.experience(values):
            draft.experience_text = text[:60]
            years = self._experience[text]
            if years is None:
                self._note(draft, "experience", text, "experience_unknown")
            else:
                draft.experience_min, draft.experience_max = years
        self._read_grade(draft, get.grade(values))
        if text := get.employment_type(values):
            draft.employment_type = self._employment[text]
            if not draft.employment_type:
                self._note(draft, "employment_type", text, "employment_type_unknown")

    def _read_grade(self, draft: Draft, text: str) -> None:
        grade = self._grade[text] if text else grade_asked(draft.title, draft.duties)
        draft.grade = grade or ""
        if grade is None:
            self._note(draft, "grade", text, "grade_unknown")

    def _read_days(self, draft: Draft, get: FieldReader, values: dict[str, Any]) -> None:
        draft.published_on = self._day(draft, "published", get.published_on(values), self.today)
        expires = self._day(draft, "expires", get.expires_on(values), self.today + _YEARS_AHEAD)
        draft.expiry_stated = expires is not None
        draft.expires_on = expires or self.default_expiry
        if not expires:
            draft.warnings.append("expires_default")
        elif expires < self.today:
            draft.warnings.append("already_expired")

    @property
    def default_expiry(self) -> date:
        return self.today + timedelta(days=self.profile.defaults.validity_days)

    def _day(self, draft: Draft, field: str, text: str, latest: date) -> date | None:
        if not text:
            return None
        day, known = self._date[text]
        if not known:
            self._note(draft, f"{field}_on", text, f"{field}_unknown")
        elif day and not _FIRST_DAY <= day <= latest + timedelta(days=1):
            draft.errors.append(f"{field}_out_of_range")
        return day
