"""Codes of older editions of a standard: a profile names the edition, a table loaded here maps the codes."""

from __future__ import annotations

from jobs.feeds.profile import EDITION_OF, FieldRule, Profile
from standards.models import CodeMapping


def with_editions(profile: Profile) -> Profile:
    """The profile with the successors of old codes among its words; what it maps itself goes before."""
    rules = {
        name: _with_codes(rule, EDITION_OF[name]) if rule.edition else rule
        for name, rule in profile.fields.items()
    }
    return profile.model_copy(update={"fields": rules})


def _with_codes(rule: FieldRule, standard: str) -> FieldRule:
    mapped = CodeMapping.objects.filter(standard=standard, edition=rule.edition).exclude(current_code="")
    codes = dict(mapped.values_list("old_code", "current_code"))
    return rule.model_copy(update={"values": codes | rule.values})
