"""Type-ahead over HTTP, and the searches that the results page counts."""

import pytest
from django.utils import timezone

from search.suggest.asked import asked_on
from tests.factories import VacancyFactory

pytestmark = pytest.mark.django_db


def test_suggestions_say_what_they_are_and_what_they_lead_to(client, built):
    VacancyFactory(occupation="6-31-01-03")
    built()
    response = client.get("/api/v1/suggestions", {"q": "diangong"})
    assert response.status_code == 200
    assert {"kind": "occupation", "text": "电工", "vacancies": 1} in response.json()["suggestions"]
    assert response["Cache-Control"] == "public, max-age=60"


def test_nothing_typed_is_no_error(client, built):
    VacancyFactory()
    built()
    assert client.get("/api/v1/suggestions").json() == {"query": "", "suggestions": []}


def test_what_is_too_long_is_refused_in_words(client):
    response = client.get("/api/v1/suggestions", {"q": "电" * 61})
    assert response.status_code == 422
    assert response.json()["errors"]["q"]


def test_with_the_index_away_it_says_so(client, settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    assert client.get("/api/v1/suggestions", {"q": "电工"}).status_code == 503


def test_the_results_page_counts_what_found_something(client, small_dictionary, rebuilt, store):
    VacancyFactory(title="物业维修电工")
    rebuilt()
    client.get("/vacancies/", {"q": "电工"})
    client.get("/vacancies/", {"q": "宇航员"})
    assert dict(asked_on(timezone.localdate())) == {"电工": 1}


def test_the_search_line_names_its_list_of_suggestions(client, index):
    page = client.get("/vacancies/").content.decode()
    assert 'data-suggestions="suggestions"' in page
    assert 'data-source="/api/v1/suggestions"' in page
