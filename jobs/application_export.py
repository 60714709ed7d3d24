"""Applications to a vacancy as a table for the employer: what its pages show, one row each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jobs import resume as resume_data
from jobs.applying import questions_of
from jobs.models import Application, Vacancy
from jobs.words import education_words, place_words


def application_rows(vacancy: Vacancy, applications: Iterable[Application]) -> Iterator[list[str]]:
    """The heading and a row for each, in the active language; times are those of China.

    Telephone and mail address stand where the person shows them to the employer. A question that was taken
    out of the vacancy since keeps its column.
    """
    applications = list(applications)
    questions = [asked.text for asked in questions_of(vacancy)]
    asked_before = (given["question"] for one in applications for given in one.answers)
    questions = list(dict.fromkeys((*questions, *asked_before)))
    yield [
        pgettext("of an application", "Name"), pgettext("of an application", "State"),
        _("In this state since"), pgettext("of an application", "Sent on"),
        _("Telephone"), _("Mail address"), _("Lives in"), _("Education"), _("Work experience"),
        _("Skills"), _("Short letter"), *questions,
    ]  # fmt: skip
    for one in applications:
        answers = {given["question"]: given["answer"] for given in one.answers}
        copy: dict[str, Any] = one.copy
        yield [
            copy.get("name", ""),
            str(one.get_state_display()),
            _moment(one.state_at),
            _moment(one.sent_at),
            copy.get("phone", ""),
            copy.get("email", ""),
            place_words(copy.get("region", "")),
            _highest(copy),
            "\n".join(_job(job) for job in resume_data.in_words(copy)["jobs"]),
            pgettext("between names", ", ").join(copy.get("skills", [])),
            one.letter,
            *(answers.get(question, "") for question in questions),
        ]


def _moment(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _highest(copy: dict[str, Any]) -> str:
    """The highest education: codes of GB/T 4658 grow downwards."""
    return education_words(min((school["level"] for school in copy.get("schools", [])), default=""))


def _job(job: dict[str, str]) -> str:
    return " ".join(filter(None, (job["what"], job["where"], job["when"])))
