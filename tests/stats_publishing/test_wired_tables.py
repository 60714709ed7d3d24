"""Published tables come out of the whole way as they were printed: from a city's return or the portal's own
records, over figures and their versions, to what everybody reads."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping
from decimal import Decimal
from itertools import count

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from lxml import etree
from openpyxl import load_workbook

from accounts.enums import NATION
from jobs.models import SeekerSpell, VacancySpell
from stats_publishing.enums import CellSource, ReturnState
from stats_publishing.methods.groups import Kind, recognise
from stats_publishing.methods.periods import Period
from stats_publishing.models import DatasetVersion, Return
from stats_publishing.services.city_sources import RETURN_FORM, city_sources
from stats_publishing.services.counts import instants
from stats_publishing.services.figures import area_figures_freeze, city_figures_freeze, figures_approve
from stats_publishing.services.forms import forms_load
from stats_publishing.services.return_checks import check_return
from stats_publishing.services.return_moves import return_accept, return_send_back, return_submit
from stats_publishing.services.returns import figures_write, returns_open
from tests.factories import UserFactory
from tests.shared_data import shared_file
from tests.stats_publishing.figures import release_of
from tests.stats_publishing.quarters import approved_cities, quarter

pytestmark = pytest.mark.django_db
WUXI, TIANSHUI, JIANGSU = "320200", "620500", "320000"
MISPRINTED = {("高级专业技术职务", "ratio"): 47.0}
REST = {
    "industry": "其他行业", "employer": "其他", "occupation": "其他", "seeker": "其他", "sex": "男",
    "age": "25—34岁", "education": "初中及以下", "grade": "无技术等级或职称",
}  # fmt: skip
"""Where all of a table stand that a published one says nothing of."""
FORMS = ("", "chart.svg", "table.xlsx")
Counts = Mapping[str, tuple[int, int]]
_IDS = count(5_000_000)


def printed(name: str) -> dict:
    found = json.loads(shared_file("published/supply_demand.json").read_text(encoding="utf-8"))
    return found[name]


def handed_in(city: str, period: Period, kind: Kind, counts: Counts, total: tuple[int, int]) -> Return:
    """The city's return with one table as given and the others in one row each, submitted."""
    at = timezone.now()
    forms_load(on=period.start, at=at)
    returns_open(on=period.end, at=at, regions_only=[city])
    of = Return.objects.select_related("version").get(form__code=RETURN_FORM, region=city, period=period.code)
    design, meant = of.version.content, {recognise(kind, name): pair for name, pair in counts.items()}
    figures = {}
    for row, column in design.inputs:
        own, _slash, name = design.row_of[row].counts.partition("/")
        if own == "total":
            pair = total
        elif own == kind:
            pair = meant.get(recognise(kind, name), (0, 0))
        else:
            pair = total if name == REST[own] else (0, 0)
        side = 0 if design.column_of[column].counts.startswith("demand") else 1
        is_new = design.column_of[column].counts.endswith("new")
        figures[row, column] = Decimal(pair[side] if is_new else 0)
    figures_write(of=of, figures=figures, source=CellSource.SCREEN, by=None, at=at)
    of.refresh_from_db()
    assert check_return(of=of).is_clean
    return return_submit(of=of, by=None, at=at)


def spell(kind: type, subject: str, city: str, period: Period, number: int, **facts) -> None:
    start, end = instants(period)
    begins = start + dt.timedelta(days=3)
    people = {"headcount": number} if subject == "vacancy" else {}
    kind.objects.bulk_create(
        kind(number=1, begins_at=begins, ends_at=end, city=city, **{subject: next(_IDS)}, **facts, **people)
        for _ in range(1 if people else number)
    )


