"""Parts of the portal on other sites: framed by everybody, no cookies, colours that can be read."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.enums import Role
from city_sites.contrast import LEAST_RATIO, contrast_ratio
from city_sites.models.site import DEFAULT_ACCENT
from city_sites.services.embeds import readable_accent
from jobs.enums import VerificationState
from tests.city_sites.pages import SHENZHEN, WUHAN, home_of
from tests.city_sites.test_workspace import signed_in
from tests.factories import EmployerFactory, UserFactory, VacancyFactory

PARTS = ("/embed/vacancies/", "/embed/search/")


@pytest.fixture
def site(wuhan, db):
    cache.clear()
    return home_of(WUHAN)


@given(st.text(max_size=9) | st.integers(0, 0xFFFFFF).map("#{:06X}".format))
def test_whatever_colour_is_asked_for_white_can_be_read_on_what_is_taken(asked):
    assert contrast_ratio(readable_accent(asked, instead=DEFAULT_ACCENT)) >= LEAST_RATIO


def test_a_frame_shows_the_public_vacancies_of_its_city_and_leads_to_its_site(client, site):
    VacancyFactory(title="武汉的岗位")
    VacancyFactory(title="深圳的岗位", region="440305")
    VacancyFactory(title="未核验的", employer=EmployerFactory(verification=VerificationState.UNVERIFIED))
    text = client.get("/embed/vacancies/", {"city": WUHAN, "accent": "#0B7285"}).text
    assert "武汉的岗位" in text
    assert "深圳的岗位" not in text
    assert "未核验的" not in text
    assert "--accent:#0b7285" in text
    assert 'action="http://wuhan.localhost/vacancies/"' in text
    assert "深圳的岗位" in client.get("/embed/vacancies/").text


@pytest.mark.parametrize("path", PARTS)
def test_only_these_parts_may_be_framed_by_everybody(client, site, path):
    part = client.get(path, {"city": WUHAN})
    assert "X-Frame-Options" not in part.headers
    assert "frame-ancestors *" in part.headers["Content-Security-Policy"]
    assert "form-action 'self' http://wuhan.localhost" in part.headers["Content-Security-Policy"]
    other = client.get("/cities/")
    assert other.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in other.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", [*PARTS, "/embed/v1/content.json", "/embed/v1/portal.js"])
def test_no_part_sets_a_cookie_or_looks_at_one(client, site, path):
    client.force_login(UserFactory())
    answer = client.get(path, {"city": WUHAN, "lang": "en"})
    assert answer.status_code == 200
    assert answer.cookies.output() == ""
    assert "cookie" not in answer.headers.get("Vary", "").lower()
    assert "public" in answer.headers["Cache-Control"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_script_reads_what_it_shows_in_both_languages(client, site):
    VacancyFactory(title="物业电工", pay_min=None, pay_max=None)
    chinese = client.get("/embed/v1/content.json", {"city": WUHAN}).json()
    (vacancy,) = chinese["vacancies"]
    assert vacancy["title"] == "物业电工"
    assert vacancy["url"].startswith("http://wuhan.localhost/vacancies/")
    assert "江夏区" in vacancy["facts"]
    assert (
        client.get("/embed/v1/content.json", {"lang": "en"}).json()["words"]["newest"] == "Newest vacancies"
    )
    script = client.get("/embed/v1/portal.js")
    assert script.headers["Content-Type"].startswith("text/javascript")
    again = client.get("/embed/v1/portal.js", headers={"if-none-match": script.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(("count", "shown"), [("3", 3), ("0", 5), ("21", 5), ("x", 5), ("", 5), ("²", 5)])
def test_as_many_are_shown_as_are_asked_for(client, site, count, shown, django_assert_max_num_queries):
    VacancyFactory.create_batch(7)
    with django_assert_max_num_queries(6):
        told = client.get("/embed/v1/content.json", {"city": WUHAN, "count": count}).json()
    assert len(told["vacancies"]) == shown


@pytest.mark.parametrize("city", ["420000", "999999", "wuhan", "4201"])
def test_there_are_parts_for_cities_and_the_country_only(client, site, city):
    assert client.get("/embed/vacancies/", {"city": city}).status_code == 404


def test_the_desk_shows_the_part_and_the_code_to_copy(client, site):
    home_of(SHENZHEN)
    signed_in(client, Role.CITY_EDITOR)
    address = reverse("workspace_embed", args=[WUHAN])
    text = client.get(address).text
    assert 'src="/embed/vacancies/?city=420100&amp;count=5' in text
    assert "&lt;labour-vacancies city=&quot;420100&quot;" in text
    chosen = {"part": "search", "count": 3, "accent": "#f0a000", "lang": "en"}
    text = client.get(address, chosen).text
    assert "&lt;labour-search" in text
    assert "b4232a" in text.split("is-warn")[1]
    assert client.get(address, chosen | {"accent": "red"}).status_code == 422
    assert client.get(reverse("workspace_embed", args=[SHENZHEN])).status_code == 404
