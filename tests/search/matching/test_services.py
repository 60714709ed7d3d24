"""From rows of the database to matches in both directions, with their words."""

from __future__ import annotations

import pytest
from django.utils import translation

from jobs.enums import VacancyState
from jobs.models import JobSeeker, OutboxEntry, OutboxTopic, Vacancy
from jobs.services import seeker_consent
from search.client import PEOPLE, client, read_alias
from search.indexing import index_rebuild, outbox_drain
from search.kinds import KINDS, PERSON_KIND
from search.matching.services import people_for, vacancies_for
from search.status import index_status
from tests.factories import EmployerFactory, VacancyFactory
from tests.search.matching.factories import MatchedSeekerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_dictionary")]
ELECTRICIAN = "6-31-01-03"


def electrician(**changes) -> Vacancy:
    facts = {
        "occupation": ELECTRICIAN,
        "title": "维修电工",
        "duties": "会PLC编程。",
        "region": "420100",
        "pay_min": 6000,
        "pay_max": 7000,
        "grade": "40",
    }
    return VacancyFactory(**(facts | changes))


def indexed() -> None:
    for kind in KINDS:
        index_rebuild(kind)


def test_a_person_and_a_vacancy_find_each_other_with_the_same_score():
    person, vacancy = MatchedSeekerFactory(), electrician()
    indexed()
    (theirs,) = vacancies_for(person)
    (ours,) = people_for(vacancy)
    assert (theirs.id, ours.id) == (vacancy.pk, person.pk)
    assert abs(theirs.score - ours.score) <= 1e-6
    assert theirs.reasons == ours.reasons


def test_who_did_not_agree_is_neither_found_nor_matched():
    person, vacancy = MatchedSeekerFactory(consent_at=None), electrician()
    indexed()
    assert vacancies_for(person) == []
    assert people_for(vacancy) == []


def test_a_vacancy_that_is_not_public_finds_nobody():
    MatchedSeekerFactory()
    vacancy = electrician(state=VacancyState.PAUSED)
    indexed()
    assert people_for(vacancy) == []


def test_who_hides_from_an_employer_is_not_found_by_it():
    employer = EmployerFactory()
    person, vacancy = MatchedSeekerFactory(), electrician(employer=employer)
    person.hidden_from.add(employer)
    indexed()
    assert people_for(vacancy) == []
    assert vacancies_for(person) == []


def test_taking_consent_back_takes_the_person_out_of_the_index():
    person = MatchedSeekerFactory()
    indexed()
    assert index_status(PERSON_KIND).agrees
    seeker_consent(seeker=person, given=False, by=None)
    assert OutboxEntry.objects.filter(topic=OutboxTopic.PERSON, key=person.pk).exists()
    assert outbox_drain().deleted == 1
    client().indices.refresh(index=read_alias(PEOPLE))
    assert client().count(index=read_alias(PEOPLE))["count"] == 0
    assert index_status(PERSON_KIND).agrees


@pytest.mark.parametrize(
    ("changes", "chinese", "english"),
    [
        ({"experience_min": 4}, "差1年经验", "1 year of experience short"),
        (
            {"pay_min": 5000, "pay_max": 5200},
            "工资低于期望 800 元",
            "The pay is 800 yuan below what is wanted",
        ),
        ({"education": "30"}, "要求学历：大学专科", "Education asked for: Junior college"),
        ({"duties": "熟练使用CAD。"}, "要求而未写明的技能：CAD", "Skills asked for and not stated: CAD"),
        ({"grade": "30"}, "要求等级：职业资格三级（高级工）", "Grade asked for: Skill grade 3 (advanced)"),
        ({"pay_min": None, "pay_max": None}, "未写明工资", "The pay is not stated"),
        (
            {"employment_type": "part_time"},
            "用工形式与意愿不符：兼职",
            "Offered as work that is not wanted: Part time",
        ),
    ],
)
def test_what_falls_short_is_said_in_both_languages(changes, chinese, english):
    person = MatchedSeekerFactory(employment_types=["full_time"])
    electrician(**changes)
    indexed()
    (match,) = vacancies_for(person)
    assert chinese in [str(reason) for reason in match.unmet]
    with translation.override("en"):
        assert english in [str(reason) for reason in match.unmet]


@pytest.mark.parametrize(
    ("changes", "chinese", "english"),
    [
        ({}, "期望的职业：电工", "The wanted occupation: 电工"),
        ({}, "相关经验：3年", "Experience that counts: 3 years"),
        ({}, "本地岗位：武汉", "Work in the home city: 武汉"),
        ({"region": "430100"}, "外地岗位，愿意去长沙", "Work elsewhere, and willing to go to 长沙"),
        ({}, "工资达到期望：最高 7,000 元/月", "The pay reaches what is wanted: up to 7,000 yuan a month"),
        ({}, "具备技能：PLC", "Skills that fit: PLC"),
        (
            {},
            "具备所需等级：职业资格四级（中级工）",
            "Holds the grade asked for: Skill grade 4 (intermediate)",
        ),
    ],
)
def test_what_speaks_for_it_is_said_in_both_languages(changes, chinese, english):
    person = MatchedSeekerFactory()
    electrician(**changes)
    indexed()
    (match,) = vacancies_for(person)
    assert chinese in [str(reason) for reason in match.reasons]
    with translation.override("en"):
        assert english in [str(reason) for reason in match.reasons]


def test_a_perfect_match_has_nothing_unmet():
    person = MatchedSeekerFactory()
    electrician(experience_min=None, experience_max=None)
    indexed()
    (match,) = vacancies_for(person)
    assert match.unmet == ()
    assert match.score > 0.9


def test_people_are_read_for_the_index_by_a_number_of_queries_that_does_not_grow(django_assert_num_queries):
    MatchedSeekerFactory.create_batch(5)
    with django_assert_num_queries(6 + 1):
        (rows,) = PERSON_KIND.chunks(10)
        assert len([PERSON_KIND.document(row) for row in rows]) == 5
    assert JobSeeker.objects.findable().count() == 5
