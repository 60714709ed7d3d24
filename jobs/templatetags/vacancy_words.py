"""A vacancy in words, for templates: `{{ vacancy|pay }}`, `{{ vacancy.published_at|day }}`."""

from __future__ import annotations

import datetime as dt

from django import template

from jobs import words
from jobs.models import Vacancy

register = template.Library()


@register.filter
def pay(vacancy: Vacancy) -> str:
    return words.pay_words(vacancy.pay_min, vacancy.pay_max)


@register.filter
def pay_as_sent(vacancy: Vacancy) -> str:
    return words.pay_as_sent(vacancy.pay_text, vacancy.pay_min, vacancy.pay_max)


@register.filter
def experience(vacancy: Vacancy) -> str:
    return words.experience_words(vacancy.experience_min, vacancy.experience_max)


@register.filter
def education(code: str) -> str:
    return words.education_words(code)


@register.filter
def occupation(code: str) -> str:
    return words.occupation_words(code)


@register.filter
def industry(code: str) -> str:
    return words.industry_words(code)


@register.filter
def place(region: str) -> str:
    return words.place_words(region)


@register.filter
def day(moment: dt.datetime | dt.date) -> str:
    return words.day_words(moment)


@register.filter
def number(value: int | None) -> str:
    """A whole number with commas, in every language: Django's own groups Chinese figures by four."""
    return "" if value is None else f"{value:,}"


@register.filter
def is_count(value: object) -> bool:
    """Whether a value is a number to be written with commas."""
    return isinstance(value, int) and not isinstance(value, bool)
