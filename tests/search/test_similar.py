"""Vacancies that are like another one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from portal.services import national_site_ensure
from search.queries import similar_vacancies
from tests.factories import EmployerFactory, VacancyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_dictionary")]
NOBODY_LISTENS = "http://127.0.0.1:9"


def similar(vacancy, limit: int = 6) -> list[int]:
    return [hit.id for hit in similar_vacancies(vacancy.pk, limit=limit)]


def test_the_same_occupation_comes_before_a_near_one_and_a_far_one_does_not_come(rebuilt):
    vacancy = VacancyFactory(occupation="6-29-03-07", title="甲")
    near = VacancyFactory(occupation="6-29-03-03", title="乙")
    same = VacancyFactory(occupation="6-29-03-07", title="丙")
    VacancyFactory(occupation="4-10-01-05", title="丁")
    rebuilt()
    assert similar(vacancy) == [same.pk, near.pk]


def test_of_the_same_work_what_is_near_comes_first(rebuilt):
    vacancy = VacancyFactory(region="420115")
    far = VacancyFactory(region="440305")
    province = VacancyFactory(region="420500")
    city = VacancyFactory(region="420106")
    district = VacancyFactory(region="420115")
    rebuilt()
    assert similar(vacancy) == [district.pk, city.pk, province.pk, far.pk]


def test_pay_that_overlaps_counts(rebuilt):
    vacancy = VacancyFactory(pay_min=5500, pay_max=7000)
    less = VacancyFactory(pay_min=2000, pay_max=2500)
    alike = VacancyFactory(pay_min=6000, pay_max=7000)
    rebuilt()
    assert similar(vacancy) == [alike.pk, less.pk]


def test_a_like_title_is_found_without_an_occupation(rebuilt):
    vacancy = VacancyFactory(title="维修电工", occupation="")
    alike = VacancyFactory(title="高级维修电工", occupation="")
    VacancyFactory(title="会计", occupation="")
    rebuilt()
    assert similar(vacancy) == [alike.pk]


def test_never_itself_nor_its_employers_repeats_nor_another_employers_twice(rebuilt):
    vacancy = VacancyFactory()
    VacancyFactory.create_batch(2, employer=vacancy.employer)
    other_job = VacancyFactory(employer=vacancy.employer, title="配电值班电工")
    other = EmployerFactory()
    VacancyFactory.create_batch(2, employer=other)
    rebuilt()
    found = similar_vacancies(vacancy.pk, limit=6)
    assert {hit.id for hit in found if hit.employer_id == vacancy.employer_id} == {other_job.pk}
    assert [hit.employer_id for hit in found].count(other.pk) == 1


def test_no_more_than_asked_for_and_none_that_has_expired(rebuilt):
    vacancy = VacancyFactory()
    VacancyFactory.create_batch(4)
    VacancyFactory(expires_on=timezone.localdate())
    rebuilt()
    assert len(similar(vacancy, limit=3)) == 3
    assert len(similar(vacancy)) == 5


@pytest.mark.parametrize("how", ["open", "closed", "expired"])
def test_a_vacancys_page_shows_them_while_it_is_open_and_after(client, rebuilt, how):
    national_site_ensure()
    ended = {
        "open": {},
        "closed": {"closed": True},
        "expired": {"expires_on": timezone.localdate() - dt.timedelta(days=1)},
    }[how]
    vacancy = VacancyFactory(**ended)
    other = VacancyFactory(title="配电值班<电工>")
    rebuilt()
    response = client.get(vacancy.get_absolute_url())
    assert response.status_code == (200 if how == "open" else 410)
    text = response.content.decode()
    assert other.get_absolute_url() in text
    assert "配电值班&lt;电工&gt;" in text


def test_a_vacancys_page_with_six_of_them_takes_four_queries(client, rebuilt, django_assert_num_queries):
    national_site_ensure()
    vacancy = VacancyFactory()
    VacancyFactory.create_batch(6)
    rebuilt()
    client.get(vacancy.get_absolute_url())
    with django_assert_num_queries(4):
        assert client.get(vacancy.get_absolute_url()).content.decode().count('class="vacancy"') == 6


def test_with_the_index_away_the_page_is_there_without_them(client, settings):
    national_site_ensure()
    settings.ELASTICSEARCH_URL = NOBODY_LISTENS
    vacancy = VacancyFactory()
    VacancyFactory()
    response = client.get(vacancy.get_absolute_url())
    assert response.status_code == 200
    assert 'id="similar"' not in response.content.decode()
    assert similar(vacancy) == []
