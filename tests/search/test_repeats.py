"""An employer's repeated postings of one job are one row."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobs.models import Vacancy
from search.documents import repeat_key
from search.queries import SearchParams, vacancy_search
from tests.factories import EmployerFactory, VacancyFactory
from tests.search.conftest import counts, find
from tests.search.test_paging import walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_dictionary")]


def post(employer, number: int, **values: object) -> list:
    """Postings of one job, each a minute older than the one before."""
    now = timezone.now()
    return [
        VacancyFactory(employer=employer, published_at=now - dt.timedelta(minutes=minute), **values)
        for minute in range(number)
    ]


def test_what_is_the_same_job_of_the_same_employer_in_the_same_city():
    key = repeat_key(1, "电工", "420115")
    assert repeat_key(1, "急聘电工（双休）", "420106") == key
    assert repeat_key(2, "电工", "420115") != key
    assert repeat_key(1, "焊工", "420115") != key
    assert repeat_key(1, "电工", "440305") != key
    assert repeat_key(None, "电工", "420115") is None


def test_the_first_is_shown_and_says_how_many_more_there_are(rebuilt):
    repeated = post(EmployerFactory(), 3)
    alone = VacancyFactory(title="焊工", published_at=timezone.now() - dt.timedelta(days=1))
    rebuilt()
    found = find("sort=newest")
    assert [(hit.id, hit.repeats) for hit in found.hits] == [(repeated[0].pk, 2), (alone.pk, 0)]


def test_total_and_facets_count_every_vacancy(rebuilt):
    post(EmployerFactory(), 3)
    rebuilt()
    found = find()
    assert (len(found.hits), found.total) == (1, 3)
    assert counts(found, "education") == {"60": 3}


def test_each_is_shown_where_that_is_asked_for(rebuilt):
    post(EmployerFactory(), 3)
    rebuilt()
    assert [hit.repeats for hit in find("repeats=1").hits] == [0, 0, 0]


def test_among_what_the_filters_leave_another_posting_stands_for_them(rebuilt):
    employer = EmployerFactory()
    post(employer, 2, region="420106")
    elsewhere = VacancyFactory(
        employer=employer, region="420115", published_at=timezone.now() - dt.timedelta(days=2)
    )
    rebuilt()
    assert [(hit.id, hit.repeats) for hit in find("region=420115").hits] == [(elsewhere.pk, 0)]


def test_a_repeated_posting_does_not_come_again_on_a_later_page(rebuilt):
    one, other = EmployerFactory(), EmployerFactory()
    now = timezone.now()
    for minute in range(12):
        VacancyFactory(
            employer=one if minute % 2 else other,
            title=f"工作{minute}" if minute % 3 else "反复招的工作",
            published_at=now - dt.timedelta(minutes=minute),
        )
    rebuilt()
    pages = walk("page_size=2&sort=newest")
    shown = [id_ for page in pages for id_ in page]
    assert len(shown) == len(set(shown)) == 10
    assert all(len(page) == 2 for page in pages)


def test_a_page_fills_up_behind_many_repeated_postings(rebuilt):
    employer = EmployerFactory()
    post(employer, 60, title="普工")
    others = post(EmployerFactory(), 1, title="焊工", region="420106")
    old = timezone.now() - dt.timedelta(days=9)
    others += [VacancyFactory(title=f"电工{number}", published_at=old) for number in range(4)]
    rebuilt()
    found = find("page_size=5&sort=newest")
    assert len(found.hits) == 5
    assert {hit.title for hit in found.hits} > {"普工", "焊工"}


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(jobs=st.lists(st.integers(0, 4), min_size=1, max_size=24), size=st.integers(1, 5), data=st.data())
def test_any_pages_show_the_first_of_each_job_once_in_the_order_of_the_list(rebuilt, jobs, size, data):
    Vacancy.objects.all().delete()
    employer, now = EmployerFactory(), timezone.now()
    made = [
        VacancyFactory(
            employer=employer, title="钳焊车铣刨"[job] + "工", published_at=now - dt.timedelta(minutes=minute)
        )
        for minute, job in enumerate(jobs)
    ]
    rebuilt()
    firsts = list({job: vacancy.pk for vacancy, job in reversed(list(zip(made, jobs, strict=True)))}.values())
    expected = sorted(firsts, key=[vacancy.pk for vacancy in made].index)
    pages = walk(f"page_size={size}&sort=newest")
    assert [id_ for page in pages for id_ in page] == expected

    params, cursors = SearchParams(page_size=size, sort="newest"), [""]
    for _page in pages[1:]:
        cursors.append(vacancy_search(params.with_changes(cursor=cursors[-1])).next_cursor)
    if len(pages) > 1:
        place = data.draw(st.integers(1, len(pages) - 1))
        there = vacancy_search(params.with_changes(cursor=cursors[place]))
        back = vacancy_search(params.with_changes(cursor=there.previous_cursor))
        assert [hit.id for hit in back.hits] == pages[place - 1]
