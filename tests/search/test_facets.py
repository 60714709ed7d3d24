"""Counts beside the filters stay right whatever is chosen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.queries.params import UNSTATED
from tests.factories import VacancyFactory
from tests.search.conftest import counts, few_words, find

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_dictionary")]


@pytest.fixture(scope="module")
def indexed(file_index):
    with file_index(few_words):
        VacancyFactory.create_batch(3, region="420115", education="60", pay_min=4000, pay_max=6000)
        VacancyFactory(region="420100", education="20", pay_min=9000, pay_max=11000)
        VacancyFactory(region="441900", education="60", pay_min=4000, pay_max=4500)
        VacancyFactory(region="441900", education="20", pay_min=4000, pay_max=4500)
        VacancyFactory(region="", education="", pay_min=None, pay_max=None)


@pytest.fixture
def market(indexed, searched):
    """Four vacancies in 武汉, two in 东莞, one whose place, education and pay are not stated."""


def test_a_facet_is_counted_with_every_filter_but_its_own(market):
    found = find("education=60&region=420000")
    assert found.total == 3
    assert counts(found, "education") == {"60": 3, "20": 1}
    assert counts(found, "region")["420000"] == 3
    assert counts(found, "region")["440000"] == 1


def test_values_of_one_facet_are_alternatives(market):
    found = find("education=60&education=20&region=441900")
    assert found.total == 2
    assert counts(found, "education") == {"60": 1, "20": 1}


def test_choosing_another_value_adds_just_what_its_count_says(market):
    before = find("region=420100")
    added = counts(before, "region")["440000"]
    assert find("region=420100,440000").total == before.total + added


@pytest.mark.parametrize("name", ["region", "education", "pay"])
def test_what_is_not_stated_has_a_count_and_can_be_chosen(market, name):
    assert counts(find(), name)[UNSTATED] == 1
    assert find(f"{name}={UNSTATED}").total == 1


def test_not_stated_can_be_chosen_beside_a_value(market):
    assert find(f"education=20,{UNSTATED}").total == 3


def test_a_region_is_found_at_any_level(market):
    assert [find(f"region={code}").total for code in ("420000", "420100", "420115")] == [4, 4, 3]


def test_the_branch_of_a_chosen_region_is_open(market):
    regions = counts(find("region=420100"), "region")
    assert regions["420000"] == 4
    assert regions["420115"] == 3


def test_a_city_site_counts_its_districts(market):
    found = find(scope="420100")
    assert found.total == 4
    assert counts(found, "region") == {"420115": 3}


def test_a_chosen_value_without_vacancies_is_still_shown(market):
    assert counts(find("education=80"), "education")["80"] == 0


def test_pay_counts_in_every_band_that_it_reaches_into(market):
    assert counts(find(), "pay") == {"3000-5000": 5, "5000-8000": 3, "8000-12000": 1, UNSTATED: 1}


def test_a_free_range_of_pay_is_a_filter_of_the_pay_facet(market):
    found = find("pay_min=5000")
    assert found.total == 4
    assert counts(found, "pay")["3000-5000"] == 5
    assert counts(found, "education") == {"60": 3, "20": 1}


def test_pay_at_most_asks_for_the_lower_end(market):
    assert find("pay_max=4000").total == 5
    assert find("pay_min=9000&pay_max=9000").total == 1


def test_occupations_and_industries_are_found_at_any_level(rebuilt):
    VacancyFactory(occupation="6-29-03-07", industry="K7020")
    VacancyFactory(occupation="", industry="")
    rebuilt()
    assert [find(f"occupation={code}").total for code in ("6-00-00-00", "6-29-00-00", "6-29-03-07")] == [
        1,
        1,
        1,
    ]
    assert [find(f"industry={code}").total for code in ("K", "K70", "K702", UNSTATED)] == [1, 1, 1, 1]


def test_experience_is_counted_by_the_years_asked_for_at_least(rebuilt):
    for years in (0, 0, 1, 2, 4, 12, None):
        VacancyFactory(experience_min=years, experience_max=None)
    rebuilt()
    assert counts(find(), "experience") == {"0": 2, "1-3": 2, "3-5": 1, "10-": 1, UNSTATED: 1}


def test_days_since_publication_hold_the_shorter_spans(rebuilt):
    now = timezone.now()
    for days in (0, 2, 6, 20, 50):
        VacancyFactory(published_at=now - dt.timedelta(days=days))
    rebuilt()
    found = find("posted_within=7")
    assert found.total == 3
    assert counts(found, "posted_within") == {"1": 1, "3": 2, "7": 3, "30": 4}


def test_labels_are_those_of_the_standards(market):
    labels = {bucket.label for facet in find().facets for bucket in facet.buckets}
    assert {"湖北省", "高中", "3,000–5,000"} <= labels


def test_a_value_left_out_takes_its_vacancies_away_at_any_level(market):
    assert find("not_region=420000").total == 3
    assert find("region=420000&not_region=420115").total == 1
    assert find("not_education=60,20").total == 1
    assert find("not_pay=8000-12000").total == 6


def test_what_is_not_stated_can_be_left_out(market):
    assert find(f"not_region={UNSTATED}").total == 6
    assert find(f"not_education={UNSTATED},60").total == 2


def test_what_is_left_out_of_a_facet_is_left_out_of_its_own_counts_too(market):
    found = find("not_region=420115")
    assert counts(found, "region") == {
        "420000": 1,
        "420100": 1,
        "420115": 0,
        "440000": 2,
        UNSTATED: 1,
    }
    added = counts(find("region=440000&not_region=420115"), "region")["420000"]
    assert find("region=440000,420000&not_region=420115").total == 2 + added


def test_the_branch_of_what_is_left_out_is_open(market):
    buckets = next(facet for facet in find("not_region=420115").facets if facet.name == "region").buckets
    assert [bucket.value for bucket in buckets if bucket.excluded] == ["420115"]


def test_an_employers_vacancies_alone_or_left_out(rebuilt):
    mine = VacancyFactory()
    VacancyFactory.create_batch(2)
    rebuilt()
    assert [hit.id for hit in find(f"employer={mine.employer_id}").hits] == [mine.pk]
    assert find(f"not_employer={mine.employer_id}").total == 2


def test_benefits_are_counted_the_most_frequent_first(rebuilt):
    VacancyFactory(benefits=["包住"], duties="")
    VacancyFactory.create_batch(2, benefits=["双休"], duties="")
    VacancyFactory(benefits=[], duties="")
    rebuilt()
    found = find()
    facet = next(facet for facet in found.facets if facet.name == "benefit")
    assert [(bucket.label, bucket.count) for bucket in facet.buckets] == [
        ("双休", 2),
        ("包住", 1),
        ("未注明", 1),
    ]
    assert find("benefit=weekends").total == 2
    assert find("not_benefit=weekends").total == 2


EDUCATION, PLACES = ("60", "20", ""), ("420115", "420106", "441900", "")


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(
    chosen=st.sets(st.sampled_from(["60", "20", UNSTATED])),
    left_out=st.sets(st.sampled_from(["60", "20", UNSTATED])),
    places=st.sets(st.sampled_from(["420000", "420106", "441900", UNSTATED])),
    not_places=st.sets(st.sampled_from(["420100", "420115", UNSTATED])),
)
def test_every_count_is_what_choosing_that_value_as_well_finds(
    every_kind, chosen, left_out, places, not_places
):
    def search(**changes):
        values = {
            "education": chosen,
            "not_education": left_out,
            "region": places,
            "not_region": not_places,
        } | changes
        return find("&".join(f"{name}={','.join(sorted(codes))}" for name, codes in values.items()))

    found = search()
    for facet, name, picked in (("education", "education", chosen), ("region", "region", places)):
        for value, count in counts(found, facet).items():
            alone = search(**{name: {value}})
            assert count == alone.total, (facet, value, picked)


@pytest.fixture
def every_kind(rebuilt):
    """One vacancy for each pair of place and education, stated or not."""
    for education in EDUCATION:
        for place in PLACES:
            VacancyFactory(region=place, education=education)
    rebuilt()


def test_what_is_chosen_without_vacancies_stands_below_its_region(market):
    found = find("region=441900&education=10")
    assert counts(found, "region") == {"440000": 0, "441900": 0}
