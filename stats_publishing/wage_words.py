"""Words of the groups of wage tables."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from standards.industries import industry
from standards.lists import education, grade
from standards.occupations import occupation
from stats_publishing.methods.disclosure import TOTAL
from stats_publishing.services.disclosure import WAGES


def group_words(dataset: str, dimension: int, code: str) -> str:
    """A value of a dimension of a wage table in words; the code itself where no standard has it.

    Args:
        dimension: 0 for the first.
    """
    if code == TOTAL:
        return _("All employees")
    kind = dataset.removeprefix(WAGES)
    if dimension == 1 or kind == "industry":
        found = industry(code)
        return found.name if found else code
    if kind.startswith("occupation"):
        named = occupation(code)
        return f"{code} {named.name}" if named else code
    if kind == "size":
        sizes = {"large": _("large"), "medium": _("medium"), "small": _("small"), "micro": _("micro")}
        return sizes.get(code, code)
    entry = education(code) if kind == "education" else grade(code)
    return entry.name(get_language() or "") if entry else code
