"""What a concept is called, in the language of the page."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jobs import words
from jobs.enums import EmploymentType
from search.benefits import benefits
from search.reading.lexicon import Entry
from search.reading.patterns import NO_EDUCATION, Said
from search.reading.types import Kind
from search.skills import skills
from standards import regions


def entry_label(entry: Entry) -> str:
    """What an entry of the lexicon is called: 武汉·江夏区, 电工, Free meals."""
    language = get_language() or ""
    match entry.kind:
        case Kind.PLACE if len(entry.values) == 1 and entry.name not in regions.path_name(entry.values[0]):
            return f"{entry.name} ({regions.display_name(entry.values[0])})"
        case Kind.PLACE if len(entry.values) == 1:
            return regions.display_name(entry.values[0])
        case Kind.BENEFIT:
            return benefits()[entry.values[0]].name(language)
        case Kind.SKILL:
            return skills()[entry.values[0]].label(language)
        case Kind.EMPLOYMENT:
            return str(EmploymentType(entry.values[0]).label)
        case _:
            return entry.name


def said_label(said: Said) -> str:
    """What pay, education or experience are called: 8,000 yuan and more, bachelor's degree or higher."""
    match said.kind:
        case Kind.PAY:
            return words.pay_words(said.low, said.high)
        case Kind.EXPERIENCE:
            return words.experience_words(said.low, said.high)
        case _:
            return _education_label(said)


def _education_label(said: Said) -> str:
    if said.values == (NO_EDUCATION,) or said.low == said.high:
        return words.education_words(said.values[0])
    if said.low is None:
        return _("%(level)s or lower") % {"level": words.education_words(str(said.high))}
    return _("%(level)s or higher") % {"level": words.education_words(str(said.low))}
