"""Which vacancies take applications here, and what an employer may ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from jobs.models import Membership, Vacancy
from jobs.standing import Standing, vacancy_standing

LETTER_LIMIT = 1_000
ANSWER_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the employer to applicants."""

    text: str
    required: bool


def questions_of(vacancy: Vacancy) -> list[Question]:
    """The employer's questions, in their order."""
    return [Question(asked["text"], bool(asked.get("required"))) for asked in vacancy.questions]


def takes_applications(vacancy: Vacancy) -> bool:
    """Whether one may apply here now: the vacancy is public, and somebody reads what is sent.

    A vacancy that came by a feed keeps the contact that its source names, until its employer acts here.
    """
    if vacancy_standing(vacancy, today=timezone.localdate()) is not Standing.PUBLIC:
        return False
    members = Membership.objects.filter(employer=vacancy.employer_id, ended_at=None)
    return vacancy.feed_id is None or members.exists()


def unanswered(vacancy: Vacancy, answers: list[dict[str, Any]]) -> list[str]:
    """Texts of the questions that want an answer and have none."""
    given = {answer["question"]: answer["answer"].strip() for answer in answers}
    return [asked.text for asked in questions_of(vacancy) if asked.required and not given.get(asked.text)]
