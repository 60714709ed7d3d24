"""What an employer writes of a vacancy, and what the rules say to it: those of the feeds."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.contacts import MASK
from jobs.feeds.compliance import Posting, cautions, refusals
from jobs.feeds.identity import address_key, title_key, vacancy_key
from jobs.feeds.importer import minimum_wages
from jobs.feeds.judge import minimum_wage
from jobs.feeds.reasons import reason_words
from jobs.models import Employer, Vacancy
from standards.regions import display_name
from standards.titles import classify_titles

LONGEST_VALIDITY_DAYS = 180
USUAL_VALIDITY_DAYS = 30
LONGEST = {"title": 60, "address": 200, "duties": 5_000, "contact_name": 60, "contact_phone": 60}
"""Characters that a text of a vacancy may have, however it is written."""
MOST_BENEFITS, LONGEST_BENEFIT = 12, 20
HIGHEST = {"headcount": 9_999, "pay_min": 500_000, "pay_max": 500_000, "pay_months": 24}


@dataclass(frozen=True, slots=True)
class VacancyContent:
    """A vacancy as its form states it: codes of `standards`, pay in whole yuan a month.

    questions: [{"text": …, "required": bool}]. occupation: "" to have it read from the title.
    """

    title: str = ""
    duties: str = ""
    region: str = ""
    address: str = ""
    occupation: str = ""
    headcount: int = 1
    pay_min: int | None = None
    pay_max: int | None = None
    pay_months: int | None = None
    education: str = ""
    experience_min: int | None = None
    grade: str = ""
    employment_type: str = ""
    benefits: list[str] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    expires_on: dt.date | None = None


CONTENT_FIELDS = tuple(VacancyContent.__dataclass_fields__)
CONTACT_FIELDS = ("contact_name", "contact_phone", "contact_email")


@dataclass(frozen=True, slots=True)
class Advice:
    """What one rule says to one field; what refuses keeps the vacancy from being public."""

    field: str
    code: str
    words: str
    refuses: bool


def content_of(vacancy: Vacancy) -> VacancyContent:
    """What its form states: an occupation that was read from the title is none of it, nor is what is left of
    a contact that was masked."""
    stated = {name: getattr(vacancy, name) for name in CONTENT_FIELDS}
    masked = {name for name in CONTACT_FIELDS if MASK in stated[name]}
    content = VacancyContent(**stated | dict.fromkeys(masked, ""))
    return content if vacancy.occupation_confidence is None else replace(content, occupation="")


def content_as_data(content: VacancyContent) -> dict[str, Any]:
    """A content as JSON; `content_from_data` reads it."""
    return asdict(content) | {"expires_on": content.expires_on and content.expires_on.isoformat()}


def content_from_data(data: dict[str, Any]) -> VacancyContent:
    day = data["expires_on"]
    return VacancyContent(**data | {"expires_on": day and dt.date.fromisoformat(day)})


def apply_content(vacancy: Vacancy, content: VacancyContent, employer: Employer) -> None:
    """Put a form's content into a vacancy, with what follows from it; saves nothing."""
    for name, value in asdict(content).items():
        setattr(vacancy, name, value)
    vacancy.occupation, vacancy.occupation_confidence = occupation_of(content)
    vacancy.employer, vacancy.source_name = employer, employer.name[:100]
    vacancy.industry = employer.industry
    vacancy.place_text = display_name(content.region) if content.region else ""
    vacancy.pay_text = _pay_text(content)
    vacancy.expiry_stated = content.expires_on is not None
    vacancy.warnings = [advice.code for advice in advice_on(content) if not advice.refuses]
    vacancy.duplicate_key = content_key(content, employer)


def occupation_of(content: VacancyContent) -> tuple[str, float | None]:
    """The occupation that is stated, else the one read from the title with how sure that is (0 to 1)."""
    if content.occupation or not content.title:
        return content.occupation, None
    match = classify_titles([content.title])[0]
    return match.code, match.confidence


def content_key(content: VacancyContent, employer: Employer) -> str | None:
    """The key that postings of the same vacancy share, however they come; None while it says too little."""
    if not content.title or not content.region:
        return None
    return vacancy_key(
        employer=employer.name_key,
        title=title_key(content.title),
        region=content.region,
        address=address_key(content.address) if content.address else "",
        pay=(content.pay_min, content.pay_max),
    )


def advice_on(content: VacancyContent) -> list[Advice]:
    """What the law and good sense say to a vacancy, each to the field that it is about; refusals first."""
    posting = Posting(
        title=content.title,
        duties=content.duties,
        pay_min=content.pay_min,
        pay_max=content.pay_max,
        pay_period="month",
        employment_type=content.employment_type,
        minimum_wage=_minimum_wage(content),
    )
    of_title = replace(posting, duties="")
    breaks, breaks_in_title = refusals(posting), refusals(of_title)
    doubts, doubts_in_title = cautions(posting), cautions(of_title)
    return [
        *(Advice(_field(code, breaks_in_title), code, reason_words(code), True) for code in breaks),
        *(Advice(_field(code, doubts_in_title), code, reason_words(code), False) for code in doubts),
    ]


def _field(code: str, in_title: list[str]) -> str:
    if code.startswith("pay_") and code.endswith("minimum"):
        return "pay_max" if code == "pay_below_minimum" else "pay_min"
    return "title" if code in in_title else "duties"


def _minimum_wage(content: VacancyContent) -> int | None:
    return minimum_wage(content.region, minimum_wages(timezone.localdate())) if content.region else None


def missing(content: VacancyContent, *, today: dt.date) -> dict[str, str]:
    """What a vacancy still needs before it may be public, by field."""
    wanted = {
        "title": (content.title, _("Write the title of the job.")),
        "region": (content.region, _("Write where the job is.")),
        "duties": (content.duties, _("Write what is to be done and what is expected.")),
        "pay_min": (
            content.pay_min and content.pay_max,
            _("State the pay, from and to: vacancies without it are passed over."),
        ),
        "employment_type": (content.employment_type, _("Choose the kind of employment.")),
        "expires_on": (
            content.expires_on and content.expires_on >= today,
            _("Choose a last day that is not over."),
        ),
    }
    return {name: words for name, (value, words) in wanted.items() if not value}


def _pay_text(content: VacancyContent) -> str:
    stated = [str(pay) for pay in (content.pay_min, content.pay_max) if pay is not None]
    return f"{'-'.join(dict.fromkeys(stated))}元/月" if stated else ""
