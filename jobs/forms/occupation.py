"""Choosing an occupation among those that words may mean."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from jobs.forms.employer import LineField
from jobs.occupation_search import group_name, occupations_like
from standards import occupations
from standards.occupations import Occupation

SUGGESTIONS = 5


class OtherWordsField(LineField):
    """Words to find occupations by where the first ones are not meant; nothing of it is kept."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Other words for this work"),
            help_text=_("Such as 电工, 开货车: then choose above."),
            max_length=60,
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )


def likely_occupations(words: Iterable[str], *, chosen: str) -> list[tuple[str, str]]:
    """Choices of what words may mean, the likeliest first; the code that is chosen already is among them."""
    likely = [found for text in words if text for found in occupations_like(text, limit=SUGGESTIONS)]
    known = occupations.occupation(chosen)
    return [(one.code, in_its_group(one)) for one in dict.fromkeys([*likely, *([known] if known else [])])]


def in_its_group(occupation: Occupation) -> str:
    """The name with that of the group, which tells it from others of a like name."""
    return f"{occupation.name}（{group_name(occupation.code)}）"
