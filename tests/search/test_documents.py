"""A vacancy becomes its document by a pure function, from one query for any number of them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from jobs.models import Vacancy
from search.bands import experience_band, pay_bands
from search.documents import (
    VacancyDocument,
    document_checksum,
    document_line,
    vacancy_document,
    vacancy_rows,
)
from search.kinds import VACANCY_KIND
from search.shown import mark_shown
from tests.factories import EmployerFactory, VacancyFactory

NOTHING = {
    "employer": None,
    "duties": "",
    "occupation": "",
    "industry": "",
    "region": "",
    "place_text": "",
    "pay_min": None,
    "pay_max": None,
    "pay_text": "",
    "education": "",
    "experience_min": None,
    "experience_max": None,
    "employment_type": "",
    "benefits": [],
    "source_name": "",
    "expires_on": None,
}


def document_of(vacancy: Vacancy) -> dict:
    return vacancy_document(next(vacancy_rows(Vacancy.objects.filter(pk=vacancy.pk))))


@pytest.mark.django_db
def test_codes_stand_with_all_codes_above_them():
    document = document_of(VacancyFactory(region="420115", occupation="6-29-03-07", industry="K7020"))
    assert document["regions"] == ("420000", "420100", "420115")
    assert document["city"] == "420100"
    assert document["occupations"][0] == "6-00-00-00"
    assert document["occupations"][-1] == "6-29-03-07"
    assert document["industries"] == ("K", "K70", "K702", "K7020")


@pytest.mark.django_db
def test_what_is_not_stated_is_absent():
    document = document_of(VacancyFactory(title="保洁员", **NOTHING))
    assert set(document) == {"id", "title", "work", "headcount", "pay_order", "published_at", "is_demo"}


@pytest.mark.django_db
def test_the_employers_industry_stands_in_where_the_vacancy_states_none():
    document = document_of(VacancyFactory(industry="", employer=EmployerFactory(industry="C36")))
    assert document["industries"] == ("C", "C36")


@pytest.mark.django_db
def test_doctor_and_master_count_as_postgraduate():
    document = document_of(VacancyFactory(education="11"))
    assert (document["education"], document["education_code"]) == ("10", "11")


@pytest.mark.django_db
def test_every_field_of_a_document_is_in_the_mapping():
    known = set(VacancyDocument._doc_type.mapping.to_dict()["properties"])
    vacancy = VacancyFactory(
        address="关山大道1号",
        duties="会PLC编程。",
        longitude=114.4,
        latitude=30.5,
        occupation="6-31-01-03",
        grade="30",
    )
    mark_shown([vacancy.pk], at=timezone.now())
    full = document_of(vacancy)
    assert {*full, "checksum"} == known


@pytest.mark.django_db
def test_documents_are_prepared_by_one_query_for_any_number_of_vacancies(django_assert_num_queries):
    VacancyFactory.create_batch(5)
    with django_assert_num_queries(1):
        assert len([vacancy_document(row) for row in vacancy_rows(Vacancy.objects.public())]) == 5


@pytest.mark.django_db
def test_rows_come_in_chunks_in_the_order_of_their_ids():
    made = VacancyFactory.create_batch(5)
    VacancyFactory(closed=True)
    chunks = [[row.id for row in rows] for rows in VACANCY_KIND.chunks(2)]
    assert chunks == [[made[0].pk, made[1].pk], [made[2].pk, made[3].pk], [made[4].pk]]


@pytest.mark.django_db
def test_the_checksum_changes_with_the_content_and_with_nothing_else():
    vacancy = VacancyFactory()
    first = document_checksum(document_of(vacancy))
    assert document_checksum(document_of(vacancy)) == first
    assert document_line(document_of(vacancy)).endswith(b'"checksum":%d}' % first)
    Vacancy.objects.filter(pk=vacancy.pk).update(updated_at=timezone.now() + dt.timedelta(days=1))
    assert document_checksum(document_of(vacancy)) == first
    Vacancy.objects.filter(pk=vacancy.pk).update(title="另一个岗位")
    assert document_checksum(document_of(vacancy)) != first


@pytest.mark.parametrize(
    ("pay_min", "pay_max", "bands"),
    [
        (None, None, []),
        (4000, 6000, ["3000-5000", "5000-8000"]),
        (5000, 8000, ["5000-8000"]),
        (8000, 8000, ["8000-12000"]),
        (None, 3000, ["3000-5000"]),
        (35000, None, ["30000-"]),
        (
            0,
            100_000,
            ["0-3000", "3000-5000", "5000-8000", "8000-12000", "12000-20000", "20000-30000", "30000-"],
        ),
    ],
)
def test_pay_reaches_into_bands(pay_min, pay_max, bands):
    assert pay_bands(pay_min, pay_max) == bands


@pytest.mark.parametrize(
    ("years", "band"), [(None, ""), (0, "0"), (1, "1-3"), (3, "3-5"), (9, "5-10"), (30, "10-")]
)
def test_experience_falls_in_one_band(years, band):
    assert experience_band(years) == band
