import datetime as dt
import json

import pytest
from django.utils import timezone

from city_sites.structured_data import as_script_text
from jobs.enums import EmploymentType
from portal.structured_data import job_posting
from tests.factories import EmployerFactory, VacancyFactory

ADDRESS = "http://localhost/vacancies/7/"


def posting(**changes):
    employer = EmployerFactory.build(name="武汉测试制造有限公司")
    fields = {
        "employer": employer,
        "published_at": dt.datetime(2026, 11, 20, 1, 30, tzinfo=dt.UTC),
        "expires_on": dt.date(2026, 12, 20),
        "external_id": "WH-7",
        "address": "纸坊大街 8 号",
    }
    return job_posting(VacancyFactory.build(**fields | changes), address=ADDRESS)


def test_everything_that_is_stated_stands_in_the_posting():
    assert posting() == {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "url": ADDRESS,
        "title": "物业维修电工",
        "description": "<p>负责园区配电设施的日常巡检和维修。</p>",
        "datePosted": "2026-11-20T09:30:00+08:00",
        "validThrough": "2026-12-20T23:59:59+08:00",
        "employmentType": "FULL_TIME",
        "hiringOrganization": {"@type": "Organization", "name": "武汉测试制造有限公司"},
        "jobLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "addressCountry": "CN",
                "addressRegion": "湖北省",
                "addressLocality": "武汉市",
                "streetAddress": "纸坊大街 8 号",
            },
        },
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": "CNY",
            "value": {
                "@type": "QuantitativeValue",
                "unitText": "MONTH",
                "minValue": 5500,
                "maxValue": 7000,
            },
        },
        "identifier": {"@type": "PropertyValue", "name": "武汉市公共就业服务中心", "value": "WH-7"},
        "totalJobOpenings": 2,
        "directApply": False,
        "jobBenefits": "双休、五险一金",
        "occupationalCategory": "6-29-03-07 发电设备安装工",
        "experienceRequirements": {
            "@type": "OccupationalExperienceRequirements",
            "monthsOfExperience": 12,
        },
        "educationRequirements": {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": "high school",
        },
    }


@pytest.mark.parametrize(
    ("changes", "absent"),
    [
        ({"pay_min": None, "pay_max": None}, "baseSalary"),
        ({"expires_on": None}, "validThrough"),
        ({"employment_type": ""}, "employmentType"),
        ({"education": ""}, "educationRequirements"),
        ({"experience_min": None, "experience_max": None}, "experienceRequirements"),
        ({"benefits": []}, "jobBenefits"),
        ({"occupation": ""}, "occupationalCategory"),
    ],
)
def test_nothing_is_made_up_for_what_is_not_stated(changes, absent):
    assert absent not in posting(**changes)


def test_equal_pay_is_one_value_and_an_open_range_has_one_end():
    assert posting(pay_min=6000, pay_max=6000)["baseSalary"]["value"]["value"] == 6000
    assert "maxValue" not in posting(pay_min=6000, pay_max=None)["baseSalary"]["value"]


@pytest.mark.parametrize("kind", EmploymentType)
def test_every_employment_type_has_a_word_of_schema_org(kind):
    assert posting(employment_type=kind)["employmentType"].isupper()


def test_a_municipality_is_its_own_locality():
    address = posting(region="310115", address="")["jobLocation"]["address"]
    assert (address["addressRegion"], address["addressLocality"]) == ("上海市", "上海市")
    assert address["streetAddress"] == "浦东新区"


def test_a_point_is_given_as_coordinates():
    geo = posting(longitude=114.31, latitude=30.36)["jobLocation"]["geo"]
    assert geo == {"@type": "GeoCoordinates", "latitude": 30.36, "longitude": 114.31}


def test_text_of_a_vacancy_can_neither_end_the_script_nor_become_markup():
    text = as_script_text(posting(title="</script><b>", duties="<img src=x>\n第二行"))
    assert "<" not in text
    assert json.loads(text)["title"] == "</script><b>"
    assert json.loads(text)["description"] == "<p>&lt;img src=x&gt;</p><p>第二行</p>"


def test_the_day_of_publication_is_of_china():
    late = dt.datetime(2026, 11, 20, 17, 0, tzinfo=dt.UTC)
    assert posting(published_at=late)["datePosted"].startswith("2026-11-21T01:00")
    assert timezone.is_aware(late)
