"""Figures of returns that stand out are explained or corrected before anybody accepts them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from standards import regions
from stats_publishing.enums import CellSource
from stats_publishing.models import Return, ReturnCell
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.return_checks import check_return
from stats_publishing.services.return_moves import reason_write, return_accept, return_submit
from stats_publishing.services.returns import figures_write
from tests.factories import UserFactory
from tests.stats_publishing.returns import WUHAN, opened, small_form

pytestmark = pytest.mark.django_db
PLAIN = {
    "rows": [{"code": "seekers", "name": "求职人数"}, {"code": "halls", "name": "服务窗口"}],
    "columns": [{"code": "men", "name": "男"}, {"code": "women", "name": "女"}],
}


@pytest.fixture
def form():
    return small_form(design=PLAIN, first="2026-01")


def handed_in(form, region: str, period: str, seekers: int) -> Return:
    """A return of the past, whatever its figures."""
    of = opened(region, period, form)
    ReturnCell.objects.bulk_create(
        ReturnCell(of=of, row=row, column=column, value=value, source="upload")
        for row, value in (("seekers", seekers), ("halls", 8))
        for column in ("men", "women")
    )
    Return.objects.filter(pk=of.pk).update(state="submitted", first_submitted_at=timezone.now())
    of.refresh_from_db()
    return of


def typed(of: Return, *, men: int, women: int) -> Return:
    """A return with figures that somebody filled in."""
    given = {("seekers", "men"): men, ("seekers", "women"): women, ("halls", "men"): 8, ("halls", "women"): 8}
    figures = {place: Decimal(value) for place, value in given.items()}
    figures_write(of=of, figures=figures, source=CellSource.SCREEN, by=None, at=timezone.now())
    of.refresh_from_db()
    return of


def found(of: Return) -> set[tuple[str, str]]:
    return {(one.rule.code, one.finding.column) for one in check_return(of=of).warnings}


def test_a_figure_with_a_zero_too_many_is_asked_about(form):
    for month, seekers in enumerate((1000, 1040, 980, 1010, 1020), 1):
        handed_in(form, WUHAN, f"2026-{month:02}", seekers)
    of = opened(WUHAN, "2026-06", form)
    typed(of, men=10_300, women=1015)
    assert found(of) == {("past:seekers", "男")}
    typed(of, men=1_030, women=1015)
    assert found(of) == set()


def test_a_region_that_changes_unlike_its_peers_is_asked_about(form):
    cities = [one.code for one in regions.cities()[:14]]
    for at, region in enumerate(cities):
        handed_in(form, region, "2026-04", 1000 + 10 * at)
        handed_in(form, region, "2026-05", 1050 + 10 * at)
    of = Return.objects.get(region=cities[3], period="2026-05")
    ReturnCell.objects.filter(of=of, row="seekers", column="women").update(value=9_000)
    assert found(of) == {("peers:seekers", "女")}
    with pytest.raises(NotPossible):
        return_accept(of=of, by=UserFactory(), at=timezone.now())
    other = Return.objects.get(region=cities[4], period="2026-05")
    assert return_accept(of=other, by=UserFactory(), at=timezone.now()).state == "accepted"


def test_an_explained_figure_is_accepted(form):
    for month in range(1, 6):
        handed_in(form, WUHAN, f"2026-{month:02}", 1000)
    of = opened(WUHAN, "2026-06", form)
    typed(of, men=3000, women=1000)
    for warning in check_return(of=of).unexplained:
        reason_write(
            of=of, rule=warning.rule.code, column=warning.finding.column, text="两区合并后口径扩大",
            by=None, at=timezone.now(),
        )  # fmt: skip
    assert check_return(of=of).is_clean
    return_submit(of=of, by=None, at=timezone.now())
    assert return_accept(of=of, by=UserFactory(), at=timezone.now()).state == "accepted"


def test_a_reason_does_not_speak_for_another_figure(form):
    for month in range(1, 6):
        handed_in(form, WUHAN, f"2026-{month:02}", 1000)
    of = typed(opened(WUHAN, "2026-06", form), men=3000, women=1000)
    (warning,) = check_return(of=of).unexplained
    reason_write(
        of=of, rule=warning.rule.code, column=warning.finding.column, text="两区合并后口径扩大",
        by=None, at=timezone.now(),
    )  # fmt: skip
    assert check_return(of=of).unexplained == ()
    assert len(check_return(of=typed(of, men=30_000, women=1000)).unexplained) == 1


def test_small_figures_may_jump(form):
    for month in range(1, 6):
        handed_in(form, WUHAN, f"2026-{month:02}", 4)
    of = opened(WUHAN, "2026-06", form)
    typed(of, men=30, women=4)
    assert found(of) == set()


def test_a_figure_that_stands_out_unexplained_is_not_submitted(form):
    for month in range(1, 6):
        handed_in(form, WUHAN, f"2026-{month:02}", 1000)
    of = opened(WUHAN, "2026-06", form)
    typed(of, men=3000, women=1000)
    with pytest.raises(NotPossible):
        return_submit(of=of, by=None, at=timezone.now())
