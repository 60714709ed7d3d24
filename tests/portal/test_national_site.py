"""The national site: made once, served in two languages, with a bounded number of queries."""

import pytest
from wagtail.models import Page, Site

from city_sites.models import CityHomePage
from city_sites.services import city_provision
from portal.models import NationalHomePage
from portal.services import national_site_ensure
from tests.factories import VacancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def national_site():
    return national_site_ensure()


def test_making_the_site_again_changes_nothing(national_site):
    pages = Page.objects.count()
    assert national_site_ensure() == national_site
    assert Page.objects.count() == pages
    assert Site.objects.get(is_default_site=True).root_page_id == national_site.pk


def test_the_placeholder_page_of_the_cms_is_gone(national_site):
    assert not Page.objects.filter(slug="home").exists()
    assert NationalHomePage.objects.count() == 1


def test_a_changed_port_reaches_the_sites_of_the_cities(national_site, settings):
    city_site = city_provision(region="420100")
    settings.PORTAL_PORT = 8123
    national_site_ensure()
    city_site.site.refresh_from_db()
    assert city_site.site.port == 8123


def test_the_home_is_chinese_unless_english_is_asked_for_and_remembers_it(client, national_site):
    first = client.get("/")
    assert first.headers["Content-Language"] == "zh-hans"
    assert 'lang="zh-CN"' in first.text or 'lang="zh-Hans"' in first.text
    assert client.get("/?lang=en").headers["Content-Language"] == "en"
    assert client.get("/").headers["Content-Language"] == "en"
    assert client.get("/?lang=xx").headers["Content-Language"] == "en"
    assert client.get("/?lang=zh-hans").headers["Content-Language"] == "zh-hans"


def test_the_home_takes_no_more_queries_with_more_cities(
    client, national_site, django_assert_max_num_queries
):
    for region in ("420100", "420500", "440100", "440300", "310000"):
        city_provision(region=region)
    client.get("/")
    with django_assert_max_num_queries(12):
        page = client.get("/")
    for name in ("武汉", "宜昌", "广州", "深圳", "上海"):
        assert name in page.text


def test_a_city_home_shows_its_own_vacancies_only_in_few_queries(
    client, national_site, django_assert_max_num_queries
):
    city_provision(region="420100")
    for _number in range(6):
        VacancyFactory(title="武汉本地岗位")
    VacancyFactory(title="广州的岗位", region="440103")
    client.get("/", headers={"host": "wuhan.localhost"})
    with django_assert_max_num_queries(15):
        page = client.get("/", headers={"host": "wuhan.localhost"})
    assert "武汉本地岗位" in page.text
    assert "广州的岗位" not in page.text


def test_the_headless_side_serves_the_pages_of_the_site_asked_for(client, national_site):
    city_provision(region="420100")
    answer = client.get(
        "/api/cms/pages/?type=city_sites.CityHomePage&fields=region", headers={"host": "wuhan.localhost"}
    )
    assert [item["region"] for item in answer.json()["items"]] == ["420100"]
    home = CityHomePage.objects.get(region="420100")
    assert client.get(f"/api/cms/pages/{home.pk}/", headers={"host": "localhost"}).status_code == 404
