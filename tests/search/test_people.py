"""What the index knows of a person: strictly what matching needs, nothing of who they are."""

from __future__ import annotations

import pytest

from jobs.models import JobSeeker
from search.matching import tokens
from search.people import PersonDocument, person_document, person_rows
from tests.factories import EmployerFactory
from tests.search.matching.factories import MatchedSeekerFactory

WHO_THEY_ARE = {
    "name", "phone", "email", "contact", "address", "sex", "birth_date", "age", "ethnicity", "citizen_id",
    "user",
}  # fmt: skip


def document_of(seeker: JobSeeker) -> dict:
    return person_document(next(person_rows(JobSeeker.objects.filter(pk=seeker.pk))))


def test_the_mapping_is_strict_and_has_no_room_for_who_somebody_is():
    mapping = PersonDocument._doc_type.mapping.to_dict()
    assert mapping["dynamic"] == "strict"
    assert not WHO_THEY_ARE & mapping["properties"].keys()
    assert all(
        field["type"] not in ("text", "object", "flattened") for field in mapping["properties"].values()
    )


@pytest.mark.django_db
def test_every_field_of_a_document_is_in_the_mapping():
    seeker = MatchedSeekerFactory(excluded_regions=["440300"], employment_types=["full_time"])
    seeker.hidden_from.add(EmployerFactory())
    seeker.places.create(region="", mode="travel")
    known = set(PersonDocument._doc_type.mapping.to_dict()["properties"])
    assert {*document_of(seeker), "checksum"} == known


@pytest.mark.django_db
def test_no_value_of_a_document_is_one_that_tells_who_somebody_is():
    seeker = MatchedSeekerFactory(sex="2", ethnicity="满族", name="张三", phone="13800000000")
    told = str(document_of(seeker))
    assert not [word for word in ("张三", "13800000000", "满族") if word in told]


@pytest.mark.django_db
def test_who_states_no_place_would_work_in_their_own_city():
    seeker = MatchedSeekerFactory(region="420106", profile=False)
    document = document_of(seeker)
    assert (document["place_regions"], document["place_modes"]) == (["420100"], ["travel"])


@pytest.mark.django_db
def test_licences_stand_with_those_they_cover():
    assert document_of(MatchedSeekerFactory(licences=["A3"]))["licences"] == ("A3", "C1", "C2")


def test_wishes_are_found_by_the_groups_around_them_with_their_weight():
    assert tokens.wishes({"6-31-01-03": 1.0}) == ["=6310103/4", "~631/4", "~63101/4"]
    assert tokens.wishes({"6-31-00-00": 0.5}) == ["=631/2"]
    assert tokens.wishes({"nonsense": 1.0}) == []


def test_years_count_by_the_deepest_group_that_is_shared():
    assert set(tokens.practice({"6-31-01-03": 5.0})) == {"6310103:5", "63101:3", "631:2"}


def test_a_grade_counts_in_its_minor_group():
    assert tokens.graded([("6-31-01-03", "30")]) == ["6310103:3", "63101:3"]


def test_people_are_counted_in_the_minor_group_of_what_they_want_most():
    assert tokens.main_group({"4-03-02-01": 0.5, "6-31-01-03": 1.0}) == "6-31-01-00"
    assert tokens.main_group({}) == ""
