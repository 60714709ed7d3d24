"""JSON-LD for search engines: one vacancy as a schema.org JobPosting. Pure functions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.html import escape

from jobs.enums import EmploymentType
from jobs.models import Vacancy
from jobs.words import NO_EDUCATION_REQUIRED
from standards import lists, occupations, regions

CHINA_TIME = dt.timezone(dt.timedelta(hours=8))
EMPLOYMENT_TYPES = {
    EmploymentType.FULL_TIME: "FULL_TIME",
    EmploymentType.PART_TIME: "PART_TIME",
    EmploymentType.INTERNSHIP: "INTERN",
    EmploymentType.TEMPORARY: "TEMPORARY",
}
CREDENTIALS = {
    "1": "postgraduate degree",
    "2": "bachelor degree",
    "3": "associate degree",
    "4": "high school",
    "6": "high school",
}
"""First digit of an education code of GB/T 4658 → the credential words that JobPosting knows."""


def job_posting(vacancy: Vacancy, *, address: str) -> dict[str, Any]:
    """A public vacancy as JobPosting; what is not stated is left out rather than guessed.

    Args:
        vacancy: fetched with its employer.
        address: the canonical address of its page.
    """
    posting: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "url": address,
        "title": vacancy.title,
        "description": _description(vacancy),
        "datePosted": vacancy.published_at.astimezone(CHINA_TIME).isoformat(timespec="seconds"),
        "hiringOrganization": {
            "@type": "Organization",
            "name": vacancy.employer.name if vacancy.employer else vacancy.source_name,
        },
        "jobLocation": _location(vacancy),
        "identifier": {
            "@type": "PropertyValue",
            "name": vacancy.source_name,
            "value": vacancy.external_id or str(vacancy.pk),
        },
        "totalJobOpenings": vacancy.headcount,
        "directApply": False,
    }
    if vacancy.expires_on:
        last_second = dt.datetime.combine(vacancy.expires_on, dt.time(23, 59, 59), CHINA_TIME)
        posting["validThrough"] = last_second.isoformat()
    if vacancy.employment_type:
        posting["employmentType"] = EMPLOYMENT_TYPES[EmploymentType(vacancy.employment_type)]
    if salary := _salary(vacancy):
        posting["baseSalary"] = salary
    if occupation := occupations.occupation(vacancy.occupation):
        posting["occupationalCategory"] = f"{occupation.code} {occupation.name}"
    if vacancy.benefits:
        posting["jobBenefits"] = "、".join(vacancy.benefits)
    return posting | _requirements(vacancy)


def _description(vacancy: Vacancy) -> str:
    """The duties as paragraphs of HTML; where there are none, the title stands for them."""
    lines = [line.strip() for line in vacancy.duties.splitlines() if line.strip()] or [vacancy.title]
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _location(vacancy: Vacancy) -> dict[str, Any]:
    address = {"@type": "PostalAddress", "addressCountry": "CN"}
    province, city = regions.province_of(vacancy.region), regions.city_of(vacancy.region)
    unit = regions.region(vacancy.region)
    if province:
        address["addressRegion"] = province.name
    if city:
        address["addressLocality"] = city.name
    street = vacancy.address or (unit.name if unit and unit is not city else "")
    if street:
        address["streetAddress"] = street
    place: dict[str, Any] = {"@type": "Place", "address": address}
    if vacancy.longitude is not None and vacancy.latitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": vacancy.latitude,
            "longitude": vacancy.longitude,
        }
    return place


def _salary(vacancy: Vacancy) -> dict[str, Any] | None:
    low, high = vacancy.pay_min, vacancy.pay_max
    if low is None and high is None:
        return None
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": "MONTH"}
    if low == high:
        value["value"] = low
    else:
        value |= {name: pay for name, pay in (("minValue", low), ("maxValue", high)) if pay is not None}
    return {"@type": "MonetaryAmount", "currency": "CNY", "value": value}


def _requirements(vacancy: Vacancy) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    if vacancy.experience_min:
        wanted["experienceRequirements"] = {
            "@type": "OccupationalExperienceRequirements",
            "monthsOfExperience": vacancy.experience_min * 12,
        }
    elif vacancy.experience_min == 0:
        wanted["experienceRequirements"] = "no requirements"
    if vacancy.education == NO_EDUCATION_REQUIRED:
        wanted["educationRequirements"] = "no requirements"
    elif lists.education(vacancy.education) and vacancy.education[0] in CREDENTIALS:
        wanted["educationRequirements"] = {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": CREDENTIALS[vacancy.education[0]],
        }
    return wanted
