"""`GET /api/v1/vacancies`: the search for programs."""

from __future__ import annotations

import pytest

from search.indexing import index_rebuild
from search.queries.params import NAMES
from tests.factories import EmployerFactory, VacancyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_dictionary")]
NOBODY_LISTENS = "http://127.0.0.1:9"
URL = "/api/v1/vacancies"


@pytest.fixture
def market(db):
    vacancies = VacancyFactory.create_batch(3)
    index_rebuild()
    return vacancies


def test_results_facets_and_cursor_are_those_of_the_search(client, market):
    answer = client.get(URL, {"q": "电工", "region": "420000", "page_size": 2}).json()
    assert answer["total"] == 3
    assert len(answer["results"]) == 2
    first = answer["results"][0]
    assert first["title_html"] == "物业维修<mark>电工</mark>"
    assert (first["place"], first["pay_min"], first["education"]) == ("武汉·江夏区", 5500, "60")
    assert first["url"].endswith(f"/vacancies/{first['id']}/")
    region = next(facet for facet in answer["facets"] if facet["name"] == "region")
    assert {"value": "420000", "label": "湖北省", "count": 3, "chosen": True, "excluded": False} in region[
        "values"
    ]
    query = {"q": "电工", "region": "420000", "page_size": 2, "cursor": answer["next_cursor"]}
    assert len(client.get(URL, query).json()["results"]) == 1


def test_the_interface_lists_every_parameter(client):
    schema = client.get("/api/v1/openapi.json").json()
    told = {parameter["name"] for parameter in schema["paths"][URL]["get"]["parameters"]}
    assert told == set(NAMES)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"education": "77"}, "education"),
        ({"page_size": "500"}, "page_size"),
        ({"regoin": "420100"}, "regoin"),
        ({"cursor": "abc"}, "cursor"),
        ({"sort": "best"}, "sort"),
    ],
)
def test_what_is_not_understood_is_refused_in_plain_words(client, market, query, name):
    response = client.get(URL, query)
    assert response.status_code == 422
    problem = response.json()
    assert list(problem["errors"]) == [name]
    assert problem["detail"].startswith(f"{name}: ")


def test_with_the_index_down_it_says_503(client, settings):
    settings.ELASTICSEARCH_URL = NOBODY_LISTENS
    response = client.get(URL)
    assert response.status_code == 503
    assert response.json()["status"] == 503


def test_one_vacancy_comes_from_the_database(client, settings):
    settings.ELASTICSEARCH_URL = NOBODY_LISTENS
    vacancy = VacancyFactory()
    answer = client.get(f"{URL}/{vacancy.pk}").json()
    assert (answer["title"], answer["duties"]) == (vacancy.title, vacancy.duties)
    assert "contact_phone" not in answer


def test_a_closed_vacancy_is_gone_and_an_unknown_one_not_found(client):
    assert client.get(f"{URL}/{VacancyFactory(closed=True).pk}").status_code == 410
    assert client.get(f"{URL}/999999999").status_code == 404


def test_a_vacancy_that_never_was_public_does_not_exist(client, index):
    waiting = VacancyFactory(employer=EmployerFactory(verification="unverified"))
    assert client.get(f"/api/v1/vacancies/{waiting.pk}").status_code == 404


def test_a_duplicate_is_answered_with_the_vacancy_that_shows(client, index):
    shown = VacancyFactory()
    other = VacancyFactory(duplicate_of=shown)
    assert client.get(f"/api/v1/vacancies/{other.pk}").json()["id"] == shown.pk
