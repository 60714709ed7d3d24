"""Counts of a quarter from history: as it was, at the civil quarter's boundaries, nobody twice."""

from __future__ import annotations

import datetime as dt
from itertools import count, product

import polars as pl
import pytest
from django.utils import timezone

from jobs.models import SeekerSpell, VacancySpell
from stats_publishing.methods.groups import KINDS
from stats_publishing.methods.own_records import MINOR, groups_of, made
from stats_publishing.methods.periods import Period
from stats_publishing.services.counts import city_counts
from tests.factories import VacancyFactory

Q3 = Period.read("2026Q3")
WUHAN, YICHANG = "420100", "420500"
_IDS = count(1)


def at(month: int, day: int = 1, hour: int = 0) -> dt.datetime:
    return timezone.make_aware(dt.datetime(2026, month, day, hour))


JULY, EVER = at(7, 2), at(12, 31)


def vacancy(*spells: tuple[dt.datetime, dt.datetime, int], **facts) -> None:
    key = next(_IDS)
    given = {"city": WUHAN, "occupation": "6-29-03-07", "industry": "K7020", "employer_type": "170"} | facts
    VacancySpell.objects.bulk_create(
        VacancySpell(
            vacancy=key, number=number, begins_at=begin, ends_at=end, headcount=people,
            followed=number < len(spells), **given,
        )
        for number, (begin, end, people) in enumerate(spells, 1)
    )  # fmt: skip


def person(begin: dt.datetime = JULY, end: dt.datetime = EVER, **facts) -> None:
    given = {"city": WUHAN, "occupation": "6-29-03-07", "sex": "2", "age_from": 25} | facts
    SeekerSpell.objects.create(seeker=next(_IDS), number=1, begins_at=begin, ends_at=end, **given)


def row(kind: str, code: str, city: str = WUHAN) -> tuple[int | None, ...]:
    found = city_counts(period=Q3).filter(
        (pl.col("city") == city) & (pl.col("kind") == kind) & (pl.col("code") == code)
    )
    return found.select(pl.exclude("city", "kind", "code")).row(0) if found.height else ()


@pytest.mark.django_db
def test_the_boundaries_are_midnights_of_the_civil_quarter():
    vacancy((at(6, 30, 23), EVER, 3))
    vacancy((at(7, 1, 0), EVER, 5))
    vacancy((at(9, 30, 23), EVER, 7))
    vacancy((at(10, 1, 0), EVER, 11))
    vacancy((at(1), at(7, 1, 0), 13))
    assert row("sex", "_T")[:2] == (3, 12)


@pytest.mark.django_db
def test_a_vacancy_that_changes_counts_once_and_what_it_grows_by_is_new():
    vacancy((at(6), at(8), 4), (at(8), at(9), 9), (at(9), EVER, 6))
    vacancy((at(7, 5), at(7, 6), 2), (at(7, 6), EVER, 10))
    vacancy((at(6), at(8), 5), (at(8), EVER, 1))
    assert row("sex", "_T")[:2] == (9, 12)


@pytest.mark.django_db
def test_a_vacancy_corrected_in_the_quarter_stands_in_the_groups_of_its_last_word():
    vacancy((at(7, 5), EVER, 2))
    spell = VacancySpell.objects.get()
    VacancySpell.objects.filter(pk=spell.pk).update(ends_at=at(7, 6), followed=True)
    VacancySpell.objects.create(
        vacancy=spell.vacancy, number=2, begins_at=at(7, 6), ends_at=EVER, headcount=2, city=WUHAN,
        occupation="2-02-10-03", industry="I6510", employer_type="170",
    )  # fmt: skip
    assert row("industry", "K") == (0, 0, None, None)
    assert row("industry", "I") == (0, 2, None, None)
    assert row("occupation", "2-00-00-00")[:2] == (0, 2)


@pytest.mark.django_db
def test_people_are_counted_by_who_they_are():
    person(category="graduate", education="20", grade="40")
    person(at(1), category="new_youth", education="40", age_from=None)
    person(category="", sex="", education="", occupation="")
    assert row("seeker", "new_youth") == (None, None, 1, 1)
    assert row("seeker", "graduate") == (None, None, 0, 1)
    assert row("seeker", "_T") == (None, None, 1, 2)
    assert row("age", "25") == (0, 0, 0, 2)
    assert row("education", "60") == row("education", "40") == (0, 0, 1, 0)
    assert row("grade", "00") == (0, 0, 1, 1)
    assert row("occupation", "_N") == (0, 0, 0, 1)
    assert row(MINOR, "6-29-03-00") == (0, 0, 1, 1)


@pytest.mark.django_db
def test_vacancies_require_nothing_of_sex_and_age():
    vacancy((at(7, 5), EVER, 2))
    person()
    assert row("sex", "_N") == (0, 2, 0, 0)
    assert row("age", "_N") == (0, 2, 0, 0)
    assert row("employer", "E")[:2] == row("employer", "100")[:2] == row("employer", "170")[:2] == (0, 2)


@pytest.mark.django_db
def test_what_happens_afterwards_does_not_change_a_past_quarter():
    vacancy((at(6), at(8), 4), (at(8), EVER, 9))
    person()
    before = city_counts(period=Q3)
    last = VacancySpell.objects.get(number=2)
    VacancySpell.objects.filter(pk=last.pk).update(ends_at=at(10, 20), followed=True)
    VacancySpell.objects.create(
        vacancy=last.vacancy, number=3, begins_at=at(10, 20), ends_at=EVER, headcount=99, city=YICHANG
    )
    SeekerSpell.objects.update(ends_at=at(11), seeker=-5)
    assert city_counts(period=Q3).equals(before)


@pytest.mark.django_db
def test_cities_are_counted_alone_as_together():
    vacancy((at(7, 5), EVER, 2))
    vacancy((at(6, 5), EVER, 3), city=YICHANG)
    both = city_counts(period=Q3)
    assert city_counts(period=Q3, cities=[YICHANG]).equals(both.filter(pl.col("city") == YICHANG))


@pytest.mark.django_db
def test_a_vacancy_made_through_the_portal_is_counted_in_its_quarter():
    VacancyFactory(headcount=6)
    now = Period.of(timezone.localdate(), Q3.kind)
    counts = city_counts(period=now).filter((pl.col("kind") == "sex") & (pl.col("code") == "_T"))
    assert counts.row(0)[3:] == (0, 6, 0, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_every_code_counts_in_one_leaf_at_most(kind):
    """Groups above it and parts of it are other rows."""
    roles = {group.code: group for group in made(kind)}
    codes = ["", "C", "Z", "170", "900", "20", "90", "4-01-02", "9", "graduate", "1", "45", "T1"]
    for code, side in product(codes, ["demand", "seekers"]):
        found = [roles[each] for each in groups_of(kind, side, code) if each in roles]
        leaves = [each for each in found if each.role != "part" and each.name not in ("企业", "内资企业")]
        assert len(leaves) <= 1