def public(client: Client, city: str, period: Period, kind: str) -> dict[str, dict[str, float | None]]:
    """The table as everybody gets it once it is released, by the names of its rows.

    Figures that are kept back stand here as they were counted: the table as a whole comes out as printed.
    """
    now = timezone.now()
    city_figures_freeze(period=period, cities=[city], by=None, at=now)
    figures_approve(period=period, region=city, by=UserFactory(), at=now)
    version = DatasetVersion.objects.get(region=city, period=period.code, dataset=f"supply-demand-{kind}")
    with time_machine.travel(now, tick=False) as clock:
        release_of(version, at=now + dt.timedelta(minutes=1), region=city, period=period.code)
        clock.shift(dt.timedelta(minutes=2))
        address = f"/data/supply-demand-{kind}/{city}/{period.code}/v/1/"
        rows = client.get(f"{address}table.json").json()["rows"]
        page = client.get(address).content.decode()
        file = csv.DictReader(io.StringIO(client.get(f"{address}table.csv").content.decode()))
        names = [row["names"]["group"]["zh"] for row in rows]
        assert [row["group_name"] for row in file] == names
        assert all(f">{name}</th>" in page for name in names)
        assert ">_T</th>" not in page
    counted = version.full
    figures = {name: dict(row["figures"]) for name, row in zip(names, rows, strict=True)}
    for name, row in zip(names, rows, strict=True):
        for measure in row["marks"]:
            assert figures[name][measure] is None
            figures[name][measure] = counted.cell((row["key"]["group"],), measure)
    return figures


def assert_as_printed(
    kind: Kind, made: Mapping[str, Mapping], rows: list, columns: Mapping[str, int]
) -> None:
    for row in rows:
        group = recognise(kind, row[0])
        for figure, place in columns.items():
            expected = MISPRINTED.get((row[0], figure), row[place])
            if expected is not None:
                assert (row[0], figure, made[group.name][figure]) == (row[0], figure, expected)


def test_a_published_table_of_occupations_comes_out_of_an_accepted_return(client):
    rows = printed("occupation")["rows"]
    period = Period.read("2013Q2")
    counts = {row[0]: (row[1] or 0, row[5] or 0) for row in rows}
    of = handed_in(WUXI, period, "occupation", counts, counts.pop("合计"))
    return_accept(of=of, by=UserFactory(), at=timezone.now())
    columns = {"demand": 1, "demand_share": 2, "seekers": 5, "seekers_share": 6, "ratio": 9}
    assert_as_printed("occupation", public(client, WUXI, period, "occupation"), rows, columns)


def test_a_published_table_of_employers_comes_out_of_an_accepted_return(client):
    rows = printed("employer_2014Q4")["rows"]
    period = Period.read("2014Q4")
    counts = {row[0]: (row[1], 0) for row in rows}
    demand, _none = counts.pop("合计")
    of = handed_in(WUXI, period, "employer", counts, (demand, demand))
    return_accept(of=of, by=UserFactory(), at=timezone.now())
    made = public(client, WUXI, period, "employer")
    assert_as_printed("employer", made, rows, {"demand": 1, "demand_share": 2})
    assert (made["企业"]["demand"], made["企业"]["seekers"]) == (159532, None)


def test_published_categories_of_seekers_come_out_of_an_accepted_return(client):
    found = printed("seeker_categories")
    first = found["quarters"][0]
    rows = [list(row) for row in zip(found["labels"], first["n"], first["share"], strict=True)]
    period = Period.read(first["period"])
    counts = {row[0]: (0, row[1]) for row in rows}
    _none, seekers = counts.pop("合计")
    of = handed_in(WUXI, period, "seeker", counts, (seekers, seekers))
    return_accept(of=of, by=UserFactory(), at=timezone.now())
    columns = {"seekers": 1, "seekers_share": 2}
    assert_as_printed("seeker", public(client, WUXI, period, "seeker"), rows, columns)


def test_a_published_table_of_grades_comes_out_of_the_portals_own_records(client):
    rows = printed("tech_grade_city")["rows"]
    period = Period.read("2018Q1")
    for name, demand, _share, seekers, *_rest in rows[:-1]:
        code = recognise("grade", name).code
        grade = "" if code in ("_N", "00") else code
        if demand:
            spell(VacancySpell, "vacancy", TIANSHUI, period, demand, grade=grade)
        if seekers:
            spell(SeekerSpell, "seeker", TIANSHUI, period, seekers, grade=grade)
    columns = {"demand": 1, "demand_share": 2, "seekers": 3, "seekers_share": 4, "ratio": 5}
    assert_as_printed("grade", public(client, TIANSHUI, period, "grade"), rows, columns)


