"""What a mapping makes of the first rows of a file, while it is written; and what unknown words may mean."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from jobs.enums import EmploymentType
from jobs.feeds.contract import BY_NAME, FIELDS
from jobs.feeds.draft import Draft
from jobs.feeds.fields import as_text
from jobs.feeds.importer import judge_for
from jobs.feeds.profile import Profile, profile_from
from jobs.feeds.readers import RawRow, open_source
from jobs.feeds.reasons import RunError
from jobs.models import CityFeed, FeedRun
from standards import industries, lists, occupations

ROWS_READ = 500
ROWS_SHOWN = 12
WORDS_SHOWN = 20
LONGEST_VALUE = 120
MOST_SUGGESTIONS = 3
_LIKENESS = 0.45


@dataclass(frozen=True, slots=True)
class Value:
    """A field of the contract: the words as sent and what they come to."""

    name: str
    sent: str
    means: str
    is_unknown: bool


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row: the city's columns as they are, what the contract has of it, reasons as codes."""

    number: int
    columns: list[tuple[str, str]]
    fields: list[Value]
    refused: list[str]
    warned: list[str]


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word of a field that no list knows, how often it comes, and what it may mean: codes with words."""

    field: str
    word: str
    rows: int
    suggestions: list[tuple[str, str]]


@dataclass(slots=True)
class Preview:
    """What the first rows come to; `error` is the reason code of a file that cannot be read."""

    file_name: str
    rows: list[PreviewRow] = field(default_factory=list)
    unknown: list[UnknownWord] = field(default_factory=list)
    read: int = 0
    refused: int = 0
    unused: list[str] = field(default_factory=list)
    """Columns of the file that the mapping uses for nothing."""
    error: str = ""
    error_detail: dict[str, object] = field(default_factory=dict)


def newest_file(feed: CityFeed) -> FeedRun | None:
    """The newest run whose file is kept."""
    return feed.runs.exclude(file="").order_by("-pk").first()


def preview(feed: CityFeed, run: FeedRun, mapping: object) -> Preview:
    """Read the first `ROWS_READ` rows of a run's file by a mapping; changes nothing.

    Raises:
        RunError: "profile_invalid"; what is wrong with the file stands in the preview.
    """
    profile = profile_from(mapping)
    shown = Preview(file_name=run.file_name)
    try:
        with run.file.open("rb") as file:
            source = open_source(file.file, profile.read_options(file_format=feed.format))
            _read(shown, feed, profile, islice(source.rows, ROWS_READ))
    except FileNotFoundError:
        shown.error = "file_missing"
    except RunError as error:
        shown.error, shown.error_detail = error.code, error.detail
    return shown


def _read(shown: Preview, feed: CityFeed, profile: Profile, rows: Iterator[RawRow]) -> None:
    judge = judge_for(feed, profile)
    columns: dict[str, None] = {}
    judged: list[tuple[RawRow, Draft]] = []
    for row in rows:
        judged.append((row, judge.draft(judge.row_id(row), row)))
        columns.update(dict.fromkeys(map(str, row.values)))
    judge.classify([draft for _, draft in judged if not draft.errors and not draft.closes])
    for row, draft in judged:
        if not draft.errors and not draft.closes:
            judge.seal(draft, judge.row_hash(row))
    unknown = judge.take_unmapped()
    shown.read, shown.refused = len(judged), sum(bool(draft.errors) for _, draft in judged)
    shown.rows = [_shown(profile, row, draft, unknown) for row, draft in judged[:ROWS_SHOWN]]
    used = {name for rule in profile.fields.values() for name in rule.all_columns} | set(profile.id_key)
    shown.unused = [name for name in columns if name not in used]
    shown.unknown = [
        UnknownWord(name, word, number, suggestions(name, word))
        for name, words in sorted(unknown.items())
        for word, number in words.most_common(WORDS_SHOWN)
    ]


def _shown(profile: Profile, row: RawRow, draft: Draft, unknown: dict[str, Counter[str]]) -> PreviewRow:
    fields = []
    for one in FIELDS:
        rule = profile.fields.get(one.name)
        if rule is None:
            continue
        sent = rule.constant or rule.join.join(as_text(row.values.get(name)) for name in rule.all_columns)
        means = _meaning(draft, one.name)
        fields.append(Value(one.name, _cut(sent), _cut(means), sent.strip() in unknown.get(one.name, ())))
    return PreviewRow(
        number=row.number,
        columns=[(str(name), _cut(as_text(value))) for name, value in row.values.items()],
        fields=fields,
        refused=draft.errors,
        warned=[] if draft.errors else draft.warnings,
    )


_DRAFT_NAMES: dict[str, Callable[[Draft], object]] = {
    "id": lambda draft: draft.external_id,
    "state": lambda draft: "closed" if draft.closes else draft.state,
    "employer_credit_code": lambda draft: draft.employer_code,
    "pay": lambda draft: "–".join(str(pay) for pay in (draft.pay_min, draft.pay_max) if pay is not None),
    "experience": lambda draft: "–".join(
        str(years) for years in (draft.experience_min, draft.experience_max) if years is not None
    ),
    "source": lambda draft: draft.source_name,
}


def _meaning(draft: Draft, name: str) -> str:
    value = _DRAFT_NAMES[name](draft) if name in _DRAFT_NAMES else getattr(draft, name)
    words = f"{value} {word}" if (word := _code_words(name, str(value))) else value
    return "、".join(map(str, value)) if isinstance(value, list) else "" if words is None else str(words)


def _code_words(name: str, code: str) -> str:
    """The words of a code of a list, "" for what is no code."""
    return dict(_choices(name)).get(code, "")


@cache
def _choices(name: str) -> tuple[tuple[str, str], ...]:
    """Codes and words that a field may have."""
    match name:
        case "education":
            return tuple((entry.code, entry.name_zh) for entry in lists.education_levels())
        case "grade":
            return tuple((entry.code, entry.name_zh) for entry in lists.grades())
        case "employer_type":
            return tuple((entry.code, entry.name_zh) for entry in lists.economic_types())
        case "industry":
            return tuple((entry.code, entry.name) for entry in industries.all_industries())
        case "occupation":
            return tuple((entry.code, entry.name) for entry in occupations.all_occupations())
        case "employment_type":
            return tuple((one.value, str(one.label)) for one in EmploymentType)
    return ()


def suggestions(name: str, word: str) -> list[tuple[str, str]]:
    """What an unknown word of a field may mean: the entries of its list that are written most alike."""
    choices = _choices(name)
    by_words = {words: code for code, words in choices}
    alike = difflib.get_close_matches(word, by_words, n=MOST_SUGGESTIONS, cutoff=_LIKENESS)
    inside = [words for words in by_words if len(word) > 1 and (word in words or words in word)]
    found = dict.fromkeys([*sorted(inside, key=len), *alike])
    return [(by_words[words], words) for words in found][:MOST_SUGGESTIONS]


def with_word(mapping: dict[str, object], *, name: str, word: str, code: str) -> dict[str, object]:
    """A mapping that reads a word of a field as a code from now on."""
    fields = mapping.get("fields")
    if name not in BY_NAME or not isinstance(fields, dict) or not isinstance(fields.get(name), dict):
        return mapping
    rule = fields[name]
    values = rule.get("values")
    known = values if isinstance(values, dict) else {}
    return {**mapping, "fields": {**fields, name: {**rule, "values": {**known, word: code}}}}


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
