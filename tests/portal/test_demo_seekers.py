"""Invented job seekers: made once, and marked as such."""

from __future__ import annotations

import datetime as dt

import pytest

from jobs.models import JobSeeker
from portal.demo.cities import demo_cities, demo_city
from portal.demo.seekers import CITIES, OF_A_RARE_ONE, OF_ALL, RARE, seekers_ensure

TODAY = dt.date(2026, 3, 5)
WUHAN = demo_city("420100")


@pytest.mark.django_db
def test_a_city_gets_its_seekers_once():
    assert seekers_ensure(city=WUHAN, today=TODAY) == RARE * OF_A_RARE_ONE + OF_ALL
    assert seekers_ensure(city=WUHAN, today=TODAY) == 0
    made = JobSeeker.objects.with_profile()
    assert made.filter(is_demo=True, user=None).count() == made.count()
    assert made.findable().count() > 0.8 * made.count()
    assert all(seeker.wanted.all() and seeker.places.all() for seeker in made)


@pytest.mark.django_db
def test_other_cities_get_none():
    other = next(code for code in demo_cities() if code not in CITIES)
    assert seekers_ensure(city=demo_city(other), today=TODAY) == 0


def test_every_city_with_seekers_is_one_of_the_demonstration():
    assert set(CITIES) <= demo_cities().keys()
