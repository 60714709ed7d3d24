"""What the index of suggestions knows: names that lead to vacancies, and how they may be begun."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch.dsl import Document, Integer, Keyword, MetaField, Text

from jobs.enums import VerificationState
from jobs.models import Employer
from search.models import PopularSearch
from search.suggest.names import SuggestionKind, ways_to_type
from standards import occupations, regions

SUGGESTIONS = "suggestions"
"""Name of this kind of index."""
MOST_POPULAR = 5000
EMPLOYERS_A_QUERY = 2000

BEGINNINGS, WHOLE = "suggestion_beginnings", "suggestion_whole"
ANALYSIS: dict[str, Any] = {
    "tokenizer": {"whole": {"type": "portal_chinese", "mode": "whole"}},
    "filter": {"beginnings": {"type": "portal_prefixes", "longest": 30}},
    "analyzer": {
        BEGINNINGS: {"tokenizer": "whole", "filter": ["beginnings"]},
        WHOLE: {"tokenizer": "whole"},
    },
}
_ONE_TITLE = re.compile(r"[\w.+#]{2,}")
_UNIT_GROUP = 4

Counts = Mapping[str, Mapping[str, int]]
"""Value of a field → city → how many vacancies."""


class SuggestionDocument(Document):
    """The mapping. `code` is that of `standards`, the id of an employer, "" of a search; `cities` those with
    vacancies of it; `weight` how many there are in the country, or how often a search was asked."""

    kind = Keyword()
    code = Keyword(index=False, doc_values=False)
    text = Keyword(index=False, doc_values=False)
    beginnings = Text(analyzer=BEGINNINGS, search_analyzer=WHOLE)
    whole = Keyword()
    cities = Keyword()
    weight = Integer()

    class Meta:
        dynamic = MetaField("strict")


@dataclass(frozen=True, slots=True)
class Name:
    """One suggestion before it is written: `also` are other ways to call the same."""

    kind: SuggestionKind
    code: str
    text: str
    weight: int
    cities: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        ways = [way for name in (self.text, *self.also) for way in ways_to_type(name)]
        return {
            "kind": self.kind.value,
            "code": self.code,
            "text": self.text,
            "beginnings": ways,
            "whole": ways,
            "cities": self.cities,
            "weight": self.weight,
        }


def occupation_names(counts: Counts) -> Iterator[Name]:
    """Names and everyday titles of the unit groups that have vacancies."""
    for entry in occupations.all_occupations():
        counted = counts.get(entry.code)
        if entry.level != _UNIT_GROUP or not counted:
            continue
        titles = [title for title in entry.aliases if _ONE_TITLE.fullmatch(title)]
        for title in dict.fromkeys((entry.name, *titles)):
            yield _counted(SuggestionKind.OCCUPATION, entry.code, title, counted)


def place_names(counts: Counts) -> Iterator[Name]:
    """Provinces, cities and districts that have vacancies; a district is written with its city before it."""
    for unit in regions.all_regions():
        if counted := counts.get(unit.code):
            also = tuple({unit.name, unit.short_name})
            yield _counted(SuggestionKind.PLACE, unit.code, _place_text(unit), counted, also=also)


def _place_text(unit: regions.Region) -> str:
    city = regions.city_of(unit.code)
    return unit.name if city is None or city.code == unit.code else f"{city.short_name}{unit.name}"


def employer_names(counts: Counts) -> Iterator[Name]:
    """Verified employers that have vacancies, found without their city's name too: 武汉云帆科技 by 云帆."""
    ids = list(counts)
    for start in range(0, len(ids), EMPLOYERS_A_QUERY):
        found = Employer.objects.filter(
            pk__in=ids[start : start + EMPLOYERS_A_QUERY], verification=VerificationState.VERIFIED
        )
        for pk, name, region in found.values_list("pk", "name", "region"):
            also = _without_place(name, region)
            yield _counted(SuggestionKind.EMPLOYER, str(pk), name, counts[str(pk)], also=also)


def _without_place(name: str, region: str) -> tuple[str, ...]:
    units = (unit for unit in (*regions.ancestors(region), regions.region(region)) if unit)
    places = [place for unit in units for place in (unit.name, unit.short_name)]
    longest = max((place for place in places if name.startswith(place)), key=len, default="")
    return (name.removeprefix(longest),) if longest and name != longest else ()


def search_names() -> Iterator[Name]:
    """Popular searches that are not hidden; they are the same in every city."""
    for found in PopularSearch.objects.shown().order_by("-asked")[:MOST_POPULAR]:
        yield Name(SuggestionKind.SEARCH, "", found.text, found.asked)


def _counted(
    kind: SuggestionKind, code: str, text: str, counted: Mapping[str, int], also: Iterable[str] = ()
) -> Name:
    cities = tuple(sorted(counted))
    return Name(kind, code, text, weight=sum(counted.values()), cities=cities, also=tuple(also))
