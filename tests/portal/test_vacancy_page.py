import datetime as dt
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from jobs.enums import VacancyState, VerificationState
from portal.addresses import national_root
from tests.city_sites.pages import national_home
from tests.factories import EmployerFactory, VacancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _national_site():
    national_home()


def page(client, vacancy, **headers):
    return client.get(vacancy.get_absolute_url(), headers=headers)


def test_a_public_vacancy_shows_its_facts_contact_and_source(client):
    vacancy = VacancyFactory(contact_name="李女士", contact_phone="027-8555 0188", external_id="WH-7")
    response = page(client, vacancy)
    assert response.status_code == 200
    text = response.content.decode()
    for words in (
        "物业维修电工",
        "5,500–7,000 元/月",
        vacancy.employer.name,
        "武汉·江夏区",
        "经验 1–3 年",
        "李女士",
        "027-8555 0188",
        "武汉市公共就业服务中心",
        "WH-7",
    ):
        assert words in text


def test_its_structured_data_can_be_read(client):
    text = page(client, VacancyFactory(title="电工</script>")).content.decode()
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)[1]
    assert json.loads(data)["title"] == "电工</script>"


def test_its_canonical_address_is_on_the_national_host_from_wherever_it_is_read(client, settings):
    vacancy = VacancyFactory()
    text = page(client, vacancy, host="wuhan.localhost").content.decode()
    assert f'<link rel="canonical" href="{national_root()}{vacancy.get_absolute_url()}">' in text


def test_all_sources_of_a_vacancy_are_named_once(client):
    lead = VacancyFactory()
    VacancyFactory(duplicate_of=lead, source_name="鄂州市公共就业服务中心")
    VacancyFactory(duplicate_of=lead, source_name="武汉市公共就业服务中心")
    text = page(client, lead).content.decode()
    assert "鄂州市公共就业服务中心" in text
    assert text.count("武汉市公共就业服务中心</p>") + text.count("武汉市公共就业服务中心、") <= 1


def test_a_duplicate_leads_to_the_vacancy_that_shows(client):
    lead = VacancyFactory()
    duplicate = VacancyFactory(duplicate_of=lead)
    assert page(client, duplicate).headers["Location"] == lead.get_absolute_url()


@pytest.mark.parametrize("how", ["closed", "expired"])
def test_after_its_end_it_is_gone_without_contacts(client, how):
    ended = (
        {"closed": True} if how == "closed" else {"expires_on": timezone.localdate() - dt.timedelta(days=1)}
    )
    vacancy = VacancyFactory(contact_phone="027-8555 0188", contact_name="李女士", **ended)
    response = page(client, vacancy)
    assert response.status_code == 410
    text = response.content.decode()
    assert "027-8555 0188" not in text
    assert "李女士" not in text
    assert "ld+json" not in text


@pytest.mark.parametrize(
    "hidden",
    [
        {"state": VacancyState.DRAFT},
        {"state": VacancyState.IN_REVIEW},
        {"employer": None},
    ],
)
def test_what_never_was_public_does_not_exist(client, hidden):
    assert page(client, VacancyFactory(**hidden)).status_code == 404


def test_a_vacancy_of_an_unverified_employer_does_not_exist(client):
    employer = EmployerFactory(verification=VerificationState.UNVERIFIED)
    assert page(client, VacancyFactory(employer=employer)).status_code == 404
    assert client.get(reverse("vacancy", args=[10**9])).status_code == 404


def test_the_number_of_queries_does_not_grow_with_duplicates(client, django_assert_max_num_queries):
    lead = VacancyFactory()
    VacancyFactory.create_batch(6, duplicate_of=lead)
    page(client, lead)
    with django_assert_max_num_queries(4):
        assert page(client, lead).status_code == 200


def test_a_demonstration_says_that_it_is_one(client):
    assert "本岗位为演示虚构" in page(client, VacancyFactory(is_demo=True)).content.decode()


def test_the_page_is_complete_in_english(client):
    response = client.get(VacancyFactory().get_absolute_url() + "?lang=en")
    text = response.content.decode()
    assert '<html lang="en">' in text
    assert "5,500–7,000 yuan a month" in text
    assert "How to apply" in text
