"""The quarterly figures: of cities, and of larger areas out of approved ones only."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.enums import NATION
from stats_publishing.methods.periods import Period
from stats_publishing.models import DatasetVersion
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.figure_tables import newest_versions
from stats_publishing.services.figures import area_figures_freeze, city_figures_freeze
from tests.stats_publishing.quarters import approved_cities, exclude, quarter

pytestmark = pytest.mark.django_db
Q2, Q3 = Period.read("2026Q2"), Period.read("2026Q3")
WUHAN, YICHANG, CHANGSHA, SHENZHEN = "420100", "420500", "430100", "440300"


def cell(region: str, kind: str, code: str, measure: str, period: Period = Q3):
    found = newest_versions(
        period=period, datasets=[f"supply-demand-{kind}"], regions=[region], approved=False
    ).get()
    return found.figures.cell((code,), measure)


def areas(period: Period = Q3, **more) -> list[DatasetVersion]:
    return area_figures_freeze(period=period, by=None, at=timezone.now(), **more)


def test_a_city_has_every_table_and_says_where_its_figures_come_from():
    quarter("2026Q3", WUHAN, demand=30, seekers=20)
    made = city_figures_freeze(period=Q3, by=None, at=timezone.now())
    assert {version.dataset for version in made} == {
        f"supply-demand-{kind}"
        for kind in (
            "total", "sector", "industry", "employer", "occupation", "gap", "surplus", "minor", "seeker",
            "sex", "age", "education", "grade",
        )
    }  # fmt: skip
    assert {version.notes["source"] for version in made} == {"records"}
    assert cell(WUHAN, "total", "_T", "ratio") == 1.5
    assert cell(WUHAN, "occupation", "6-00-00-00", "demand_share") == 100
    assert cell(WUHAN, "gap", "6-29-03-00", "gap") == 10
    assert cell(WUHAN, "sector", "S2", "demand") == 30


def test_making_the_same_again_makes_no_other_version():
    quarter("2026Q3", WUHAN, demand=30, seekers=20)
    first = city_figures_freeze(period=Q3, by=None, at=timezone.now())
    assert city_figures_freeze(period=Q3, by=None, at=timezone.now()) == first


def test_figures_that_change_need_a_reason():
    quarter("2026Q3", WUHAN, demand=30, seekers=20)
    city_figures_freeze(period=Q3, by=None, at=timezone.now())
    quarter("2026Q3", WUHAN, demand=1, seekers=0)
    with pytest.raises(NotPossible):
        city_figures_freeze(period=Q3, by=None, at=timezone.now())
    city_figures_freeze(period=Q3, by=None, at=timezone.now(), reason="蔡甸区补报")
    assert cell(WUHAN, "total", "_T", "demand") == 31


def test_larger_areas_are_sums_of_approved_cities_only():
    quarter("2026Q3", WUHAN, demand=30, seekers=20)
    quarter("2026Q3", CHANGSHA, demand=10, seekers=20)
    city_figures_freeze(period=Q3, by=None, at=timezone.now())
    assert areas() == []
    approved_cities("2026Q3")
    areas()
    assert cell(NATION, "total", "_T", "demand") == 40
    assert cell(NATION, "total", "_T", "ratio") == 1.0
    assert cell("420000", "total", "_T", "ratio") == 1.5
    assert cell(NATION, "area", "central", "cities") == 2
    assert cell(NATION, "area", "a-central_south", "ratio") == 1.0


def test_parts_of_the_country_have_the_tables_of_the_country():
    """Wuhan and Changsha lie in the centre, Shenzhen in the east, all three in 中南."""
    for code, demand in (("2026Q2", 20), ("2026Q3", 30)):
        quarter(code, WUHAN, demand=demand, seekers=20)
        quarter(code, CHANGSHA, demand=10, seekers=10, grade="30")
    quarter("2026Q3", SHENZHEN, demand=50, seekers=20)
    for period in (Q2, Q3):
        approved_cities(period.code)
        approved_now(areas(period, areas=[NATION]))
    assert part("", "central", "demand") == 40
    assert part("", "central", "ratio_qoq") == 0.33
    assert part("", "central", "demand_level_qoq") == 33.33
    assert [part("", "a-central_south", name) for name in ("cities", "cities_qoq", "cities_yoy")] == [3, 2, 0]
    assert [part("grade", "central", code, "demand_share") for code in ("40", "30")] == [75.0, 25.0]
    assert part("grade", "central", "30", "demand_share_qoq") == -8.33
    assert part("grade", "a-central_south", "40", "demand") == 80
    assert part("sector", "east", "S2", "demand") == 50
    assert part("seeker", "east", "lost_job", "seekers_share") == 100.0
    assert part("occupation", "a-central_south", "6-00-00-00", "ratio") == 1.8
    assert {row[0] for row in parts_table("industry").rows} == {"east", "central", "a-central_south"}


def test_a_city_that_is_excluded_counts_in_no_part_of_the_country():
    quarter("2026Q3", WUHAN, demand=30, seekers=20)
    quarter("2026Q3", CHANGSHA, demand=10, seekers=10)
    approved_cities("2026Q3")
    exclude(CHANGSHA, Q3, reason="统计口径调整")
    areas(areas=[NATION])
    assert (part("", "central", "demand"), part("", "central", "cities")) == (30, 1)
    assert part("sex", "central", "_T", "demand") == 30


def parts_table(kind: str):
    name = f"supply-demand-area-{kind}" if kind else "supply-demand-area"
    return newest_versions(period=Q3, datasets=[name], regions=[NATION], approved=False).get().figures


def part(kind: str, *key_and_measure: str):
    *key, measure = key_and_measure
    return parts_table(kind).cell(tuple(key), measure)


def approved_now(made: list[DatasetVersion]) -> None:
    DatasetVersion.objects.filter(pk__in=[version.pk for version in made]).update(
        approved_at=timezone.now(), approved_by=_approver()
    )


def test_changes_of_levels_are_of_the_same_cities_and_changes_of_ratios_of_the_published_ones():
    for code, demand in (("2026Q2", 20), ("2026Q3", 30)):
        quarter(code, WUHAN, demand=demand, seekers=20)
    quarter("2026Q3", YICHANG, demand=50, seekers=20)
    for period in (Q2, Q3):
        approved_cities(period.code)
        approved_now(areas(period))
    assert cell(NATION, "total", "_T", "demand_level_qoq") == 50.0
    assert cell(NATION, "total", "_T", "cities_qoq") == 1
    assert cell(NATION, "total", "_T", "ratio_qoq") == 1.0
    assert cell(NATION, "total", "_T", "demand_level_yoy") is None
    notes = newest_versions(
        period=Q3, datasets=["supply-demand-total"], regions=[NATION], approved=False
    ).get()
    assert notes.notes["panel_qoq"] == {"cities": 1, "left_out": [[YICHANG, "before", "not reported"]]}


def test_shares_change_by_the_difference_of_published_shares():
    quarter("2026Q2", WUHAN, demand=1, seekers=3, occupation="6-29-03-07")
    quarter("2026Q2", WUHAN, demand=2, seekers=3, occupation="4-01-02-01")
    approved_cities("2026Q2")
    quarter("2026Q3", WUHAN, demand=1, seekers=3, occupation="6-29-03-07")
    quarter("2026Q3", WUHAN, demand=5, seekers=3, occupation="4-01-02-01")
    city_figures_freeze(period=Q3, by=None, at=timezone.now())
    assert cell(WUHAN, "occupation", "6-00-00-00", "demand_share", Q2) == 33.33
    assert cell(WUHAN, "occupation", "6-00-00-00", "demand_share") == 16.67
    assert cell(WUHAN, "occupation", "6-00-00-00", "demand_share_qoq") == -16.66


def _approver():
    from accounts.models import User

    return User.objects.get(email="approver@province.example")
