"""What a search answers with: plain values that pages and the API show as they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from jobs import words
from search.documents import VacancyRow, vacancy_document
from search.queries.labels import distance_label, headcount_label
from search.reading import Reading

MARK = ("<mark>", "</mark>")
SHOWN_AT_ONCE = 8


@dataclass(frozen=True)
class VacancyHit:
    """A vacancy as a row of a list. Codes are "" and figures None where not stated; pay is yuan a month.

    `repeats` is how many more postings of the same job its employer has among what was found. `distance_km`
    is that to the nearest place asked for; `is_about` says that it goes by the middle of a district or city.
    """

    id: int
    title: str
    title_html: SafeString
    snippet_html: SafeString
    employer: str
    employer_id: int | None
    region: str
    occupation: str
    pay_min: int | None
    pay_max: int | None
    pay_text: str
    education: str
    experience_min: int | None
    experience_max: int | None
    employment_type: str
    benefits: tuple[str, ...]
    headcount: int
    source_name: str
    published_at: dt.datetime
    expires_on: dt.date | None
    is_demo: bool
    score: float | None = None
    repeats: int = 0
    distance_km: float | None = None
    is_about: bool = False

    @property
    def url(self) -> str:
        return reverse("vacancy", args=[self.id])

    @cached_property
    def pay(self) -> str:
        return words.pay_words(self.pay_min, self.pay_max)

    @cached_property
    def place(self) -> str:
        return words.place_words(self.region)

    @cached_property
    def experience(self) -> str:
        return words.experience_words(self.experience_min, self.experience_max)

    @cached_property
    def education_words(self) -> str:
        return words.education_words(self.education)

    @cached_property
    def distance(self) -> str:
        """ "3.2 km", "about 12 km"; "" where no place was asked for."""
        return "" if self.distance_km is None else distance_label(self.distance_km, about=self.is_about)

    @cached_property
    def published(self) -> str:
        return words.day_words(self.published_at)

    @property
    def headcount_words(self) -> str:
        return headcount_label(self.headcount)


def hit_from_document(
    document: Mapping[str, Any],
    *,
    highlight: Mapping[str, list[str]] | None = None,
    score: float | None = None,
    repeats: int = 0,
    distance_km: float | None = None,
) -> VacancyHit:
    """A hit from a document of the index; `highlight` is escaped HTML with `<mark>` around what was found."""
    found = highlight or {}
    titles = found.get("title") or found.get("title.pairs") or [escape(document["title"])]
    return VacancyHit(
        id=document["id"],
        title=document["title"],
        title_html=mark_safe(titles[0]),  # noqa: S308  escaped by the highlighter, or above
        snippet_html=mark_safe(" … ".join(found.get("duties", []))),  # noqa: S308  escaped by the highlighter
        employer=document.get("employer", ""),
        employer_id=document.get("employer_id"),
        region=document.get("region", ""),
        occupation=document.get("occupation", ""),
        pay_min=document.get("pay_min"),
        pay_max=document.get("pay_max"),
        pay_text=document.get("pay_text", ""),
        education=document.get("education_code", ""),
        experience_min=document.get("experience_min"),
        experience_max=document.get("experience_max"),
        employment_type=document.get("employment_type", ""),
        benefits=tuple(document.get("benefits", ())),
        headcount=document.get("headcount", 1),
        source_name=document.get("source_name", ""),
        published_at=_moment(document["published_at"]),
        expires_on=_day(document.get("expires_on")),
        is_demo=document.get("is_demo", False),
        score=score,
        repeats=repeats,
        distance_km=distance_km,
        is_about=distance_km is not None and "point" not in document,
    )


def hit_from_row(row: VacancyRow) -> VacancyHit:
    """The same from the database, for when the index is away."""
    return hit_from_document(vacancy_document(row))


def _moment(value: str | dt.datetime) -> dt.datetime:
    return value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)


def _day(value: str | dt.date | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Bucket:
    """One value of a facet and how many vacancies it has among what the other facets leave.

    `chosen`: it is among what is asked for; `excluded`: it is left out, and so has none.
    """

    value: str
    label: str
    count: int
    chosen: bool
    excluded: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A facet as counted: its buckets in the order in which they are shown, "not stated" last."""

    name: str
    label: str
    buckets: list[Bucket]
    can_exclude: bool = True

    @property
    def chosen(self) -> int:
        return sum(bucket.chosen for bucket in self.buckets)

    @property
    def input(self) -> str:
        """The kind of field that chooses among its values."""
        return "radio" if self.name == "posted_within" else "checkbox"

    @property
    def shown(self) -> list[Bucket]:
        """What is shown at once: the first buckets, and every one down to the last that is chosen."""
        kept = self._kept
        last = max((place for place, bucket in enumerate(kept, 1) if bucket.chosen), default=0)
        return kept[: max(last, SHOWN_AT_ONCE)]

    @property
    def folded(self) -> list[Bucket]:
        return self._kept[len(self.shown) :]

    @property
    def excluded(self) -> list[Bucket]:
        return [bucket for bucket in self.buckets if bucket.excluded]

    @property
    def excludable(self) -> list[Bucket]:
        """What can be left out: what is left out already, and what is shown and not chosen."""
        return [*self.excluded, *(bucket for bucket in self.shown if not bucket.chosen)]

    @property
    def _kept(self) -> list[Bucket]:
        return [bucket for bucket in self.buckets if not bucket.excluded]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of hits. The cursors lead to the pages beside it; "" where there is none.

    `total` and the facets count every vacancy, those too that stand behind a hit as repeated postings.
    `reading` is what was understood of the words.
    """

    hits: list[VacancyHit]
    total: int
    reading: Reading
    facets: list[FacetCount] = field(default_factory=list)
    next_cursor: str = ""
    previous_cursor: str = ""
