"""Why a pair matches and what is left to wish for, in words, from the same features as its score."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from jobs.enums import EmploymentType
from jobs.words import time_words
from search.matching.columns import COMMUTE, MOVE, TRAVEL, Document, education_rank
from search.matching.features import MINOR, SAME, SUB_MAJOR
from standards import licences, lists, occupations, regions

ENOUGH_EXPERIENCE: Final = 1.0
_LISTED_AT_MOST: Final = 4


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing said about a match: its kind and its facts; `str()` is the words in the active language."""

    kind: str
    facts: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        shown = {name: _SHOWN[name](value) if name in _SHOWN else value for name, value in self.facts.items()}
        return str(_WORDS[self.kind]) % shown


@dataclass(frozen=True, slots=True)
class PairFacts:
    """One pair with its documents, and the row of `Features` that belongs to it, by name."""

    person: Document
    vacancy: Document
    values: dict[str, float]


def reasons_for(pair: PairFacts) -> tuple[Reason, ...]:
    """What speaks for the match, the weightiest first."""
    return tuple(_good(pair))


def unmet_in(pair: PairFacts) -> tuple[Reason, ...]:
    """What falls short of either side's wishes, the weightiest first."""
    return tuple(_short(pair))


def _good(pair: PairFacts) -> Iterator[Reason]:
    found, vacancy = pair.values, pair.vacancy
    group = str(max(vacancy.get("occupations") or ("",)))
    if found["near"] >= SAME:
        yield Reason("same_occupation", {"occupation": group})
    elif found["near"] >= MINOR:
        yield Reason("near_occupation", {"occupation": group})
    elif found["near"] >= SUB_MAJOR:
        yield Reason("akin_occupation", {"occupation": group})
    if found["credited"] >= 1 and found["experience"] >= ENOUGH_EXPERIENCE:
        yield Reason("experienced", {"months": int(found["credited"]) * 12})
    if found["skills_had"]:
        had = set(pair.person.get("skills", ())) & set(vacancy.get("skills", ()))
        yield Reason("skills", {"skills": sorted(had)})
    if pays(vacancy) and _over_wanted(pair) >= 0:
        yield Reason("pay", {"pay": pays(vacancy)})
    yield from _place(pair)
    if vacancy.get("grade") and not found["grades_missing"]:
        yield Reason("grade", {"grade": vacancy["grade"]})
    if education_rank(vacancy.get("education", "")) and not found["levels_missing"]:
        yield Reason("education", {"education": vacancy["education"]})


def _place(pair: PairFacts) -> Iterator[Reason]:
    found = pair.values
    place = str(max(pair.vacancy.get("regions") or ("",)))
    home = regions.city_of(str(max(pair.person.get("regions") or ("",))))
    if home and regions.is_within(place, home.code):
        yield Reason("home_city", {"region": place})
    elif found["place_mode"] == MOVE:
        yield Reason("move", {"region": place})
    elif found["place_mode"] in (TRAVEL, COMMUTE) and found["kilometres"] == found["kilometres"]:
        yield Reason("travel", {"region": place, "km": round(found["kilometres"])})


def _short(pair: PairFacts) -> Iterator[Reason]:
    found, vacancy = pair.values, pair.vacancy
    if found["experience"] < ENOUGH_EXPERIENCE:
        short = vacancy["experience_min"] - found["credited"]
        yield Reason("years_missing", {"months": max(1, round(short * 12))})
    over = _over_wanted(pair)
    if not pays(vacancy):
        yield Reason("pay_unstated")
    elif over < 0:
        yield Reason("pay_below", {"yuan": round(-over)})
    if found["skills_had"] < found["skills_asked"]:
        lacking = set(vacancy.get("skills", ())) - set(pair.person.get("skills", ()))
        yield Reason("skills_missing", {"skills": sorted(lacking)})
    if found["levels_missing"]:
        yield Reason("education_missing", {"education": vacancy["education"]})
    if found["grades_missing"]:
        yield Reason("grade_missing", {"grade": vacancy["grade"]})
    if found["licences_missing"]:
        held = set(pair.person.get("licences", ()))
        yield Reason("licence_missing", {"licences": sorted(set(vacancy.get("licences", ())) - held)})
    if not found["employment"]:
        yield Reason("employment", {"type": vacancy["employment_type"]})


def pays(vacancy: Document) -> int:
    """The best pay that a vacancy states, in yuan a month; 0 for none."""
    return int(vacancy.get("pay_max") or vacancy.get("pay_min") or 0)


def _over_wanted(pair: PairFacts) -> int:
    """How far the best pay is above what is wanted (below: negative), in yuan."""
    return pays(pair.vacancy) - int(pair.person.get("pay_wanted") or 0)


def _listed(names: Sequence[str]) -> str:
    comma = pgettext("between the items of a list", ", ")
    return comma.join(names[:_LISTED_AT_MOST])


def _named(find: Callable[[str], Any]) -> Callable[[str], str]:
    """Shows a code by its name in the active language, or as it is where the standard has no such code."""

    def name(code: str) -> str:
        entry = find(code)
        return entry.name(get_language() or "zh-hans") if entry else code

    return name


def _occupation(code: str) -> str:
    entry = occupations.occupation(code)
    return entry.name if entry else code


def _licences(codes: Sequence[str]) -> str:
    return _listed([_named(licences.licence)(code) for code in codes])


def _thousands(amount: int) -> str:
    return f"{amount:,}"


_SHOWN: Final[dict[str, Callable[[Any], str]]] = {
    "occupation": _occupation,
    "region": regions.display_name,
    "skills": _listed,
    "licences": _licences,
    "education": _named(lists.education),
    "grade": _named(lists.grade),
    "months": time_words,
    "type": lambda code: str(EmploymentType(code).label),
    "pay": _thousands,
    "yuan": _thousands,
}
"""How the facts of a reason are written; the others are written as they are."""

_WORDS: Final = {
    "same_occupation": _("The wanted occupation: %(occupation)s"),
    "near_occupation": _("Close to the wanted occupation: %(occupation)s"),
    "akin_occupation": _("Related to the wanted occupation: %(occupation)s"),
    "experienced": _("Experience that counts: %(months)s"),
    "skills": _("Skills that fit: %(skills)s"),
    "pay": _("The pay reaches what is wanted: up to %(pay)s yuan a month"),
    "home_city": _("Work in the home city: %(region)s"),
    "move": _("Work elsewhere, and willing to go to %(region)s"),
    "travel": _("%(region)s, %(km)d km away, within reach"),
    "grade": _("Holds the grade asked for: %(grade)s"),
    "education": _("Has the education asked for: %(education)s"),
    "years_missing": _("%(months)s of experience short"),
    "pay_unstated": _("The pay is not stated"),
    "pay_below": _("The pay is %(yuan)s yuan below what is wanted"),
    "skills_missing": _("Skills asked for and not stated: %(skills)s"),
    "education_missing": _("Education asked for: %(education)s"),
    "grade_missing": _("Grade asked for: %(grade)s"),
    "licence_missing": _("To be got before work begins: %(licences)s"),
    "employment": _("Offered as work that is not wanted: %(type)s"),
}
