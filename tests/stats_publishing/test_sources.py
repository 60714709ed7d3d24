"""Each rule of the published method is a function whose docstring names its source."""

import pytest

from stats_publishing.methods import (
    analysis,
    balance,
    gaps,
    outliers,
    panel,
    registrations,
    rounding,
    sectors,
    supply_demand,
    timeliness,
    wage_checks,
    wages,
    workdays,
)

RULES = (
    supply_demand.valid_counts, registrations.registration_counts, analysis.analysed, analysis.area_counts,
    analysis.gaps_of, analysis.panels, analysis.with_changes_of, supply_demand.with_shares,
    supply_demand.with_ratios, supply_demand.with_changes, supply_demand.aggregated, sectors.spread_other,
    sectors.three_sectors, gaps.largest_gaps, panel.included, panel.same_cities, panel.panel_change,
    rounding.rounded_quotient, rounding.rounded_whole, wages.wage_table, wages.in_unit, wages.in_prices_of,
    wages.year_on_year, wage_checks.wrong_units, wage_checks.below_minimum, balance.check_rule,
    outliers.against_own_past, outliers.against_peers, timeliness.timeliness, workdays.is_workday,
    workdays.workday_from,
)  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_names_its_source(rule):
    assert "Source: " in (rule.__doc__ or "")
