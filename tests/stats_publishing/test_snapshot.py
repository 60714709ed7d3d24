"""The market's daily figures."""

import datetime as dt

import pytest
from django.utils import timezone

from jobs.enums import VerificationState
from stats_publishing.models import MarketSnapshot
from stats_publishing.services import market_snapshot_take, snapshot_of
from tests.factories import EmployerFactory, VacancyFactory

pytestmark = pytest.mark.django_db


def test_figures_count_public_vacancies_only_and_pay_by_the_middle_of_its_range():
    now = timezone.now()
    for pay in (4000, 6000, 8000):
        VacancyFactory(pay_min=pay, pay_max=pay + 2000, headcount=3)
    VacancyFactory(
        region="440103", pay_min=None, pay_max=None, headcount=1, published_at=now - dt.timedelta(days=9)
    )
    VacancyFactory(closed=True)
    VacancyFactory(expires_on=timezone.localdate() - dt.timedelta(days=1))
    VacancyFactory(employer=EmployerFactory(verification=VerificationState.UNVERIFIED))
    VacancyFactory(duplicate_of=VacancyFactory(region="440103", pay_min=None, pay_max=None, headcount=5))

    assert market_snapshot_take(at=now) == 3
    nation, wuhan = snapshot_of("000000"), snapshot_of("420100")
    assert (nation.vacancies, nation.headcount, nation.cities) == (5, 15, 2)
    assert nation.new_this_week == 4
    assert nation.pay_stated == 3
    assert (wuhan.vacancies, wuhan.headcount) == (3, 9)
    assert (wuhan.pay_p25, wuhan.pay_p50, wuhan.pay_p75) == (6000, 7000, 8000)
    assert snapshot_of("440100").pay_p50 is None


def test_taken_again_on_the_same_day_the_newer_figures_replace_the_older():
    now = timezone.now()
    market_snapshot_take(at=now)
    VacancyFactory()
    market_snapshot_take(at=now)
    assert MarketSnapshot.objects.get(region="000000").vacancies == 1


def test_before_the_first_figures_there_are_none():
    assert snapshot_of("000000") is None
