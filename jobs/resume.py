"""A résumé as data: what pages, PDF and text are made of, and what an application keeps as it was sent."""

from __future__ import annotations

from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import get_language, gettext, pgettext

from jobs.enums import EmploymentType, LanguageLevel, PlaceMode, SpokenLanguage
from jobs.models import Resume
from jobs.words import education_words, month_words, occupation_words, pay_words, place_words
from standards import lists

VERSION = 1


def as_data(resume: Resume, *, contact: bool) -> dict[str, Any]:
    """A résumé as JSON: codes as codes, words as written, dates as ISO text.

    Args:
        contact: with telephone and mail address of the person.
    """
    seeker = resume.seeker
    return {
        "version": VERSION,
        "name": seeker.name,
        "phone": seeker.phone if contact else "",
        "email": seeker.email if contact else "",
        "region": seeker.region,
        "wanted": resume.wanted,
        "employment_types": resume.employment_types,
        "places": resume.places,
        "pay_wanted": resume.pay_wanted,
        "available_from": _iso(resume.available_from),
        "about": resume.about,
        "skills": resume.skills,
        "jobs": [
            {
                "title": job.title,
                "employer": job.employer,
                "start": _iso(job.start),
                "end": _iso(job.end),
                "duties": job.duties,
            }
            for job in resume.jobs.all()
        ],
        "schools": list(resume.schools.values("level", "school", "subject", "end_year")),
        "certificates": [
            {
                "name": held.name,
                "grade": held.grade,
                "number": held.number,
                "issuer": held.issuer,
                "issued_on": _iso(held.issued_on),
            }
            for held in resume.certificates.all()
        ],
        "languages": list(resume.languages.values("language", "level")),
    }


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""


def in_words(data: dict[str, Any]) -> dict[str, Any]:
    """What `as_data` gave, as people read it in the language of the page.

    facts: [(label, words)], stated ones only. jobs, schools, certificates, languages:
    [{"what", "where", "when"}], jobs with "text" as well.
    """
    return {
        "name": data.get("name", ""),
        "contact": [text for text in (data.get("phone"), data.get("email")) if text],
        "facts": [(label, words) for label, words in _facts(data) if words],
        "about": data.get("about", ""),
        "jobs": [
            {
                "what": job["title"],
                "where": job["employer"],
                "when": _span(job["start"], job["end"]),
                "text": job["duties"],
            }
            for job in data.get("jobs", [])
        ],
        "schools": [
            {
                "what": _joined([education_words(school["level"]), school["subject"]]),
                "where": school["school"],
                "when": str(school["end_year"] or ""),
            }
            for school in data.get("schools", [])
        ],
        "certificates": [
            {
                "what": _joined([held["name"], _grade_beside(held)]),
                "where": _joined([held["issuer"], held["number"]]),
                "when": _month(held["issued_on"]),
            }
            for held in data.get("certificates", [])
        ],
        "languages": [
            {"what": str(SpokenLanguage(known["language"]).label), "where": _level(known), "when": ""}
            for known in data.get("languages", [])
        ],
    }


def _level(known: dict[str, str]) -> str:
    return str(LanguageLevel(known["level"]).label)


def _facts(data: dict[str, Any]) -> list[tuple[str, str]]:
    comma = pgettext("between names", ", ")
    places = [place_line(place) for place in data.get("places", [])]
    languages = [
        f"{SpokenLanguage(known['language']).label} ({_level(known)})" for known in data.get("languages", [])
    ]
    available = parse_date(data.get("available_from", ""))
    return [
        (gettext("Work wanted"), comma.join(filter(None, map(occupation_words, data.get("wanted", []))))),
        (gettext("Lives in"), place_words(data.get("region", ""))),
        (gettext("Would work in"), comma.join(places)),
        (gettext("Pay wanted"), pay_words(data.get("pay_wanted"), None) if data.get("pay_wanted") else ""),
        (
            gettext("Employment"),
            comma.join(str(EmploymentType(kind).label) for kind in data.get("employment_types", [])),
        ),
        (gettext("Available from"), available.isoformat() if available else ""),
        (gettext("Skills"), comma.join(data.get("skills", []))),
        (gettext("Languages"), comma.join(languages)),
    ]


def place_line(place: dict[str, Any]) -> str:
    """One place where somebody would work: "武汉 (每天往返, 20 公里内)"."""
    where = place_words(place["region"]) if place["region"] else gettext("anywhere in the country")
    how = str(PlaceMode(place["mode"]).label)
    if place.get("within_km"):
        how = gettext("%(how)s, within %(km)s km") % {"how": how, "km": place["within_km"]}
    return f"{where} ({how})"


def _grade_beside(held: dict[str, Any]) -> str:
    entry = lists.grade(held["grade"])
    name = entry.name(get_language() or "") if entry else ""
    return "" if name in held["name"] else name


def _span(start: str, end: str) -> str:
    return f"{_month(start)}–{_month(end) or gettext('now')}"


def _month(text: str) -> str:
    day = parse_date(text)
    return month_words(day) if day else ""


def _joined(parts: list[str]) -> str:
    return " · ".join(part for part in parts if part)
