"""Lists of the workspace are paged behind a row, whatever leaves them meanwhile."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.utils import timezone

from city_sites.workspace.paging import page_of
from search.models import PopularSearch

pytestmark = pytest.mark.django_db


def page(after: object = "", size: int = 2):
    rows = PopularSearch.objects.filter(hidden_at=None).order_by("-asked", "pk")
    return page_of(RequestFactory().get("/", {"after": after}), rows, size=size)


@pytest.fixture
def searches():
    return [
        PopularSearch.objects.create(text=f"电工{number}", asked=asked, last_day=timezone.localdate())
        for number, asked in enumerate((9, 9, 9, 7, 5))
    ]


def test_pages_hold_every_row_once_in_order(searches):
    first = page()
    second = page(first.next_after)
    third = page(second.next_after)
    assert [*first.rows, *second.rows, *third.rows] == searches
    assert [first.is_first, second.is_first, third.is_first] == [True, False, False]
    assert third.next_after is None


def test_what_leaves_the_list_takes_nothing_from_the_next_page(searches):
    first = page()
    PopularSearch.objects.filter(pk__in=[row.pk for row in first.rows]).update(hidden_at=timezone.now())
    assert page(first.next_after).rows == searches[2:4]


@pytest.mark.parametrize("nonsense", ["x", "-1", "9" * 15, "\0", "9" * 40])
def test_a_cursor_that_is_none_means_the_start(searches, nonsense):
    assert page(nonsense).rows == searches[:2]
    assert page(nonsense).is_first
