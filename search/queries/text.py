"""What a reading asks of the index: what scores (`reading_query`) and what must hold (`reading_filters`).

A vacancy is worth the sum of what the reading's concepts and its text find in it. Each of them counts once,
by the best place in which the vacancy says it (`Worth`), so that saying a word again, or many others beside
it, gains nothing; how rare a word is decides only between vacancies that are equal else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from jobs.enums import EmploymentType
from search.analysis import PARTS
from search.queries.freshness import fresher
from search.queries.work import guessed_group, minor_groups, narrow_groups
from search.reading import Concept, Kind, Reading, read_query
from search.reading.lexicon import lexicon
from search.reading.places import most_exact

Clause = dict[str, Any]
"""A query of Elasticsearch."""


class Worth:
    """What a vacancy is worth for saying a thing: where it says it."""

    IS_THE_TITLE: Final = 14.0
    TITLE: Final = 10.0
    TITLE_IN_PARTS: Final = 6.0
    TITLE_IN_PAIRS: Final = 4.0
    EMPLOYER: Final = 14.0
    UNIT_GROUP: Final = 4.0
    MINOR_GROUP: Final = 1.5
    LISTED: Final = 8.0
    """The skill or the benefit is among those of the vacancy: it outweighs how the work is written."""
    STATED: Final = 2.0
    NEAR: Final = 4.0
    """In the district of a spot, and once more at the spot itself."""
    DUTIES: Final = 1.0
    MEANT: Final = 0.6
    """The part that counts of what was probably meant, beside what was typed."""


WORD_FIELDS: Final = ("title^4", "occupation_name^2", "employer^2", "benefits", "place", "duties^0.6")
PAIR_FIELDS: Final = ("title.pairs^2", "occupation_name.pairs", "employer.pairs")
BY_RARITY: Final = 0.05
"""How much of the score of single words counts: it ranks within a tier, and never across."""
_TOOL: Final = re.compile(r"[.a-z][a-z0-9.+#]*")
_WILD: Final = re.compile(r"[*?\\]")
ENOUGH_WORDS: Final = "2<75%"
"""Up to two words are all needed; of more, three in four."""


def reading_query(reading: Reading) -> Clause:
    """What scores: how well a vacancy answers what the query says, and how fresh it is."""
    return fresher(_answers(reading))


def _answers(reading: Reading) -> Clause:
    said = _said(reading)
    if not reading.instead:
        return said
    meant = read_query(reading.instead)
    return _any(
        said,
        {"bool": {"must": _said(meant), "filter": reading_filters(meant), "boost": Worth.MEANT}},
    )


def reading_filters(reading: Reading) -> list[Clause]:
    """The hard conditions that the query states; they count in every facet too."""
    wanted = [concept for concept in reading.concepts if not concept.excluded]
    sought = {code for one in wanted for code in one.values}
    refused = [_is_so(concept, sought) for concept in reading.concepts if concept.excluded]
    refused += [_says_of_itself(word) for word in reading.excluded]
    filters = [_CONDITIONS[one.kind](one) for one in wanted if one.kind in _CONDITIONS]
    if places := [code for one in wanted if one.kind is Kind.PLACE for code in one.around or one.values]:
        named = [_says(name, "employer.pairs") for name in _named_after_places(reading)]
        filters.append(_any({"terms": {"regions": most_exact(places)}}, *named))
    if refused:
        filters.append({"bool": {"must_not": refused}})
    return filters


def marked(reading: Reading) -> Clause:
    """The words to mark in what is found, as a query that costs little."""
    wanted = [word for one in reading.concepts if not one.excluded for word in one.said]
    words = filter(None, [*wanted, *reading.phrases, reading.text, *reading.also])
    fields = ("title", "title.pairs", "duties")
    return {
        "bool": {
            "should": [
                {"match": {field: {"query": word, "operator": "and"}}} for word in words for field in fields
            ]
        }
    }


# What scores.


def _said(reading: Reading) -> Clause:
    """What is said first of these must be found: the work, skills, or else any of the other things; the rest
    ranks. Phrases and benefits are conditions."""
    wanted = [concept for concept in reading.concepts if not concept.excluded]
    of = {kind: [concept for concept in wanted if concept.kind is kind] for kind in Kind}
    named = [_employer_named(name) for name in _names(reading)]
    ways = (
        [_occupation(one) for one in of[Kind.OCCUPATION]],
        [_skill(one) for one in of[Kind.SKILL]],
        [
            *([_text((reading.text, *reading.also))] if reading.text else []),
            *(_SCORED[kind](one) for kind in _SCORED for one in of[kind]),
        ],
    )
    first = next((way for way in ways if way), [])
    must = [_any(*first, *named)] if first else []
    must += [_phrase(phrase) for phrase in reading.phrases]
    must += [_benefit(one) for one in of[Kind.BENEFIT]]
    nice = [clause for way in ways if way is not first for clause in way]
    nice += [_NICE[one.kind](one) for one in wanted if one.kind in _NICE]
    nice += [_as_typed(part) for part in reading.query.split() if len(wanted) > 1 and len(part) > 3]
    return {"bool": {"must": must or [{"match_all": {"boost": 0}}], "should": nice}}


def _as_typed(part: str) -> Clause:
    """The title has a part of the query just so: 销售经理助理, though it was read as two works."""
    return _worth(Worth.TITLE_IN_PARTS, {"match_phrase": {"title.pairs": part}})


def _names(reading: Reading) -> list[str]:
    """Parts of the query that may be the name of an employer: known words with others that are not, or with
    the name of a place before them."""
    left, placed = reading.text.split(), _named_after_places(reading)
    return [
        part
        for part in reading.query.split()
        if part in placed or (part not in left and any(run in part for run in left))
    ]


def _named_after_places(reading: Reading) -> list[str]:
    """Parts of the query that begin with a place and go on: 安泽物业 may be work there, or an employer."""
    places = tuple(one.words for one in reading.concepts if one.kind is Kind.PLACE and not one.excluded)
    return [part for part in reading.query.split() if part.startswith(places) and part not in places]


def _employer_named(name: str) -> Clause:
    return _worth(Worth.EMPLOYER, {"match_phrase": {"employer.pairs": name}})


def _text(texts: Sequence[str]) -> Clause:
    """Vacancies that the words are about, in any of several wordings.

    Best are the words as people mean them (幼儿教师), then their parts (幼儿, 教师), which also find
    幼儿园教师, then pairs of characters, which find what any cutting into words hides.
    """
    longer = [text for text in texts if len(text) > 1]
    single = [_with(text) for text in texts if len(text) == 1]
    titled = _in_title(longer) if longer else []
    groups = narrow_groups((guessed_group(texts[0]),))
    named = [_employer_named(text) for text in longer]
    return _any(*titled, *map(_worded, texts), *single, *named, *_in_groups(groups))


def _with(character: str) -> Clause:
    """Work whose name has a single character: 花 finds 花艺师 and 插花师, and not what is near 花果园."""
    plain = _WILD.sub(r"\\\g<0>", character.lower())
    names = {"wildcard": {"work": f"*{plain}*"}}
    pairs = [{"prefix": {"title.pairs": character}}, {"wildcard": {"title.pairs": f"*{character}"}}]
    return _any(_worth(Worth.TITLE, names), _worth(Worth.DUTIES, _any(*pairs)))


def _worded(text: str) -> Clause:
    """The words may be spread over the fields, as if they were one."""
    ways = [
        _match(text, WORD_FIELDS, minimum_should_match=ENOUGH_WORDS),
        _match(text, WORD_FIELDS, minimum_should_match=ENOUGH_WORDS, analyzer=PARTS, boost=0.4),
        _match(text, PAIR_FIELDS, operator="and", boost=0.3),
    ]
    return {"bool": {"should": ways, "minimum_should_match": 1, "boost": BY_RARITY * 4}}


def _match(text: str, fields: Sequence[str], **options: Any) -> Clause:
    return {
        "multi_match": {"query": text, "type": "cross_fields", "fields": fields, "tie_breaker": 0.2} | options
    }


def _in_title(words: Iterable[str]) -> list[Clause]:
    """The best way in which a title says one of some words, and how much of the title that is."""
    said = list(words)
    tiers = [_worth(Worth.IS_THE_TITLE, {"terms": {"work": [word.lower() for word in said]}})]
    for word in said:
        tiers += [
            _worth(Worth.TITLE, {"match": {"title": {"query": word, "operator": "and"}}}),
            _worth(
                Worth.TITLE_IN_PARTS,
                {"match": {"title": {"query": word, "operator": "and", "analyzer": PARTS}}},
            ),
            _worth(Worth.TITLE_IN_PAIRS, {"match": {"title.pairs": {"query": word, "operator": "and"}}}),
        ]
    rarity = [{"match": {"title": {"query": word, "boost": BY_RARITY * 4}}} for word in said]
    return [{"dis_max": {"queries": tiers}}, {"bool": {"must": {"dis_max": {"queries": rarity}}}}]


def _occupation(concept: Concept) -> Clause:
    """Its words in the title, its group in the classification; in the duties too, for little.

    A posting's group may be a classifier's guess, so the tree counts softly: the group itself finds, its
    neighbours in the minor group only rank. Groups of the two broadest levels do neither.
    """
    title, rarity = _in_title(concept.said)
    codes = narrow_groups((*concept.values, guessed_group(concept.said[0])))
    around = minor_groups(codes)
    finds = [title, _duties(concept.said), *_in_groups(codes), *_tools(concept.said[0])]
    ranks = [rarity, *([_worth(Worth.MINOR_GROUP, _occupied(around))] if around else [])]
    return {"bool": {"must": _any(*finds), "should": ranks}}


def _tools(word: str) -> list[Clause]:
    """The skill that the name of a work holds: seo in SEO优化."""
    known = (lexicon().get(tool) for tool in _TOOL.findall(word.lower()))
    return [_skill(Concept(Kind.SKILL, tool.values, "", "", said=(tool.name,))) for tool in known if tool]


def _in_groups(codes: Sequence[str]) -> list[Clause]:
    return [_worth(Worth.UNIT_GROUP, _occupied(codes))] if codes else []


def _occupied(codes: Sequence[str]) -> Clause:
    return {"terms": {"occupations": list(codes)}}


def _skill(concept: Concept) -> Clause:
    """One written in Chinese may name the work too (外贸); java does not: it is a part of many."""
    word = concept.said[0]
    groups = [] if word.isascii() else narrow_groups((guessed_group(word),))
    title, rarity = _in_title(concept.said)
    listed = _worth(Worth.LISTED, {"terms": {"skills": list(concept.values)}})
    best = {"dis_max": {"queries": [title, listed, _duties(concept.said)], "tie_breaker": 0.3}}
    return _any(best, rarity, *_in_groups(groups))


def _benefit(concept: Concept) -> Clause:
    return _any(
        _worth(Worth.LISTED, {"terms": {"benefit": list(concept.values)}}),
        _worth(Worth.DUTIES, _any(*(_says(word, "title", "benefits", "duties") for word in concept.said))),
    )


def _industry(concept: Concept) -> Clause:
    words = [word.removesuffix("行业").removesuffix("业") or word for word in concept.said]
    return _any(_worth(Worth.LISTED, {"terms": {"industries": list(concept.values)}}), *map(_worded, words))


def _employer(concept: Concept) -> Clause:
    ids = {"terms": {"employer_id": [int(value) for value in concept.values]}}
    return _any(_worth(Worth.IS_THE_TITLE, ids), _worded(concept.words))


_SCORED: Final[dict[Kind, Callable[[Concept], Clause]]] = {
    Kind.INDUSTRY: _industry,
    Kind.EMPLOYER: _employer,
}


def _phrase(phrase: str) -> Clause:
    """Words in quotes stand so in the vacancy."""
    return _any(
        _worth(Worth.TITLE, {"match_phrase": {"title.pairs": phrase}}),
        _worth(Worth.LISTED, _says(phrase, "employer", "place", "benefits", "occupation_name")),
        _worth(Worth.DUTIES, _says(phrase, "duties")),
    )


def _in_place(concept: Concept) -> Clause:
    """A place that the vacancy itself names: 光谷, and not only the city that it lies in."""
    named = _any(*(_says(word, "place", "title") for word in concept.said))
    if not concept.around:
        return _worth(Worth.DUTIES, named)
    inside = {"terms": {"regions": list(concept.values)}}
    return _any(_worth(Worth.NEAR, inside), _worth(Worth.NEAR, named))


def _states(concept: Concept) -> Clause:
    """What is asked for is stated, and not only not spoken of; the first of the values is what was said."""
    field = _CODED[concept.kind]
    stated = _worth(Worth.STATED, {"terms": {field: list(concept.values)}})
    return _any(stated, _worth(Worth.DUTIES, {"term": {field: concept.values[0]}}))


_NICE: Final[dict[Kind, Callable[[Concept], Clause]]] = {
    Kind.PLACE: _in_place,
    Kind.EDUCATION: _states,
    Kind.EXPERIENCE: _states,
    Kind.EMPLOYMENT: _states,
}


def _duties(words: Iterable[str]) -> Clause:
    """In the duties, or among the tags that some sources send as benefits."""
    return _worth(Worth.DUTIES, _any(*(_says(word, "duties", "benefits") for word in words)))


# Conditions.


def _pay(concept: Concept) -> Clause:
    """Pays at best the least that is wanted, and at least not more than the most."""
    low, high = (int(bound) if bound else None for bound in concept.values[0].split("-"))
    return {
        "bool": {
            "filter": [
                *([] if low is None else [_reaches(("pay_max", "pay_min"), {"gte": low})]),
                *([] if high is None else [_reaches(("pay_min", "pay_max"), {"lte": high})]),
            ]
        }
    }


def _reaches(fields: Sequence[str], bound: Clause) -> Clause:
    return _any(*({"range": {field: bound}} for field in fields))


_NONE_OF: Final = ("无", "不", "没有", "不上", "不用", "无需")


def _says_of_itself(word: str) -> Clause:
    """The vacancy has the word, and not only to say that it is not so (无夜班)."""
    fields = ("title", "benefits", "duties")
    denied = [_says(none + word, *fields) for none in _NONE_OF]
    return {"bool": {"must": _says(word, *fields), "must_not": denied}}


def _is_or_says(concept: Concept) -> Clause:
    """Its code says so, or the title does; one that does not state its education or experience asks for none
    in particular, and one that does not state its type of employment is full time."""
    field = _CODED[concept.kind]
    ways = [{"terms": {field: list(concept.values)}}, *(_says(word, "title") for word in concept.said)]
    if concept.kind is not Kind.EMPLOYMENT or EmploymentType.FULL_TIME in concept.values:
        ways.append({"bool": {"must_not": {"exists": {"field": field}}}})
    return _any(*ways)


_CONDITIONS: Final[dict[Kind, Callable[[Concept], Clause]]] = {
    Kind.PAY: _pay,
    Kind.EDUCATION: _is_or_says,
    Kind.EXPERIENCE: _is_or_says,
    Kind.EMPLOYMENT: _is_or_says,
}

_CODED: Final = {
    Kind.PLACE: "regions",
    Kind.OCCUPATION: "occupations",
    Kind.BENEFIT: "benefit",
    Kind.SKILL: "skills",
    Kind.EDUCATION: "education",
    Kind.EXPERIENCE: "experience",
    Kind.EMPLOYMENT: "employment_type",
    Kind.INDUSTRY: "industries",
    Kind.EMPLOYER: "employer_id",
}


def _is_so(concept: Concept, sought: set[str]) -> Clause:
    """What is refused: vacancies whose title says so, and those whose codes do, unless they are sought too
    (会计 and 出纳 are one group)."""
    values = [value for value in concept.values if value not in sought]
    coded = [{"terms": {_CODED[concept.kind]: values}}] if values else []
    return _any(*coded, *(_says(word, "title") for word in concept.said))


# Small parts.


def _says(words: str, *fields: str) -> Clause:
    """One of the fields has all of the words, one after the other."""
    return {"multi_match": {"query": words, "type": "phrase", "fields": list(fields)}}


def _worth(points: float, clause: Clause) -> Clause:
    return {"constant_score": {"filter": clause, "boost": points}}


def _any(*clauses: Clause) -> Clause:
    """At least one of the clauses; what they are worth adds up."""
    return clauses[0] if len(clauses) == 1 else {"bool": {"should": list(clauses), "minimum_should_match": 1}}
