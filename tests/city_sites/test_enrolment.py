"""Enrolling in a course: a seat a person, no more than there are, given back as easily as taken."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts import personal_data
from accounts.models import AuditEntry
from city_sites.models import CoursePage, Enrolment
from city_sites.services.enrolments import NoEnrolment, course_enrol, course_withdraw, seats_taken
from tests.city_sites.pages import add, home_of
from tests.factories import UserFactory

HOST = {"host": "wuhan.localhost"}
FORM = {"name": "周敏", "telephone": "13800001111"}


@pytest.fixture
def course(wuhan, db):
    return add(home_of(), CoursePage, "电工班", seats=2)


def test_who_is_not_signed_in_is_led_to_the_sign_in_and_back(client, course):
    response = client.get(f"/courses/{course.pk}/enrol/", headers=HOST)
    assert response.headers["Location"] == f"/sign-in/?next=/courses/{course.pk}/enrol/"


def test_a_person_enrols_sees_the_seat_and_gives_it_back(client, course):
    person = UserFactory()
    client.force_login(person)
    address = f"/courses/{course.pk}/enrol/"
    assert "电工班" in client.get(address, headers=HOST).content.decode()
    assert client.post(address, FORM, headers=HOST).headers["Location"] == "/courses/mine/"
    mine = client.get("/courses/mine/", headers=HOST).content.decode()
    assert "电工班" in mine
    assert "13800001111" in mine
    client.post(f"/courses/{course.pk}/withdraw/", headers=HOST)
    assert seats_taken(course) == 0
    assert "电工班" not in client.get("/courses/mine/", headers=HOST).context["page"].rows
    acts = AuditEntry.objects.filter(actor=person).order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["course_enrol", "course_withdraw"]


@pytest.mark.parametrize("wrong", [{"name": ""}, {"telephone": "call me"}, {"telephone": "\0"}])
def test_a_form_that_is_not_filled_in_is_told_what_is_missing(client, course, wrong):
    client.force_login(UserFactory())
    response = client.post(f"/courses/{course.pk}/enrol/", FORM | wrong, headers=HOST)
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    assert seats_taken(course) == 0


def test_nobody_gets_a_seat_that_is_not_there(client, course):
    for _seat in range(2):
        course_enrol(course=course, user=UserFactory(), **FORM)
    with pytest.raises(NoEnrolment):
        course_enrol(course=course, user=UserFactory(), **FORM)
    client.force_login(UserFactory())
    assert client.post(f"/courses/{course.pk}/enrol/", FORM, headers=HOST).status_code == 422


def test_who_has_a_seat_changes_the_telephone_and_takes_no_second_seat(course):
    person = UserFactory()
    course_enrol(course=course, user=person, **FORM)
    course_enrol(course=course, user=person, **FORM | {"telephone": "13900002222"})
    (seat,) = Enrolment.objects.all()
    assert seat.telephone == "13900002222"


def test_nobody_enrols_after_the_last_day(course):
    CoursePage.objects.update(enrol_until=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(NoEnrolment):
        course_enrol(course=course, user=UserFactory(), **FORM)


def test_a_seat_that_is_given_back_goes_to_the_next(course):
    people = UserFactory.create_batch(3)
    for person in people[:2]:
        course_enrol(course=course, user=person, **FORM)
    course_withdraw(course=course, user=people[0])
    course_enrol(course=course, user=people[2], **FORM)
    assert seats_taken(course) == 2


def test_the_course_shows_how_many_seats_are_left_and_whose_seat_one_has(client, course):
    person = UserFactory()
    course_enrol(course=course, user=person, **FORM)
    path = course.get_url_parts()[2]
    assert "seat" in client.get(path, headers=HOST).context
    assert client.get(path, headers=HOST).context["seats_left"] == 1
    client.force_login(person)
    assert "周敏" in client.get(path, headers=HOST).content.decode()


def test_a_person_takes_their_enrolments_along_and_has_them_erased(course):
    person = UserFactory()
    course_enrol(course=course, user=person, **FORM)
    held = personal_data.export_of(person)["city_sites"]
    assert held["enrolments"][0]["course"] == "电工班"
    next(one for one in personal_data.holdings() if one.name == "city_sites").erase(person)
    assert not Enrolment.objects.exists()
