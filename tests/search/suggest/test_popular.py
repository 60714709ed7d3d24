"""From what people typed to what is popular."""

import datetime as dt

import pytest

from accounts.models import AuditEntry
from search.models import PopularSearch
from search.suggest import popular
from search.suggest.popular import LEAST_PEOPLE, popular_hide, popular_roll_up, popular_show
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 23)


@pytest.fixture
def asked(monkeypatch):
    """Give it what was asked on every day, by how many people."""

    def were(**people: int) -> None:
        monkeypatch.setattr(popular, "asked_on", lambda day: iter(people.items()))

    return were


def counted() -> dict[str, int]:
    return dict(PopularSearch.objects.values_list("text", "asked"))


def test_only_what_enough_people_typed_is_written_down(asked):
    asked(电工=LEAST_PEOPLE, 会计=LEAST_PEOPLE - 1)
    assert popular_roll_up(day=DAY) == 1
    assert counted() == {"电工": LEAST_PEOPLE}


def test_a_day_counts_once(asked):
    asked(电工=7)
    popular_roll_up(day=DAY)
    assert popular_roll_up(day=DAY) == 0
    assert counted() == {"电工": 7}


def test_days_add_up(asked):
    asked(电工=7)
    popular_roll_up(day=DAY)
    asked(电工=6)
    popular_roll_up(day=DAY + dt.timedelta(days=1))
    assert counted() == {"电工": 13}


def test_what_was_not_popular_for_long_is_forgotten_but_not_that_it_is_hidden(asked):
    long_ago = DAY - dt.timedelta(days=91)
    PopularSearch.objects.create(text="口罩厂", asked=9, last_day=long_ago)
    PopularSearch.objects.create(
        text="刷单", asked=9, last_day=long_ago, hidden_at=dt.datetime(2026, 8, 1, tzinfo=dt.UTC)
    )
    PopularSearch.objects.create(text="焊工", asked=9, last_day=long_ago + dt.timedelta(days=1))
    asked()
    popular_roll_up(day=DAY)
    assert set(counted()) == {"刷单", "焊工"}


def test_hiding_is_noted_with_who_did_it_and_can_be_taken_back():
    staff = UserFactory()
    search = PopularSearch.objects.create(text="刷单", asked=9, last_day=DAY)
    popular_hide(search=search, by=staff)
    popular_hide(search=search, by=staff)
    assert not PopularSearch.objects.shown().exists()
    assert search.hidden_by == staff
    popular_show(search=search, by=staff)
    assert PopularSearch.objects.shown().get() == search
    assert list(AuditEntry.objects.order_by("pk").values_list("act", "actor")) == [
        ("popular_hide", staff.pk),
        ("popular_show", staff.pk),
    ]


def test_a_hidden_search_that_stays_popular_stays_hidden(asked):
    search = PopularSearch.objects.create(text="刷单", asked=9, last_day=DAY)
    popular_hide(search=search, by=UserFactory())
    asked(刷单=20)
    popular_roll_up(day=DAY + dt.timedelta(days=1))
    assert not PopularSearch.objects.shown().exists()
