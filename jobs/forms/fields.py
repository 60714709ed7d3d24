"""Fields that take what people write: months, places, lists of words."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from jobs.feeds.parsers.text import clean_line, clean_text
from standards import regions
from standards.places import resolve_place

_MONTH = re.compile(r"^(\d{4})\s*(?:[-./年]|\s)\s*(\d{1,2})\s*月?$")
_LISTED = re.compile(r"[,，、;；\n]+")
EARLIEST_YEAR = 1940


class TextField(forms.CharField):
    """Several lines of plain text."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


class MonthField(forms.Field):
    """A month as browsers send it or people write it (2021-03, 2021年3月, 2021.3): its first day."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2021-03", "class": "is-short"})

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%Y-%m") if isinstance(value, dt.date) else value

    def to_python(self, value: Any) -> dt.date | None:
        text = clean_line(str(value or ""))
        if not text:
            return None
        found = _MONTH.match(text)
        if not found or not 1 <= int(found[2]) <= 12 or int(found[1]) < EARLIEST_YEAR:
            raise forms.ValidationError(_("Write a year and a month, such as 2021-03."))
        return dt.date(int(found[1]), int(found[2]), 1)


class RegionField(forms.CharField):
    """A place in words: the code of its region."""

    def prepare_value(self, value: Any) -> Any:
        return regions.path_name(value) or value

    def to_python(self, value: Any) -> str:
        text = clean_line(super().to_python(value) or "")
        code = resolve_place(text).code if text else ""
        if text and not code:
            raise forms.ValidationError(
                _("“%(place)s” is no place that we know. Write it with its city, such as 武汉市江夏区.")
                % {"place": text}
            )
        return code


class RegionsField(RegionField):
    """Several places in words: the codes of their regions, each once."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(regions.path_name(code) for code in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return list(dict.fromkeys(super(RegionsField, self).to_python(name) for name in listed(value)))


class WordsField(forms.CharField):
    """Words of the person's own, each once, as a list."""

    widget = forms.Textarea

    def __init__(self, *, longest: int, at_most: int, **options: Any) -> None:
        super().__init__(**options)
        self.longest, self.at_most = longest, at_most

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        words = list(dict.fromkeys(listed(value)))
        if len(words) > self.at_most or any(len(word) > self.longest for word in words):
            raise forms.ValidationError(
                _("At most %(count)s words, each of at most %(longest)s characters.")
                % {"count": self.at_most, "longest": self.longest}
            )
        return words


def listed(text: Any) -> list[str]:
    """What a text lists, by commas of any kind, semicolons or lines."""
    return [word for part in _LISTED.split(str(text or "")) if (word := clean_line(part))]
