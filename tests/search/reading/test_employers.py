"""Names of employers in a query."""

from __future__ import annotations

import pytest

from jobs.enums import VerificationState
from search.reading import Kind, employers, read_query
from tests.factories import EmployerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("synonyms")]


@pytest.fixture(autouse=True)
def _forget():
    employers._named.cache_clear()
    yield
    employers._named.cache_clear()


def employer(name: str, **values):
    return EmployerFactory(name=name, name_key=name, **values)


def named(query: str) -> list[tuple[str, ...]]:
    return [concept.values for concept in read_query(query).concepts if concept.kind is Kind.EMPLOYER]


def test_a_whole_name_and_a_beginning_that_only_one_name_has_are_the_employer():
    storage = employer("楚江存储科技有限公司")
    assert named("楚江存储科技有限公司") == [(str(storage.pk),)]
    assert named("楚江存储") == [(str(storage.pk),)]
    assert read_query("楚江存储 工程师").text == ""


def test_a_beginning_that_several_names_have_is_text_unless_it_is_a_whole_name():
    employer("楚江存储科技有限公司")
    employer("楚江存储销售有限公司")
    assert named("楚江存储") == []
    whole = employer("楚江存储")
    employers._named.cache_clear()
    assert named("楚江存储") == [(str(whole.pk),)]


def test_one_employer_in_several_cities_is_found_in_all_of_them():
    both = {str(employer("楚江存储科技", region=region).pk) for region in ("420100", "440300")}
    assert set(named("楚江存储")[0]) == both


def test_a_place_that_begins_the_name_belongs_to_it():
    factory = employer("北京现行车辆厂")
    assert named("北京现行") == [(str(factory.pk),)]
    assert Kind.PLACE not in {concept.kind for concept in read_query("北京现行").concepts}


def test_an_employer_that_is_not_verified_is_not_told_of():
    employer("楚江存储科技", verification=VerificationState.UNVERIFIED)
    assert named("楚江存储") == []


def test_a_beginning_of_two_characters_is_too_short():
    employer("楚江存储科技")
    assert named("楚江") == []
