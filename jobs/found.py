"""What an employer sees of a person whom it found: by name only where the person wants it.

Who lets employers find them without a name is not to be known by where they worked or learned, nor by a name,
a telephone number or an address in their own words.
"""

from __future__ import annotations

from typing import Any, Final

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jobs import resume as resume_data
from jobs.contact_words import HIDDEN, without_contact
from jobs.enums import Visibility
from jobs.models import JobSeeker
from jobs.words import education_words, occupation_words, time_words

_CHARACTERS: Final = 8


def called(seeker: JobSeeker, vacancy_id: int) -> str:
    """How an employer that looks for people for a vacancy calls one of them."""
    if _is_named(seeker) and seeker.name:
        return seeker.name
    return _("Job seeker %(number)s") % {"number": reference_of(seeker, vacancy_id)}


def reference_of(seeker: JobSeeker, vacancy_id: int) -> str:
    """A person's number for one vacancy: eight hexadecimal digits of a keyed hash.

    For another vacancy it is another one, so that nobody learns by it who is the same person.
    """
    return salted_hmac("jobs.found", f"{vacancy_id}:{seeker.pk}").hexdigest()[:_CHARACTERS].upper()


def sheet_of(seeker: JobSeeker) -> dict[str, Any]:
    """The person's main résumé in words (`jobs.resume.in_words`), else what their profile says of itself.

    Args:
        seeker: with their profile, see `JobSeekerQuerySet.with_profile`.
    """
    resume = seeker.resumes.first()
    data = resume_data.as_data(resume, contact=False) if resume else _of_profile(seeker)
    sheet = resume_data.in_words(as_found(data, name=seeker.name, is_named=_is_named(seeker)))
    sheet["facts"] = [*sheet["facts"], *_known(seeker)]
    return sheet


def as_found(data: dict[str, Any], *, name: str, is_named: bool) -> dict[str, Any]:
    """A résumé's data (`jobs.resume.as_data`) as an employer sees them that found the person.

    Never with a telephone number, an address, or the number of a certificate; without a name also without
    employers and schools.
    """

    def told(text: str) -> str:
        text = without_contact(text)
        return text if is_named or not name else text.replace(name, HIDDEN * len(name))

    return data | {
        "name": name if is_named else "",
        "phone": "",
        "email": "",
        "about": told(data.get("about", "")),
        "jobs": [
            job
            | {
                "title": told(job["title"]),
                "employer": job["employer"] if is_named else "",
                "duties": told(job["duties"]),
            }
            for job in data.get("jobs", [])
        ],
        "schools": [
            school | {"school": school["school"] if is_named else ""} for school in data.get("schools", [])
        ],
        "certificates": [held | {"number": ""} for held in data.get("certificates", [])],
    }


def _is_named(seeker: JobSeeker) -> bool:
    return seeker.visibility == Visibility.NAMED


def _of_profile(seeker: JobSeeker) -> dict[str, Any]:
    """Of somebody without a résumé, such as from a service window."""
    return {
        "region": seeker.region,
        "wanted": [wish.occupation for wish in seeker.wanted.all()],
        "employment_types": seeker.employment_types,
        "places": [
            {"region": place.region, "mode": place.mode, "within_km": place.within_km}
            for place in seeker.places.all()
        ],
        "pay_wanted": seeker.pay_wanted,
        "available_from": seeker.available_from.isoformat() if seeker.available_from else "",
        "skills": seeker.skills,
    }


def _known(seeker: JobSeeker) -> list[tuple[str, str]]:
    """[(label, words)] of education and experience as matching counts them."""
    practised = [
        f"{occupation_words(entry.occupation)} {time_words(entry.months)}"
        for entry in seeker.experience.all()
        if entry.months
    ]
    facts = [
        (_("Education"), education_words(seeker.education)),
        (_("Experience"), pgettext("between names", ", ").join(practised)),
    ]
    return [(label, words) for label, words in facts if words]
