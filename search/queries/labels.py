"""Values of facets as people read them, in the language of the page."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jobs import words
from jobs.enums import EmploymentType, VerificationState
from jobs.models import Employer
from search.bands import EXPERIENCE, PAY, Band
from search.benefits import benefits
from search.queries.params import UNSTATED
from standards import industries, regions


def value_label(name: str, value: str) -> str:
    """The label of a facet's value; the value itself where it is not known."""
    if value == UNSTATED:
        return _("Not stated")
    return _LABELS[name](value) or value


def pay_range_label(low: int | None, high: int | None) -> str:
    """A range of pay: 3,000–5,000, below 3,000, 30,000 and more."""
    if low and high:
        return f"{low:,}–{high:,}"
    if high:
        return _("below %(pay)s") % {"pay": f"{high:,}"}
    return _("%(pay)s and more") % {"pay": f"{low or 0:,}"}


def distance_label(km: float, *, about: bool) -> str:
    """A distance: tenths below ten kilometres; "about" where only a district or city is known."""
    if about:
        return _("about %(km)s km") % {"km": f"{max(1, round(km)):,}"}
    return _("%(km)s km") % {"km": f"{max(0.1, km):.1f}" if km < 10 else f"{round(km):,}"}


def headcount_label(headcount: int) -> str:
    """How many people are wanted."""
    return ngettext("%(number)s person wanted", "%(number)s people wanted", headcount) % {"number": headcount}


def near_label(place: str) -> str:
    """A place to be near to: the name of a region, or that it is a position."""
    return _("the position %(position)s") % {"position": place} if "," in place else words.place_words(place)


def _benefit(code: str) -> str:
    benefit = benefits().get(code)
    return benefit.name(get_language() or "") if benefit else ""


def _employer(id_: str) -> str:
    verified = Employer.objects.filter(pk=id_, verification=VerificationState.VERIFIED)
    return verified.values_list("name", flat=True).first() or ""


def _region(code: str) -> str:
    unit = regions.region(code)
    return unit.name if unit else ""


def _industry(code: str) -> str:
    entry = industries.industry(code)
    return entry.name if entry else ""


def _band(bands: tuple[Band, ...], code: str) -> Band | None:
    return next((band for band in bands if band.code == code), None)


def _pay(code: str) -> str:
    band = _band(PAY, code)
    return pay_range_label(band.low, band.high) if band else ""


def _experience(code: str) -> str:
    band = _band(EXPERIENCE, code)
    if band is None:
        return ""
    if band.low == 0:
        return _("None required")
    if band.high is None:
        return _("%(years)s years and more") % {"years": band.low}
    return _("%(from)s to %(to)s years") % {"from": band.low, "to": band.high}


def _posted_within(days: str) -> str:
    if days == "1":
        return _("Today")
    return ngettext("Last %(days)s day", "Last %(days)s days", int(days)) % {"days": days}


_LABELS: dict[str, Callable[[str], str]] = {
    "region": _region,
    "occupation": words.occupation_words,
    "industry": _industry,
    "pay": _pay,
    "education": words.education_words,
    "experience": _experience,
    "employment_type": lambda value: (
        str(EmploymentType(value).label) if value in EmploymentType.values else ""
    ),
    "benefit": _benefit,
    "employer": _employer,
    "posted_within": _posted_within,
}
