"""The form of a synonym."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from search.models.synonyms import LONGEST_WORD, MOST_MEANINGS
from search.reading.lexicon import dense

_BETWEEN = re.compile(r"[,，、;；\n]+")


class SynonymForm(forms.Form):
    """A word and what it also means."""

    word = forms.CharField(label=_("Word that people type"), max_length=LONGEST_WORD)
    meanings = forms.CharField(
        label=_("Also means"),
        max_length=(LONGEST_WORD + 1) * MOST_MEANINGS,
        help_text=_("Words that vacancies use, separated by commas."),
    )
    two_way = forms.BooleanField(
        label=_("The other way round too"),
        required=False,
        help_text=_("Who types one of the meanings then also finds what the word finds."),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def clean_meanings(self) -> list[str]:
        meanings = [part.strip() for part in _BETWEEN.split(self.cleaned_data["meanings"])]
        meanings = list(dict.fromkeys(filter(None, meanings)))
        if len(meanings) > MOST_MEANINGS:
            raise forms.ValidationError(_("At most %(most)s meanings."), params={"most": MOST_MEANINGS})
        if any(len(meaning) > LONGEST_WORD for meaning in meanings):
            raise forms.ValidationError(
                _("A meaning has at most %(longest)s characters."), params={"longest": LONGEST_WORD}
            )
        return meanings

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        word, meanings = cleaned.get("word"), cleaned.get("meanings")
        if word and meanings and all(dense(meaning) == dense(word) for meaning in meanings):
            self.add_error("meanings", _("Name a meaning other than the word itself."))
        return cleaned
