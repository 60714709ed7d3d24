"""The usual pay of an occupation: from the city where it can be, else from the country, else not at all."""

from __future__ import annotations

import pytest
from django.urls import reverse

from search.queries.pay import FEWEST, usual_pay
from tests.factories import EmployerFactory, VacancyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_dictionary")]
ELECTRICIAN, WUHAN = "6-29-03-07", "420115"


def paying(count, low, high, **more):
    VacancyFactory.create_batch(count, pay_min=low, pay_max=high, employer=EmployerFactory(), **more)


def test_the_quartiles_of_the_city_s_vacancies(rebuilt):
    paying(4, 4_000, 6_000)
    paying(4, 6_000, 8_000)
    paying(4, 8_000, 10_000)
    paying(9, 20_000, 30_000, region="440305")
    rebuilt()
    found = usual_pay(ELECTRICIAN, WUHAN)
    assert (found.region, found.vacancies) == ("420100", 12)
    assert found.low < found.middle < found.high
    assert found.middle == 7_000


def test_a_city_with_too_few_is_answered_from_the_country(rebuilt):
    paying(2, 4_000, 6_000)
    paying(FEWEST, 8_000, 10_000, region="440305")
    rebuilt()
    found = usual_pay(ELECTRICIAN, WUHAN)
    assert (found.region, found.vacancies, found.middle) == ("", FEWEST + 2, 9_000)


def test_nothing_is_said_of_a_few_employers(rebuilt):
    paying(FEWEST - 1, 8_000, 10_000)
    rebuilt()
    assert usual_pay(ELECTRICIAN, WUHAN) is None
    assert usual_pay("nonsense", WUHAN) is None


def test_the_hint_reads_title_and_place_as_they_are_written(rebuilt, client):
    paying(FEWEST, 6_000, 8_000, occupation="6-31-01-03")
    rebuilt()
    page = client.get(reverse("pay_hint"), {"title": "物业维修电工", "region": "武汉江夏区"})
    assert "7,000" in page.content.decode()
    piece = client.get(
        reverse("pay_hint"), {"occupation": "6-31-01-03", "region": "武汉"}, headers={"HX-Request": "true"}
    )
    assert "7,000" in piece.content.decode()
    assert "<html" not in piece.content.decode()


def test_without_the_index_the_hint_keeps_silent(client, settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    page = client.get(reverse("pay_hint"), {"title": "电工", "region": "武汉"})
    assert page.status_code == 200
