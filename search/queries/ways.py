"""What to change where little was found: only changes that add vacancies, with how many each adds.

All are counted by one request. A change leaves out one condition, widens a place, or takes other words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from search.client import search_client
from search.queries.applied import address, facet_label
from search.queries.body import Asked
from search.queries.facets import FACETS
from search.queries.labels import near_label, pay_range_label, value_label
from search.queries.meaning import excluded_part, excluded_words, params_reading, phrase_part, query_without
from search.queries.params import RADII_KM, SearchParams
from search.reading import Reading
from standards import regions

FEW = 5
"""With fewer vacancies than these, changes are offered."""
MOST_COUNTED = 40
MOST_OFFERED = 6


class Change(IntEnum):
    """How much of what was asked for a change gives up, the least first."""

    SPELLING = 0
    NEARBY = 1
    EXCLUSION = 2
    FILTER = 3
    WORDS = 4
    SIDE = 5
    """The words without any filter, or the filters without any words."""
    PART = 6
    """All but one of the things that the words ask for."""


@dataclass(frozen=True, slots=True)
class Way:
    """A changed search: in words, its address, how many vacancies it finds, and how many of them are more."""

    change: Change
    text: str
    url: str
    finds: int
    adds: int


@dataclass(frozen=True, slots=True)
class Ways:
    """`instead`: the words that were probably meant, where they find anything; `others` each add some."""

    instead: Way | None
    others: list[Way]


class _Try(NamedTuple):
    """A change to be counted. Of several that are steps of one, the first that adds anything is offered."""

    change: Change
    step: str
    text: str
    params: SearchParams


def ways_on(params: SearchParams, reading: Reading, *, total: int, scope: str, path: str) -> Ways:
    """What to do about a search that found `total` vacancies.

    What was probably meant is counted whatever was found; where that is little, changes are offered, those
    first that give up least and add most.

    Raises:
        TransportError, ApiError: the index is away.
    """
    tries = [_Try(Change.SPELLING, "instead", reading.instead, params.with_changes(q=reading.instead))]
    tries = tries if reading.instead else []
    if total < FEW:
        tries += islice(_tries(params, reading, scope), MOST_COUNTED)
    found: dict[str, Way] = {}
    for way, number in zip(tries, _counts(tries, scope), strict=True):
        if number > total or (number and way.change is Change.SPELLING):
            made = Way(way.change, way.text, address(path, way.params), number, number - total)
            found.setdefault(way.step, made)
    instead = found.pop("instead", None)
    others = sorted(found.values(), key=lambda way: (way.change, -way.adds))
    return Ways(instead=instead, others=others[:MOST_OFFERED])


def _counts(tries: list[_Try], scope: str) -> list[int]:
    if not tries:
        return []
    searches: list[dict[str, Any]] = []
    for way in tries:
        asked = Asked(way.params, params_reading(way.params, scope=scope), scope)
        searches += [asked.target(), asked.count()]
    answers = search_client().msearch(searches=searches)["responses"]
    return [answer["hits"]["total"]["value"] if "hits" in answer else 0 for answer in answers]


def _tries(params: SearchParams, reading: Reading, scope: str) -> Iterator[_Try]:
    yield from _wider(params)
    yield from _levels_up(params, scope)
    yield from _without_exclusions(params)
    yield from _without_filters(params)
    yield from _other_words(params, reading)
    yield from _only_one_side(params)
    yield from _only_one_part(reading)


def _wider(params: SearchParams) -> Iterator[_Try]:
    if not params.near:
        return
    for km in RADII_KM:
        if km > params.radius_km:
            text = _("within %(km)s km instead of %(less)s") % {"km": km, "less": params.radius_km}
            yield _Try(Change.NEARBY, "near", text, params.with_changes(within=km))
    text = _("at any distance from %(place)s") % {"place": "、".join(map(near_label, params.near))}
    yield _Try(Change.FILTER, "anywhere", text, params.with_changes(near=()))


def _levels_up(params: SearchParams, scope: str) -> Iterator[_Try]:
    """武汉市 instead of 江夏区, then 湖北省; on a city's site not beyond the city."""
    for code in params.region:
        for unit in reversed(regions.ancestors(code)):
            if not regions.is_within(unit.code, scope) or unit.code == scope:
                break
            wider = dict.fromkeys(unit.code if value == code else value for value in params.region)
            text = _("in %(place)s instead of %(part)s") % {
                "place": regions.display_name(unit.code),
                "part": regions.display_name(code),
            }
            yield _Try(Change.NEARBY, f"region {code}", text, params.with_changes(region=tuple(wider)))


