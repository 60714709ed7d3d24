"""What search engines are told."""

import datetime as dt

import pytest
from django.utils import timezone

from city_sites.services import city_provision, city_retire
from tests.city_sites.pages import national_home
from tests.factories import VacancyFactory

pytestmark = pytest.mark.django_db


def test_the_national_sitemap_names_public_vacancies_and_no_others(client):
    national_home()
    public, expired = VacancyFactory(), VacancyFactory(expires_on=timezone.localdate() - dt.timedelta(days=1))
    index = client.get("/sitemap.xml")
    assert "/sitemap-vacancies.xml" in index.text
    listed = client.get("/sitemap-vacancies.xml").text
    assert f"/vacancies/{public.pk}/" in listed
    assert f"/vacancies/{expired.pk}/" not in listed


def test_the_national_index_names_the_sitemap_of_every_open_city(client):
    national_home()
    for region in ("420100", "440300"):
        city_provision(region=region)
    city_retire(region="440300")
    named = client.get("/sitemap.xml").text
    assert "http://wuhan.localhost/sitemap-pages.xml" in named
    assert "shenzhen" not in named
    assert client.get("/sitemap-pages.xml", headers={"host": "wuhan.localhost"}).status_code == 200


def test_a_city_names_its_own_pages_only(client):
    national_home()
    city_provision(region="420100")
    host = {"host": "wuhan.localhost"}
    assert "vacancies" not in client.get("/sitemap.xml", headers=host).text
    assert "/bulletins/" in client.get("/sitemap-pages.xml", headers=host).text
    assert "wuhan.localhost/sitemap.xml" in client.get("/robots.txt", headers=host).text
