"""How relevant a vacancy is to a query: 0 to 3, from what the query is after and what the vacancy is.

The rule. A query is after some trades, each with the grade of a vacancy that is just that: 3 what was asked,
2 nearly, 1 better than nothing. One that names no trade takes every trade for a 3. Then:

* Conditions. Place, employer, pay, education, experience, kind of employment, night work and words in quotes
  must not be against it: one that is makes 0. Pay, education or experience that a vacancy does not state
  counts as a wish unmet.
* Wishes. Benefits and skills. All met: the grade stays; some: at most 2; none: at most 1. Where no trade is
  named the wishes are all there is: some met is 1, none 0.
* Nearness. "Near a spot": there, the grade stays; in its district at most 2, elsewhere in the city at most 1,
  outside 0. Where a district is named, in it the grade stays, elsewhere in the city at most 1.
* Words in quotes that stand not in the title but in the duties only: at most 2.

`data/queries.csv` writes the intent as `key=value` with alternatives separated by bars, and a key again for
one condition more. `trade` names one, a family (`@metal`) or all there are (`*`), with the grade where it is
not 3; the last one counts. An intent is never taken from what the search makes of the words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from jobs.enums import EmploymentType
from standards import regions
from tests.relevance.corpus import Posting, Truth
from tests.relevance.material import region_named, rows_of, trades

MOST = 3
UNSTATED = None
"""What a condition says of a vacancy that does not state it; else True or False."""
Condition = Callable[[Posting], bool | None]
_SCHOOLING = {"80": 1, "70": 2, "60": 3, "40": 3, "30": 4, "20": 5, "10": 6}
_KEYS = frozenset(
    "trade place near employer pay education experience type night phrase benefit skill".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Near:
    district: str
    spot: str = ""


@dataclass(frozen=True, slots=True)
class Intent:
    """What a query is after. `trades` is empty where it names none."""

    trades: dict[str, int]
    conditions: tuple[Condition, ...] = ()
    wishes: tuple[Condition, ...] = ()
    near: Near | None = None
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    style: str
    held_out: bool
    intent: Intent = field(repr=False)


def queries() -> list[Query]:
    """All judged queries."""
    return [
        Query(
            text=row["text"],
            style=row["style"],
            held_out=bool(row["held_out"]),
            intent=parse_intent(row["intent"]),
        )
        for row in rows_of("queries.csv")
    ]


def parse_intent(text: str) -> Intent:
    """Read an intent as `data/queries.csv` writes it.

    Raises:
        ValueError, LookupError: it names a key, trade or place that there is not.
    """
    said: dict[str, list[str]] = defaultdict(list)
    for part in _parts(text):
        key, _, value = part.partition("=")
        if key not in _KEYS or not value:
            raise ValueError(part)
        said[key].append(value)
    return Intent(
        trades=_trades(said["trade"]),
        conditions=tuple(_conditions(said)),
        wishes=tuple(_wishes(said)),
        near=_near(said["near"][0]) if said["near"] else None,
        phrases=tuple(said["phrase"]),
    )


def _parts(text: str) -> list[str]:
    """Split at the spaces before a key: values may hold spaces themselves (Spring Boot)."""
    parts: list[str] = []
    for word in text.split():
        if "=" in word or not parts:
            parts.append(word)
        else:
            parts[-1] += f" {word}"
    return parts


def _trades(values: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for value in values:
        for one in value.split("|"):
            name, _, grade = one.partition(":")
            members = [
                trade.key for trade in trades().values() if name in ("*", trade.key, f"@{trade.family}")
            ]
            if not members:
                raise LookupError(name)
            found |= dict.fromkeys(members, int(grade or MOST))
    return found


def _conditions(said: dict[str, list[str]]) -> Iterable[Condition]:
    yield from (_in_place([region_named(name) for name in value.split("|")]) for value in said["place"])
    yield from (_of_employer(value) for value in said["employer"])
    yield from (_reaches_pay(*value.split("-")) for value in said["pay"])
    yield from (_open_to_schooling(value) for value in said["education"])
    yield from (_open_to_years(int(value)) for value in said["experience"])
    yield from (_of_type(EmploymentType(value)) for value in said["type"])
    yield from (_without_nights for _ in said["night"])
    yield from (_says(value) for value in said["phrase"])


def _wishes(said: dict[str, list[str]]) -> Iterable[Condition]:
    yield from (_has("benefits", value) for value in said["benefit"])
    yield from (_has("skills", value) for value in said["skill"])


def _near(value: str) -> Near:
    district, _, spot = value.partition(":")
    return Near(region_named(district), spot)


def _in_place(codes: list[str]) -> Condition:
    return lambda posting: any(regions.is_within(posting.truth.region, code) for code in codes)


def _of_employer(name: str) -> Condition:
    return lambda posting: posting.truth.employer == name


def _reaches_pay(low: str, high: str) -> Condition:
    """The range of pay has something of what is asked for."""

    def condition(posting: Posting) -> bool | None:
        if posting.truth.pay is None:
            return UNSTATED
        least, most = posting.truth.pay
        return most >= int(low or 0) and (not high or least <= int(high))

    return condition


def _open_to_schooling(level: str) -> Condition:
    """Somebody with this education may apply."""

    def condition(posting: Posting) -> bool | None:
        asked = posting.truth.education
        return UNSTATED if not asked else asked == "00" or _SCHOOLING[asked] <= _SCHOOLING[level]

    return condition


def _open_to_years(years: int) -> Condition:
    def condition(posting: Posting) -> bool | None:
        asked = posting.truth.experience
        return UNSTATED if asked is None else asked <= years

    return condition


def _of_type(kind: EmploymentType) -> Condition:
    return lambda posting: posting.truth.employment_type == kind


def _without_nights(posting: Posting) -> bool:
    return not posting.truth.night


def _says(phrase: str) -> Condition:
    return lambda posting: phrase in posting.title or phrase in posting.duties


def _has(of: str, value: str) -> Condition:
    alternatives = set(value.split("|"))
    return lambda posting: bool(alternatives & getattr(posting.truth, of))


def grade(intent: Intent, posting: Posting) -> int:
    """The grade of a vacancy by the rule above."""
    best = intent.trades.get(posting.truth.trade, 0) if intent.trades else MOST
    kept = [condition(posting) for condition in intent.conditions]
    if False in kept:
        return 0
    met = [wish(posting) for wish in intent.wishes]
    met += [False for answer in kept if answer is UNSTATED]
    best = min(
        best, _by_wishes(met, trade_named=bool(intent.trades)), _by_nearness(intent.near, posting.truth)
    )
    if any(phrase not in posting.title for phrase in intent.phrases):
        best = min(best, 2)
    return best


def _by_wishes(met: list[bool | None], *, trade_named: bool) -> int:
    if all(met):
        return MOST
    some = any(met)
    return (2 if some else 1) if trade_named else (1 if some else 0)


def _by_nearness(near: Near | None, truth: Truth) -> int:
    if near is None or (near.spot and truth.spot == near.spot):
        return MOST
    city = regions.city_of(near.district)
    if truth.region == near.district:
        return 2 if near.spot else MOST
    return 1 if city is not None and regions.is_within(truth.region, city.code) else 0
