"""Vacancies that wait for the city's staff: what stops them, who decides, what their employer hears."""

from __future__ import annotations

import pytest
from django.core import mail

from jobs.enums import EmployerRole, VacancyState, Verdict, VerdictReason
from jobs.models import Membership, Vacancy
from jobs.posting import content_of
from jobs.services.moderation import (
    NotInReview,
    SamePerson,
    doubts,
    review_rule,
    review_rule_set,
    vacancy_approval_undo,
    vacancy_decide,
)
from jobs.services.vacancy_editing import NotReady, vacancy_edit, vacancy_publish
from jobs.tasks import mail_send
from tests.factories import UserFactory, VacancyFactory

pytestmark = pytest.mark.django_db
WUHAN = "420100"


@pytest.fixture
def staff():
    return UserFactory()


@pytest.fixture
def looked_at(staff):
    """武汉 looks at what states an age limit."""
    return review_rule_set(region=WUHAN, stops=["age_limit"], needs_two=False, by=staff)


def published(duties="维修电工，年龄35岁以下。", **more) -> Vacancy:
    vacancy = VacancyFactory(state=VacancyState.DRAFT, **more)
    edited = vacancy_edit(vacancy=vacancy, content=content_of(vacancy), by=None)
    edited.duties = duties
    edited = vacancy_edit(vacancy=edited, content=content_of(edited), by=None)
    return vacancy_publish(vacancy=edited, by=None)


def test_without_a_rule_nothing_waits(db):
    assert published().state == VacancyState.OPEN


def test_what_a_rule_names_waits_and_nothing_else(looked_at):
    assert published().state == VacancyState.IN_REVIEW
    assert published(duties="负责配电设施的巡检。").state == VacancyState.OPEN
    assert published(region="440305").state == VacancyState.OPEN


def test_the_nearest_rule_above_holds(looked_at, staff):
    review_rule_set(region="000000", stops=["bait_words"], needs_two=True, by=staff)
    assert review_rule("420106").stops == ["age_limit"]
    assert review_rule("440305").stops == ["bait_words"]


def test_a_rule_names_doubts_only_not_what_the_law_forbids(staff):
    with pytest.raises(ValueError, match="limits_sex"):
        review_rule_set(region=WUHAN, stops=["limits_sex"], needs_two=False, by=staff)
    assert "age_limit" in dict(doubts())


def test_a_public_vacancy_that_comes_to_say_it_waits_once(looked_at, staff):
    vacancy = published(duties="负责配电设施的巡检。")
    vacancy.duties = "负责配电设施的巡检，年龄35岁以下。"
    edited = vacancy_edit(vacancy=vacancy, content=content_of(vacancy), by=None)
    assert edited.state == VacancyState.IN_REVIEW
    vacancy_decide(vacancy=edited, verdict=Verdict.APPROVED, by=staff)
    edited.refresh_from_db()
    edited.headcount = 5
    assert vacancy_edit(vacancy=edited, content=content_of(edited), by=None).state == VacancyState.OPEN


def test_its_employer_reads_why_it_comes_back(
    looked_at, staff, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("jobs.tasks.mail_send.delay", lambda kind, pk: mail_send(kind, pk))
    vacancy = published()
    owner = Membership.objects.create(
        employer=vacancy.employer, user=UserFactory(), role=EmployerRole.OWNER, language="zh-hans"
    )
    with django_capture_on_commit_callbacks(execute=True):
        decision = vacancy_decide(
            vacancy=vacancy,
            verdict=Verdict.SENT_BACK,
            reasons=[VerdictReason.EXCLUDES],
            note="请删去年龄。",
            by=staff,
        )
    vacancy.refresh_from_db()
    assert vacancy.state == VacancyState.DRAFT
    assert decision.stopped_by == ["age_limit"]
    assert decision.decided_at >= decision.waiting_since
    message = mail.outbox[0]
    assert message.to == [owner.user.email]
    assert "排斥特定人群" in message.body
    assert "请删去年龄。" in message.body


def test_two_people_decide_where_the_rule_says_so(looked_at, staff):
    review_rule_set(region=WUHAN, stops=["age_limit"], needs_two=True, by=staff)
    vacancy, second = published(), UserFactory()
    proposal = vacancy_decide(vacancy=vacancy, verdict=Verdict.APPROVED, by=staff)
    assert proposal.decided_at is None
    with pytest.raises(SamePerson):
        vacancy_decide(vacancy=vacancy, verdict=Verdict.APPROVED, by=staff)
    vacancy.refresh_from_db()
    assert vacancy.state == VacancyState.IN_REVIEW
    decision = vacancy_decide(vacancy=vacancy, verdict=Verdict.APPROVED, by=second)
    vacancy.refresh_from_db()
    assert (decision.pk, decision.by, decision.seconded_by) == (proposal.pk, staff, second)
    assert vacancy.state == VacancyState.OPEN


def test_the_second_person_may_decide_otherwise(looked_at, staff):
    review_rule_set(region=WUHAN, stops=["age_limit"], needs_two=True, by=staff)
    vacancy = published()
    vacancy_decide(vacancy=vacancy, verdict=Verdict.APPROVED, by=staff)
    vacancy_decide(vacancy=vacancy, verdict=Verdict.SENT_BACK, reasons=[VerdictReason.PAY], by=UserFactory())
    vacancy.refresh_from_db()
    assert vacancy.state == VacancyState.DRAFT
    assert [one.verdict for one in vacancy.decisions.all()] == [Verdict.SENT_BACK]


def test_what_breaks_the_law_by_now_is_not_approved(looked_at, staff):
    vacancy = published()
    vacancy.duties = "限女性。"
    vacancy_edit(vacancy=vacancy, content=content_of(vacancy), by=None)
    with pytest.raises(NotReady):
        vacancy_decide(vacancy=vacancy, verdict=Verdict.APPROVED, by=staff)


def test_it_is_decided_once(looked_at, staff):
    vacancy = published()
    vacancy_decide(vacancy=vacancy, verdict=Verdict.APPROVED, by=staff)
    with pytest.raises(NotInReview):
        vacancy_decide(vacancy=vacancy, verdict=Verdict.SENT_BACK, reasons=[VerdictReason.PAY], by=staff)


def test_an_approval_is_taken_back_and_it_has_waited_all_the_time(looked_at, staff):
    vacancy = published()
    decision = vacancy_decide(vacancy=vacancy, verdict=Verdict.APPROVED, by=staff)
    assert vacancy_approval_undo(vacancy=vacancy, decision=decision.pk, by=staff)
    again = Vacancy.objects.get(pk=vacancy.pk)
    assert (again.state, again.state_at) == (VacancyState.IN_REVIEW, vacancy.state_at)
    assert not again.decisions.exists()
    assert not vacancy_approval_undo(vacancy=vacancy, decision=decision.pk, by=staff)