def _without_exclusions(params: SearchParams) -> Iterator[_Try]:
    for facet in FACETS:
        for value in facet.excluded(params):
            text = _("also %(kind)s: %(what)s") % {
                "kind": facet.label,
                "what": value_label(facet.name, value),
            }
            name = f"not_{facet.name}"
            yield _Try(Change.EXCLUSION, f"{name} {value}", text, params.without(name, value))


def _without_filters(params: SearchParams) -> Iterator[_Try]:
    """Without all that is chosen in a facet: its values are alternatives, leaving out one finds less."""
    for facet in FACETS:
        chosen = facet.chosen(params)
        if not chosen:
            continue
        what = "、".join(value_label(facet.name, value) for value in chosen)
        text = _("without %(kind)s: %(what)s") % {"kind": facet.label, "what": what}
        yield _Try(Change.FILTER, facet.name, text, params.without_all(facet.name))
    if params.pay_min is not None or params.pay_max is not None:
        text = _("without %(kind)s: %(what)s") % {
            "kind": facet_label("pay"),
            "what": pay_range_label(params.pay_min, params.pay_max),
        }
        yield _Try(Change.FILTER, "pay_range", text, params.with_changes(pay_min=None, pay_max=None))


def _other_words(params: SearchParams, reading: Reading) -> Iterator[_Try]:
    """Without one of the words, and words taken as words instead of what they were understood as."""
    refused = [concept.words for concept in reading.concepts if concept.excluded]
    refused += [excluded_part(reading, word) for word in excluded_words(reading)]
    for part in dict.fromkeys([*_wanted(reading), *refused]):
        left = query_without(reading.query, part)
        if left and left != reading.query:
            text = _("without the words “%(words)s”") % {"words": part.strip('"')}
            yield _Try(Change.WORDS, f"words {part}", text, params.with_changes(q=left))
    if reading.concepts:
        text = _("search for exactly these words instead")
        yield _Try(Change.WORDS, "verbatim", text, params.with_changes(verbatim=True))


def _only_one_side(params: SearchParams) -> Iterator[_Try]:
    """The words without any filter, and the filters without any words."""
    only_words = SearchParams(q=params.q, verbatim=params.verbatim)
    filters = [pair for pair in params.pairs(but=("sort", "page_size")) if pair not in only_words.pairs()]
    if len(filters) > 1:
        yield _Try(Change.SIDE, "filters", _("without any filter"), only_words)
    if params.q and filters:
        text = _("without the words “%(words)s”") % {"words": params.q}
        yield _Try(Change.SIDE, "words", text, params.with_changes(q="", verbatim=False))


def _only_one_part(reading: Reading) -> Iterator[_Try]:
    """One of several things that the words ask for, and nothing else."""
    wanted = _wanted(reading)
    if len(wanted) > 1:
        for part in wanted:
            text = _("only “%(words)s”") % {"words": part.strip('"')}
            yield _Try(Change.PART, f"only {part}", text, SearchParams(q=part))


def _wanted(reading: Reading) -> list[str]:
    """The parts of a query that ask for something, each as it stands in it."""
    concepts = [concept.words for concept in reading.concepts if not concept.excluded]
    phrases = [phrase_part(phrase) for phrase in reading.phrases]
    return list(dict.fromkeys([*concepts, *phrases, *reading.text.split()]))
