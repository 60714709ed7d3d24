"""Places in a query: neighbours become one (武汉市·江夏区), shared names the region that is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from search.reading.types import Concept, Kind
from standards import regions

Found = tuple[int, int, Concept]


def merged(found: Iterable[Found], words: Callable[[int, int], str]) -> list[Found]:
    """The same, with a place that directly follows one that it lies in made one with it.

    Args:
        found: start, end and concept of each part, in order.
        words: the part of the query between two positions.
    """
    kept: list[Found] = []
    for start, end, concept in found:
        if kept and kept[-1][1] == start and (inner := _inside(kept[-1][2], concept)):
            first, _, outer = kept.pop()
            label = regions.display_name(inner[0]) if len(inner) == 1 else concept.label
            place = replace(concept, values=inner, words=words(first, end), label=label, at=outer.at)
            kept.append((first, end, place))
        else:
            kept.append((start, end, concept))
    return kept


def _inside(outer: Concept, inner: Concept) -> tuple[str, ...]:
    """Those of the regions of a place that lie in another place."""
    if not (outer.kind is inner.kind is Kind.PLACE) or outer.excluded != inner.excluded:
        return ()
    return tuple(code for code in inner.values if is_in(code, outer.values) and code not in outer.values)


def resolved(concepts: list[Concept], scope: str) -> list[Concept]:
    """The same, with names that several regions share meaning those near what else is said, or in `scope`."""
    named = [code for concept in concepts if concept.kind is Kind.PLACE for code in concept.values]
    return [_resolved(concept, named, scope) for concept in concepts]


def _resolved(concept: Concept, named: list[str], scope: str) -> Concept:
    if concept.kind is not Kind.PLACE or len(concept.values) == 1:
        return concept
    others = [code for code in named if code not in concept.values]
    for around in (others, [scope] if scope else []):
        inside = tuple(code for code in concept.values if is_in(code, around))
        if inside:
            label = regions.display_name(inside[0]) if len(inside) == 1 else concept.label
            return replace(concept, values=inside, label=label)
    return concept


def is_in(code: str, around: Iterable[str]) -> bool:
    """Whether a region is or lies in one of others."""
    return any(regions.is_within(code, outer) for outer in around)


def most_exact(codes: Iterable[str]) -> list[str]:
    """Regions without those that hold another of them: of 湖北 and 武汉, 武汉."""
    given = list(dict.fromkeys(codes))
    return [
        code for code in given if not any(other != code and regions.is_within(other, code) for other in given)
    ]
