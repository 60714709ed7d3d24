"""The last seat of a course, wanted by two at once."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale, Page

from city_sites.models import CoursePage
from city_sites.services.enrolments import NoEnrolment, course_enrol, seats_taken
from tests.city_sites.pages import fields_of
from tests.city_sites.test_enrolment import FORM
from tests.factories import UserFactory


def course_without_site(**changes):
    """A course on a tree of its own: tests that commit leave no first page behind them."""
    Locale.objects.get_or_create(language_code=get_supported_content_language_variant("zh-hans"))
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    return root.add_child(
        instance=CoursePage(title="电工班", region="420100", **fields_of(CoursePage) | changes)
    )


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_do_not_share_the_last_seat():
    course = course_without_site(seats=1)
    people, told = UserFactory.create_batch(2), []
    start = threading.Barrier(2)

    def enrol(person):
        start.wait()
        try:
            course_enrol(course=course, user=person, **FORM)
        except NoEnrolment:
            told.append(person)
        finally:
            connection.close()

    threads = [threading.Thread(target=enrol, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert seats_taken(course) == 1
