"""Wage tables of cities, provinces and versions, and an attacker of their own who knows all of them."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest

from standards.occupations import occupation
from stats_publishing.methods.disclosure import TOTAL
from stats_publishing.methods.periods import Period
from stats_publishing.methods.suppression import room
from stats_publishing.models import DatasetVersion, PriceIndex
from stats_publishing.services import disclosure, surveys
from stats_publishing.services.datasets import Draft, NotCleared, NotPossible, datasets_freeze
from stats_publishing.services.survey_rows import counted_rows
from stats_publishing.services.wage_tables import survey_approve
from stats_publishing.tables import SUPPRESSED, Table
from stats_publishing.wage_enums import SurveyState
from tests.factories import UserFactory
from tests.stats_publishing.attacker import ranges
from tests.stats_publishing.survey_files import employee_rows, sent_survey, tabulated_survey
from tests.stats_publishing.test_datasets import NOW

WUHAN, HUANGSHI, XIANGYANG, HUBEI = "420100", "420200", "420600", "420000"
OCCUPATIONS = ("4-02-02-01", "4-02-02-03", "4-01-02-01", "2-02-10-03", "2-02-10-02")
KINDS = ("occupation", "industry", "occupation-industry", "education", "grade", "size")


def scattered(seed, *, city, number=260, employers=14):
    """Employees of few employers in many cells: much has to be kept back."""
    pick = random.Random(seed)
    rows = employee_rows(number, employers=employers, seed=seed, city=city)
    for row in rows:
        row[5] = pick.choices(OCCUPATIONS, weights=(9, 5, 8, 3, 1))[0]
    return rows


def version(region, kind, number=1, year=2025):
    return DatasetVersion.objects.get(
        dataset=f"wage-level-{kind}", region=region, period=str(year), number=number
    )


# The attacker


def cells_of(employee):
    """(kind of table, key) of every cell that an employee is counted in, written out by hand."""
    minor = occupation(employee["occupation"]).parent_code
    sub, major = minor[:4] + "-00-00", minor[:1] + "-00-00-00"
    section = employee["industry"][:1]
    yield "total", ()
    for group in (major, sub, minor, employee["occupation"]):
        yield "occupation", (group,)
    yield "industry", (section,)
    yield "occupation-industry", (minor, section)
    for kind in ("education", "grade", "size"):
        yield kind, (employee[kind] or "?",)


def totals_of(kind, key):
    """The cells that one is part of."""
    if kind == "occupation":
        above = occupation(key[0]).parent_code
        yield ("occupation", (above,)) if above else ("total", ())
    elif kind == "occupation-industry":
        yield "occupation", (key[0],)
        yield "industry", (key[1],)
    elif kind != "total":
        yield "total", ()


def figures_of(regions, measure):
    """(region, kind, key) → its figure, from the rows."""
    value = defaultdict(float)
    for region, rows in regions.items():
        for employee in rows.iter_rows(named=True):
            for kind, key in cells_of(employee):
                value[region, kind, key] += 1 if measure == "persons" else employee["pay"]
    return value


def shown_by_any_version():
    """The cells whose figures stand in a table."""
    shown = set()
    for one in DatasetVersion.objects.all():
        kind, table = one.dataset.removeprefix("wage-level-"), one.figures
        at = table.measures.index("persons") + len(table.dimensions)
        for row in table.rows:
            key = row[: len(table.dimensions)]
            name = ("total", ()) if key == (TOTAL,) else (kind, key)
            if row[at] is not None:
                shown.add((one.region, *name))
    return shown


def sums_of(cells, within):
    """Total and parts, inside each region and of each region over its cities.

    Args:
        within: region → its cities.
    """
    parts = defaultdict(list)
    for region, kind, key in cells:
        for total in totals_of(kind, key):
            parts[(region, *total), kind].append((region, kind, key))
        for city in within.get(region, ()):
            if (city, kind, key) in cells:
                parts[(region, kind, key), "cities"].append((city, kind, key))
    return [(total, members) for (total, _along), members in parts.items()]


def assert_nothing_is_recovered(regions, within=None):
    """No sensitive cell is narrowed down further than it must not be."""
    limits = disclosure.limits()
    within = within or {HUBEI: [region for region in regions if region != HUBEI]}
    people = defaultdict(set), defaultdict(int)
    for region, rows in regions.items():
        for employee in rows.iter_rows(named=True):
            for kind, key in cells_of(employee):
                people[0][region, kind, key].add(employee["employer"])
                people[1][region, kind, key] += 1
    told = shown_by_any_version()
    secrets = [
        cell
        for cell, employers in people[0].items()
        if cell not in told and (len(employers) < limits.employers or people[1][cell] < limits.persons)
    ]
    assert secrets, "there is nothing to attack"
    for measure in ("persons", "amount"):
        value = figures_of(regions, measure)
        shown = {cell: value[cell] for cell in told if cell in value}
        for cell, (least, most) in ranges(sums_of(value, within), shown=shown, secrets=secrets).items():
            down, up = room(value[cell], protection=limits.protection)
            slack = 1e-4 * max(1.0, value[cell])
            assert least <= value[cell] - down + slack, (cell, value[cell], least, most)
            assert most >= value[cell] + up - slack, (cell, value[cell], least, most)


@pytest.mark.django_db
def test_nothing_is_recovered_from_all_tables_of_a_city_together():
    survey = tabulated_survey(scattered(1, city="武"), UserFactory())
    assert {one.dataset for one in DatasetVersion.objects.all()} == {f"wage-level-{kind}" for kind in KINDS}
    rows = counted_rows(survey)
    assert_nothing_is_recovered({WUHAN: rows})
    table = version(WUHAN, "occupation-industry").figures
    assert SUPPRESSED in table.marks.values()
    assert any(row[2] is not None for row in table.rows)


@pytest.mark.django_db
@pytest.mark.parametrize("order", ["cities first", "a city after its province"])
def test_nothing_is_recovered_from_cities_and_their_province_together(order):
    by = UserFactory()
    cities = {WUHAN: "武", HUANGSHI: "黄", XIANGYANG: "襄"}
    made = {}
    for number, (region, word) in enumerate(cities.items()):
        made[region] = tabulated_survey(scattered(number, city=word), by, region=region)
    if order == "a city after its province":
        # what the province was made of is there; the city's own tables are made once more after it
        pooled_province(by)
        surveys.survey_reopen(survey=made[WUHAN], by=by)
        surveys.survey_tabulate(survey=made[WUHAN], by=by, reason="复核后重新发布", enqueue=False)
        surveys.survey_work(survey_id=made[WUHAN].pk)
    else:
        pooled_province(by)
    regions = {region: counted_rows(survey) for region, survey in made.items()}
    province = surveys.WageSurvey.objects.get(region=HUBEI)
    assert province.employees == sum(map(len, regions.values()))
    assert_nothing_is_recovered({**regions, HUBEI: counted_rows(province)})


def pooled_province(by):
    province = surveys.survey_pool(region=HUBEI, year=2025, by=by, enqueue=False)
    surveys.survey_work(survey_id=province.pk)
    province.refresh_from_db()
    surveys.survey_tabulate(survey=province, by=by, enqueue=False)
    surveys.survey_work(survey_id=province.pk)
    province.refresh_from_db()
    assert province.state == SurveyState.TABULATED, province.error_detail
    return province


@pytest.mark.django_db
def test_nothing_is_recovered_with_what_the_version_before_published():
    by, other = UserFactory(), UserFactory()
    rows = scattered(7, city="武")
    first = tabulated_survey(rows, by)
    survey_approve(survey=first, by=other, at=NOW())
    less = [row for at, row in enumerate(rows) if at % 40]
    second = tabulated_survey(less, by, reason="一家单位误报，已更正")
    assert version(WUHAN, "industry", 2).supersedes == version(WUHAN, "industry", 1)
    assert_nothing_is_recovered({WUHAN: counted_rows(second)})


@pytest.mark.django_db
def test_a_wage_table_cannot_be_frozen_without_going_through_the_door():
    table = Table(("group",), ("persons", "mean"), (("C", 12, 70_000),))
    draft = Draft("wage-level-industry", WUHAN, Period.read("2025"), table, [])
    with pytest.raises(NotCleared):
        datasets_freeze(drafts=[draft], by=None, at=NOW())
    tabulated_survey(scattered(2, city="武"), UserFactory())
    other = Table(("group",), ("persons", "mean"), (("C", 13, 70_000),))
    proof = disclosure.clearance(
        dataset=draft.dataset, region=WUHAN, period="2025", checksum=table.checksum()
    )
    with pytest.raises(NotCleared):
        datasets_freeze(
            drafts=[Draft(draft.dataset, WUHAN, draft.period, other, [], {}, proof)], by=None, at=NOW()
        )


@pytest.mark.django_db
def test_a_tail_or_percentile_of_few_people_is_kept_back_where_its_cell_is_not():
    tabulated_survey(employee_rows(200, employers=40), UserFactory())
    table = version(WUHAN, "education").figures
    group = next(row[0] for row in table.rows if row[0] != TOTAL and row[2] is not None and row[2] < 60)
    assert table.mark((group,), "high") == table.mark((group,), "low") == SUPPRESSED
    assert table.cell((group,), "p50") is not None
    assert table.cell((TOTAL,), "high") is not None
    assert table.cell((TOTAL,), "persons") == 200


@pytest.mark.django_db
def test_the_change_on_the_year_is_of_published_figures_and_in_real_terms():
    by, other = UserFactory(), UserFactory()
    before = employee_rows(400, seed=3)
    survey_approve(survey=tabulated_survey(before, by, year=2024), by=other, at=NOW())
    PriceIndex.objects.create(
        region="000000", year=2025, index="102.00", source="国家统计局", entered_at=NOW()
    )
    now = [[*row[:-1], f"{float(row[-1]) * 1.1:.2f}"] for row in before]
    tabulated_survey(now, by, year=2025)
    table = version(WUHAN, "industry").figures
    assert table.cell((TOTAL,), "middle_yoy") == 10.0
    assert table.cell((TOTAL,), "middle_yoy_real") == 7.8


@pytest.mark.django_db
def test_who_sent_a_survey_or_made_its_tables_does_not_approve_them():
    sender, maker, other = UserFactory(), UserFactory(), UserFactory()
    survey = sent_survey(employee_rows(200), by=sender)
    surveys.survey_tabulate(survey=survey, by=maker, enqueue=False)
    surveys.survey_work(survey_id=survey.pk)
    for person in (sender, maker):
        with pytest.raises(NotPossible):
            survey_approve(survey=survey, by=person, at=NOW())
    assert survey_approve(survey=survey, by=other, at=NOW()) == 6
    survey.refresh_from_db()
    assert survey.state == SurveyState.APPROVED
