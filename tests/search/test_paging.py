"""Paging has no end, no gaps and no doubles."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import QueryDict
from django.utils import timezone

from jobs.models import Vacancy
from search.queries import BadCursor, parse_params, vacancy_search
from tests.factories import VacancyFactory, vacancies_alike
from tests.search.conftest import find

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_dictionary")]


def walk(query: str, *, forwards: bool = True) -> list[list[int]]:
    """The ids of all pages from the first to the last, or from the last back to the first."""
    params, _ = parse_params(QueryDict(query))
    pages, cursor = [], ""
    while True:
        result = vacancy_search(params.with_changes(cursor=cursor))
        pages.append([hit.id for hit in result.hits])
        following = result.next_cursor if forwards else result.previous_cursor
        if not following:
            return pages
        cursor = following


@pytest.mark.slow
def test_a_list_can_be_paged_past_ten_thousand_in_a_stable_order(rebuilt):
    vacancies_alike(10_150, published_at=timezone.now())
    rebuilt()
    found = [id_ for page in walk("repeats=1&page_size=100") for id_ in page]
    assert found == sorted(Vacancy.objects.values_list("pk", flat=True), reverse=True)


@pytest.mark.parametrize("sort", ["relevance", "newest", "pay"])
def test_pages_back_and_forth_are_the_same(rebuilt, sort):
    for number in range(13):
        VacancyFactory(
            title="电工" if number % 2 else "高级电工电工",
            pay_min=None if number % 3 == 0 else 4000 + number % 4,
            pay_max=None,
            published_at=timezone.now() - dt.timedelta(minutes=number // 5),
        )
    rebuilt()
    pages = walk(f"q=电工&sort={sort}&page_size=5")
    assert [len(page) for page in pages] == [5, 5, 3]
    assert len({id_ for page in pages for id_ in page}) == 13

    first = find(f"q=电工&sort={sort}&page_size=5")
    second = find(f"q=电工&sort={sort}&page_size=5&cursor={first.next_cursor}")
    third = find(f"q=电工&sort={sort}&page_size=5&cursor={second.next_cursor}")
    assert (first.previous_cursor, third.next_cursor) == ("", "")
    back = find(f"q=电工&sort={sort}&page_size=5&cursor={third.previous_cursor}")
    assert [hit.id for hit in back.hits] == pages[1]
    start = find(f"q=电工&sort={sort}&page_size=5&cursor={back.previous_cursor}")
    assert [hit.id for hit in start.hits] == pages[0]
    assert start.previous_cursor == ""
    assert start.next_cursor


def test_vacancies_that_state_their_pay_come_first_by_pay(rebuilt):
    unstated = VacancyFactory(pay_min=None, pay_max=None)
    low = VacancyFactory(pay_min=4000, pay_max=90_000)
    high = VacancyFactory(pay_min=5000, pay_max=6000)
    rebuilt()
    assert [hit.id for hit in find("sort=pay").hits] == [high.pk, low.pk, unstated.pk]


def test_a_cursor_of_another_search_or_a_changed_one_is_refused(rebuilt):
    VacancyFactory.create_batch(3)
    rebuilt()
    cursor = find("page_size=1").next_cursor
    with pytest.raises(BadCursor):
        find(f"q=电工&page_size=1&cursor={cursor}")
    with pytest.raises(BadCursor):
        find(f"page_size=1&cursor={cursor}x")
    assert find(f"page_size=2&cursor={cursor}").hits


def test_the_total_is_exact(rebuilt):
    VacancyFactory.create_batch(3)
    rebuilt()
    assert find("page_size=1").total == 3
