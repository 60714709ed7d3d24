"""From what is typed to what may be meant: one look at the names, and on a city's site one count of what
they lead to there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search.client import read_alias, search_client
from search.kinds import VACANCY_KIND
from search.models import PopularSearch
from search.suggest.documents import SUGGESTIONS
from search.suggest.names import SuggestionKind, squeezed

LONGEST_TYPED = 60
CANDIDATES = 30
"""Of each kind, by how much there is of them in the country; where a site is about a city, its own counts
choose among them."""
SHOWN = {
    SuggestionKind.OCCUPATION: 4,
    SuggestionKind.SEARCH: 3,
    SuggestionKind.PLACE: 2,
    SuggestionKind.EMPLOYER: 3,
}
"""How many of each kind are shown at most, in this order."""
NAMES_OF_ONE = 2
"""An occupation with many everyday titles does not crowd out the others."""
_FIELDS = {
    SuggestionKind.OCCUPATION: "occupations",
    SuggestionKind.EMPLOYER: "employer_id",
    SuggestionKind.PLACE: "regions",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`text` is what to search for; `vacancies` how many there are of it here, None for a popular search."""

    kind: SuggestionKind
    text: str
    vacancies: int | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    kind: SuggestionKind
    code: str
    text: str
    weight: int
    exact: bool

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.code}"


def suggestions(typed: str, *, scope: str = "") -> list[Suggestion]:
    """What begins with what is typed and leads to vacancies, within a region where `scope` is its code.

    Where nothing begins with the whole, the last word is completed and the words before it stay.

    Raises:
        TransportError, ApiError: the index is away, or not made yet.
    """
    before, _, last = typed.strip().rpartition(" ")
    found = _completed(squeezed(typed), scope)
    if found or not before:
        return found
    return [
        Suggestion(one.kind, f"{before.strip()} {one.text}", one.vacancies)
        for one in _completed(squeezed(last), scope)
        if one.kind is not SuggestionKind.SEARCH
    ]


def _completed(beginning: str, scope: str) -> list[Suggestion]:
    if not beginning:
        return []
    candidates = _candidates(beginning, scope)
    counted = [one for one in candidates if one.kind in _FIELDS]
    counts = _counts(counted, scope) if scope else {one.key: one.weight for one in counted}
    hidden = _hidden(candidates)
    chosen: dict[str, Suggestion] = {}
    for kind, most in SHOWN.items():
        left = [one for one in candidates if one.kind is kind and one.text not in hidden | chosen.keys()]
        if kind in _FIELDS:
            left = _in_order(left, counts)
        chosen |= {one.text: Suggestion(kind, one.text, counts.get(one.key)) for one in left[:most]}
    return list(chosen.values())


def _in_order(candidates: Sequence[_Candidate], counts: Mapping[str, int]) -> list[_Candidate]:
    """Those that lead to something: typed whole first, then by how much there is; few names of one thing."""
    leading = [one for one in candidates if counts.get(one.key)]
    leading.sort(key=lambda one: (not one.exact, -counts[one.key], len(one.text)))
    names = Counter[str]()
    kept = []
    for one in leading:
        names[one.key] += 1
        if names[one.key] <= NAMES_OF_ONE:
            kept.append(one)
    return kept


def _candidates(beginning: str, scope: str) -> list[_Candidate]:
    """Names that begin so; of each kind the most wanted, exact ones first."""
    here = {"bool": {"should": [{"term": {"cities": scope}}, {"term": {"kind": SuggestionKind.SEARCH}}]}}
    answer = search_client().search(
        index=read_alias(SUGGESTIONS),
        size=0,
        query={
            "bool": {
                "filter": [{"match": {"beginnings": beginning}}, *([here] if scope else [])],
                "should": {"term": {"whole": beginning}},
            }
        },
        aggs={"kinds": {"terms": {"field": "kind"}, "aggs": {"best": {"top_hits": _BEST}}}},
    )
    return [
        _Candidate(
            kind=SuggestionKind(bucket["key"]),
            code=hit["_source"]["code"],
            text=hit["_source"]["text"],
            weight=int(hit["sort"][1]),
            exact=hit["sort"][0] > 0,
        )
        for bucket in answer["aggregations"]["kinds"]["buckets"]
        for hit in bucket["best"]["hits"]["hits"]
    ]


_BEST = {
    "size": CANDIDATES,
    "_source": ["code", "text"],
    "sort": [{"_score": "desc"}, {"weight": "desc"}],
}


def _counts(candidates: Sequence[_Candidate], scope: str) -> Mapping[str, int]:
    """How many vacancies each leads to in a city, now."""
    if not candidates:
        return {}
    wanted = {one.key: {"term": {_FIELDS[one.kind]: one.code}} for one in candidates}
    answer = search_client().search(
        index=read_alias(),
        size=0,
        query={"bool": {"filter": {"term": {"regions": scope}}, "must_not": VACANCY_KIND.hidden()}},
        aggs={"of": {"filters": {"filters": wanted}}},
    )
    buckets = answer["aggregations"]["of"]["buckets"]
    return {key: int(bucket["doc_count"]) for key, bucket in buckets.items()}


def _hidden(candidates: Sequence[_Candidate]) -> set[str]:
    """Searches that staff have hidden since the suggestions were built."""
    texts = [one.text for one in candidates if one.kind is SuggestionKind.SEARCH]
    shown = (
        set(PopularSearch.objects.shown().filter(text__in=texts).values_list("text", flat=True))
        if texts
        else set()
    )
    return set(texts) - shown
