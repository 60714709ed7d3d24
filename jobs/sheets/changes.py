"""What a row changes of its vacancy, in words. Pure functions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from jobs.enums import EmploymentType
from jobs.forms.vacancy import VacancyForm
from jobs.posting import CONTENT_FIELDS, VacancyContent
from jobs.words import education_words, experience_words, occupation_words
from standards import lists, regions

_SHOWN = 80
"""Characters of a long text that are shown of it."""


def changes_in_words(before: VacancyContent, after: VacancyContent) -> list[tuple[str, str, str]]:
    """What differs, as label, words before and words after ("" for nothing)."""
    return [
        (str(VacancyForm.base_fields[name].label), _words(name, before), _words(name, after))
        for name in CONTENT_FIELDS
        if name in VacancyForm.base_fields and getattr(before, name) != getattr(after, name)
    ]


def _words(name: str, content: VacancyContent) -> str:
    value: Any = getattr(content, name)
    match name:
        case "region":
            return regions.path_name(value)
        case "occupation":
            return occupation_words(value)
        case "education":
            return education_words(value)
        case "experience_min":
            return experience_words(value, None)
        case "grade":
            entry = lists.grade(value)
            return entry.name(get_language() or "") if entry else ""
        case "employment_type":
            return str(EmploymentType(value).label) if value else ""
        case "benefits":
            return "、".join(value)
    text = "" if value is None else str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
