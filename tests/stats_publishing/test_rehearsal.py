"""A rehearsal: thirty cities, three quarters, one late, one excluded, one wrong; the truth comes out.

What was planted is added up here in plain Python, apart from all methods.
"""

from __future__ import annotations

from random import Random

import pytest
from django.utils import timezone

from accounts.enums import NATION
from accounts.models import User
from standards import regions
from stats_publishing.methods.periods import Period
from stats_publishing.models import DatasetVersion
from stats_publishing.services import figures
from stats_publishing.services.datasets import NotPossible
from tests.stats_publishing.quarters import approved_cities, exclude, quarter

QUARTERS = ("2025Q4", "2026Q1", "2026Q2")
LATE, EXCLUDED, WRONG = 3, 7, 11


def planted(rng: Random, cities: list[str]) -> dict[str, dict[str, tuple[int, int]]]:
    """Quarter → city → people wanted, people looking."""
    return {code: {city: (rng.randint(1, 40), rng.randint(3, 12)) for city in cities} for code in QUARTERS}


def sums(truth, cities) -> tuple[int, int]:
    return tuple(sum(truth[city][side] for city in cities) for side in (0, 1))  # type: ignore[return-value]


def percent(now: int, before: int) -> float:
    return round(100 * (now - before) / before + 1e-9, 2)


def nation(period: Period, *, reason: str = "") -> DatasetVersion:
    """Make the country's figures again and approve them."""
    now = timezone.now()
    made = figures.area_figures_freeze(period=period, areas=[NATION], by=None, at=now, reason=reason)
    figures.figures_approve(
        period=period, region=NATION, by=User.objects.get(email="approver@province.example"), at=now
    )
    return next(version for version in made if version.dataset == "supply-demand-total")


def figure(version: DatasetVersion, measure: str):
    return version.figures.cell(("_T",), measure)


@pytest.mark.django_db
def test_planted_truth_comes_out_of_late_excluded_and_corrected_figures():
    cities = [city.code for city in regions.cities()[::11]][:30]
    truth = planted(Random(8), cities)
    late, excluded, wrong = (cities[place] for place in (LATE, EXCLUDED, WRONG))
    first, second, third = map(Period.read, QUARTERS)
    for code in QUARTERS:
        for city, (demand, seekers) in truth[code].items():
            if (code, city) != (third.code, late):
                quarter(code, city, demand=demand, seekers=seekers)
    quarter(third.code, wrong, demand=500, seekers=0)
    exclude(excluded, third, reason="统计口径调整")

    for period in (first, second, third):
        approved_cities(period.code)
    assert figure(nation(first), "ratio") == round(_ratio(truth[first.code], cities), 2)
    total = nation(second)
    demand_before = sums(truth[first.code], cities)[0]
    assert figure(total, "demand_level_qoq") == percent(sums(truth[second.code], cities)[0], demand_before)

    total = nation(third)
    counting = [city for city in cities if city not in (late, excluded)]
    assert figure(total, "demand") == sums(truth[third.code], counting)[0] + 500
    assert (figure(total, "cities"), figure(total, "cities_qoq")) == (28, 28)
    assert total.notes["excluded"] == [[excluded, "统计口径调整"]]
    assert sorted(total.notes["panel_qoq"]["left_out"]) == sorted(
        [[late, "now", "not reported"], [excluded, "now", "统计口径调整"]]
    )

    quarter(third.code, late, demand=truth[third.code][late][0], seekers=truth[third.code][late][1])
    remove_the_error(third, wrong)
    with pytest.raises(NotPossible):
        approved_cities(third.code)
    approved_cities(third.code, reason="更正多报的500人")
    corrected = nation(third, reason="一市补报，一市更正")
    counting.append(late)
    assert (figure(corrected, "demand"), figure(corrected, "seekers")) == sums(truth[third.code], counting)
    assert figure(corrected, "ratio") == round(_ratio(truth[third.code], counting), 2)
    assert (corrected.number, corrected.supersedes_id) == (2, total.pk)
    total.refresh_from_db()
    assert figure(total, "demand") != figure(corrected, "demand")
    panel = [city for city in cities if city != excluded]
    now, before = sums(truth[third.code], panel), sums(truth[second.code], panel)
    assert figure(corrected, "demand_level_qoq") == percent(now[0], before[0])
    assert figure(corrected, "seekers_level_qoq") == percent(now[1], before[1])


def _ratio(truth, cities) -> float:
    demand, seekers = sums(truth, cities)
    return demand / seekers


def remove_the_error(period: Period, city: str) -> None:
    """As if the city's vacancy of 500 had never been there."""
    from jobs.models import VacancySpell

    VacancySpell.objects.filter(city=city, headcount=500).delete()