def test_a_return_counts_from_its_acceptance_on_and_goes_before_the_records():
    period = Period.read("2026Q2")
    spell(VacancySpell, "vacancy", WUXI, period, 30, grade="40")
    counts = {"男": (0, 7), "女": (0, 5), "无要求": (24, 0)}
    of = handed_in(WUXI, period, "sex", counts, (24, 12))
    assert source_and_demand(period) == ("records", 30)
    of = return_accept(of=of, by=UserFactory(), at=timezone.now())
    assert source_and_demand(period) == ("return", 24)
    made = city_figures_freeze(period=period, cities=[WUXI], by=None, at=timezone.now())
    total = next(version for version in made if version.dataset == "supply-demand-total")
    assert total.figures.cell(("_T",), "ratio") == 2.0
    assert (total.notes["source"], total.inputs[0]["return"]) == ("return", of.pk)
    sex = next(version for version in made if version.dataset == "supply-demand-sex")
    assert [sex.figures.cell((code,), "seekers") for code in ("1", "2")] == [7, 5]
    of = return_send_back(of=of, note="合计与分项不符，请核实", by=UserFactory(), at=timezone.now())
    assert of.state == ReturnState.SENT_BACK
    assert source_and_demand(period) == ("records", 30)


def test_every_table_of_the_country_is_read_in_words_in_every_form(client):
    """Codes stay in the files that machines read; no page, picture or workbook shows one."""
    for city, occupation in ((WUXI, "6-29-03-07"), (TIANSHUI, "4-01-02-01")):
        quarter("2026Q2", city, demand=30, seekers=20, occupation=occupation)
        quarter("2026Q2", city, demand=5, seekers=20, occupation="2-02-10-03")
    approved_cities("2026Q2")
    period, now = Period.read("2026Q2"), timezone.now()
    versions = area_figures_freeze(period=period, areas=[NATION], by=None, at=now)
    figures_approve(period=period, region=NATION, by=UserFactory(), at=now)
    versions = DatasetVersion.objects.filter(pk__in=[version.pk for version in versions])
    with time_machine.travel(now, tick=False) as clock:
        release_of(*versions, at=now + dt.timedelta(minutes=1), region=NATION, period="2026Q2")
        clock.shift(dt.timedelta(minutes=2))
        for version in versions:
            address = f"/data/{version.dataset}/{NATION}/2026Q2/v/1/"
            keys = [row[: len(version.figures.dimensions)] for row in version.figures.rows]
            codes = {str(code) for key in keys for code in key if not str(code).isdecimal()}
            for file in FORMS if len(version.figures.dimensions) > 1 else FORMS[:1]:
                answer = client.get(f"{address}{file}")
                told = answer.status_code, texts_of(answer) & codes
                assert (version.dataset, file, told) == (version.dataset, file, (200, set()))
            rows = csv.DictReader(io.StringIO(client.get(f"{address}table.csv").content.decode()))
            assert [row["group"] for row in rows] == [key[-1] for key in keys]


def texts_of(answer: HttpResponse) -> set[str]:
    """What stands in the cells of a page or a workbook, or as texts of a picture, each by itself."""
    if answer["Content-Type"].startswith(("text/html", "image/svg")):
        return {str(text).strip() for text in etree.HTML(answer.content).itertext()}
    sheet = load_workbook(io.BytesIO(answer.content))["T1"]
    return {str(cell.value) for row in sheet.iter_rows() for cell in row}


def source_and_demand(period: Period) -> tuple[str, int]:
    """Where the city's counts come from, and how many are wanted in all."""
    counts, sources = city_sources(period=period, cities=[WUXI])
    (row,) = counts.filter(city=WUXI, kind="sex", code="_T").to_dicts()
    return sources[WUXI]["source"], row["demand_carried"] + row["demand_new"]
