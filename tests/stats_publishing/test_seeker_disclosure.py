"""Few job seekers are not told of: not by a table, its total, another table, an area, a version."""

from __future__ import annotations

import datetime as dt
import io
from random import Random

import openpyxl
import pytest
import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.enums import NATION
from standards import regions
from stats_publishing.methods.periods import Period
from stats_publishing.methods.seeker_protection import Counted, kept_back
from stats_publishing.models import DatasetVersion
from stats_publishing.services import figures
from stats_publishing.services.datasets import Draft, NotCleared, datasets_approve, datasets_freeze
from stats_publishing.services.disclosure import seeker_drafts
from stats_publishing.tables import SUPPRESSED, Table
from tests.factories import UserFactory
from tests.stats_publishing.attacker import ranges
from tests.stats_publishing.figures import release_of
from tests.stats_publishing.quarters import approved_cities, quarter

Q3 = Period.read("2026Q3")
WUHAN, YICHANG, XIANGYANG, CHANGSHA = "420100", "420500", "420600", "430100"
CITIES = (WUHAN, YICHANG, XIANGYANG, CHANGSHA)
MINIMUM = 3
PARTS = {"all": "seekers", "carried": "seekers_carried", "new": "seekers_new"}
OCCUPATIONS = ("6-29-03-07", "6-29-03-01", "6-18-01-01", "4-01-02-01", "4-02-02-01", "2-02-10-03")


def mixed_quarter(seed: int, city: str, *, least: int = 6, most: int = 14) -> None:
    """People of many groups, some of them alone in theirs."""
    pick = Random(seed)
    for _ in range(pick.randint(least, most)):
        quarter(
            Q3.code, city, demand=pick.randint(1, 9), seekers=pick.choice((1, 1, 2, 4, 7, 15)),
            occupation=pick.choice(OCCUPATIONS), sex=pick.choice("12"), age_from=pick.choice((16, 25, 35)),
            grade=pick.choice(("40", "50", "")), category=pick.choice(("lost_job", "graduate")),
        )  # fmt: skip


def area_figures(reason: str = "") -> None:
    versions = figures.area_figures_freeze(period=Q3, by=None, at=timezone.now(), reason=reason)
    DatasetVersion.objects.filter(pk__in=[one.pk for one in versions], approved_at=None).update(
        approved_at=timezone.now(), approved_by=_approver()
    )


def _approver():
    from accounts.models import User

    return User.objects.get(email="approver@province.example")


# The attacker's knowledge, written out by hand from what tables say


def cells_of(version: DatasetVersion):
    """(cell, persons as they are, whether the table shows it); a total is one cell in all tables, a count
    that is the same in two versions of a region one cell in both."""
    kind, table = version.kind.table_kind, version.figures
    width = len(table.dimensions)
    for row, whole in zip(table.rows, version.full.rows, strict=True):
        for part, measure in PARTS.items():
            at = width + table.measures.index(measure) if measure in table.measures else 0
            if not at or whole[at] is None:
                continue
            place = f"{version.region}/{row[0]}" if kind == "area" or width > 1 else version.region
            total = row[width - 1] == "_T" or kind == "area"
            name, code = ("", "_T") if total else (kind, row[width - 1])
            yield (place, name, code, part, whole[at]), whole[at], row[at] is not None


def knowledge(versions: list[DatasetVersion]):
    """What is shown, what is not, and the sums between them."""
    shown, secret, sums = {}, {}, []
    counts = {}
    for version in versions:
        if version.kind.table_kind in ("gap", "surplus"):
            continue
        counts[version.pk] = {}
        for cell, persons, is_shown in cells_of(version):
            counts[version.pk][cell[:4]] = cell
            if is_shown:
                shown[cell] = float(persons)
            elif persons < MINIMUM and persons:
                secret[cell] = float(persons)
    for version in versions:
        own = counts.get(version.pk, {})
        for key, cell in own.items():
            if key[3] == "all" and (*key[:3], "new") in own:
                sums.append((cell, [own[*key[:3], "carried"], own[*key[:3], "new"]]))
        sums += rows_of(version, own)
        sums += majors_of(version, versions, counts)
        sums += cities_of(version, own, counts)
    return shown, {cell: value for cell, value in secret.items() if cell not in shown}, sums


def rows_of(version, own):
    kind = version.kind.table_kind
    inside = {"seeker": {"graduate": "new_youth"}, "education": {"40": "60"}}.get(kind, {})
    for place, part in {(key[0], key[3]) for key in own}:
        total = own.get((place, "", "_T", part))
        rows = [cell for key, cell in own.items() if key[0] == place and key[1] == kind and key[3] == part]
        tops = [cell for cell in rows if cell[2] not in inside]
        if total and tops and kind != "minor":
            rest = [("rest", version.pk, place, part)] if sum(c[4] for c in tops) < total[4] else []
            yield total, [*tops, *rest]
        for below, above in inside.items():
            pair = [own.get((place, kind, code, part)) for code in (above, below)]
            if all(pair):
                yield pair[0], [pair[1], ("rest", version.pk, place, above, part)]


def majors_of(version, versions, counts):
    if version.kind.table_kind != "minor":
        return
    of_major = [
        one for one in versions
        if one.dataset == "supply-demand-occupation" and one.region == version.region and one.pk < version.pk
    ]  # fmt: skip
    majors = counts[max(of_major, key=lambda one: one.pk).pk]
    for (_region, kind, code, part), cell in majors.items():
        minors = [
            minor for key, minor in counts[version.pk].items()
            if key[1] == "minor" and key[3] == part and (key[2][:1] == code[:1]) and (code != "_T")
            and (code == "_N") == (key[2] == "_N")
        ]  # fmt: skip
        if kind == "occupation" and minors and sum(one[4] for one in minors) == cell[4]:
            yield cell, minors


def cities_of(version, own, counts):
    pks = [one["version"] for one in version.inputs if one.get("version") in counts]
    for key, cell in own.items():
        region, belt = key[0].partition("/")[::2]
        parts = [
            counts[pk][place, *key[1:]] for pk in pks for place in {one[0] for one in counts[pk]}
            if place != region and (place, *key[1:]) in counts[pk] and (not belt or lies_in(place, belt))
        ]  # fmt: skip
        if parts:
            yield cell, parts


def lies_in(city: str, belt: str) -> bool:
    schemes = {"three_belts": "", "six_areas": "a-"}
    return belt in {
        f"{pre}{regions.group_of(city, scheme=name, on=Q3.start)}" for name, pre in schemes.items()
    }


def assert_nothing_is_recovered() -> int:
    """Each secret could be anything from nobody to the minimum; how many secrets there are."""
    shown, secret, sums = knowledge(list(DatasetVersion.objects.filter(period=Q3.code).order_by("pk")))
    assert secret, "there is nothing to attack"
    for cell, (least, most) in ranges(sums, shown=shown, secrets=secret).items():
        assert least <= 1e-6, (cell, least, most)
        assert most >= MINIMUM - 1e-6, (cell, least, most)
    return len(secret)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_few_seekers_are_not_recovered_from_a_city_its_province_and_the_country(seed):
    for at, city in enumerate(CITIES):
        mixed_quarter(seed * 10 + at, city)
    approved_cities(Q3.code)
    alone = assert_nothing_is_recovered()
    area_figures()
    assert assert_nothing_is_recovered() >= alone
    sums = DatasetVersion.objects.get(dataset="supply-demand-total", region=NATION).full
    cities = DatasetVersion.objects.filter(dataset="supply-demand-total", region__in=CITIES)
    assert sums.cell(("_T",), "seekers") == sum(one.full.cell(("_T",), "seekers") for one in cities)


@pytest.mark.django_db
def test_few_seekers_are_not_recovered_from_a_late_city_and_a_corrected_one():
    for at, city in enumerate(CITIES[:3]):
        mixed_quarter(40 + at, city)
    approved_cities(Q3.code)
    area_figures()
    mixed_quarter(44, CHANGSHA)
    quarter(Q3.code, YICHANG, demand=3, seekers=1, occupation=OCCUPATIONS[2], sex="2")
    approved_cities(Q3.code, reason="补报")
    assert_nothing_is_recovered()
    area_figures(reason="一市补报，一市更正")
    assert_nothing_is_recovered()


@pytest.mark.django_db
def test_what_tells_of_a_count_is_kept_back_with_it_and_marked():
    quarter(Q3.code, WUHAN, demand=30, seekers=40, sex="1")
    quarter(Q3.code, WUHAN, demand=5, seekers=2, sex="2", occupation="")
    approved_cities(Q3.code)
    sex = DatasetVersion.objects.get(dataset="supply-demand-sex", region=WUHAN)
    women = {name: sex.figures.mark(("2",), name) for name in sex.figures.measures}
    assert {name for name, mark in women.items() if mark} >= {"seekers", "seekers_share", "ratio"}
    assert sex.figures.cell(("2",), "seekers") is None
    assert sex.full.cell(("2",), "seekers") == 2
    assert sex.figures.cell(("_N",), "demand") == 35, "vacancies are no secret"
    occupations = DatasetVersion.objects.get(dataset="supply-demand-occupation", region=WUHAN).figures
    assert occupations.mark(("6-00-00-00",), "ratio") == SUPPRESSED, "it is made of those without a wish"
    gap = DatasetVersion.objects.get(dataset="supply-demand-gap", region=WUHAN).figures
    assert all(row[2] is not None or gap.marks for row in gap.rows)


@pytest.mark.django_db
def test_where_many_seek_everything_is_told():
    quarter(Q3.code, WUHAN, demand=300, seekers=40)
    quarter(Q3.code, WUHAN, demand=200, seekers=30, sex="2", occupation="4-01-02-01", grade="50")
    approved_cities(Q3.code)
    assert not DatasetVersion.objects.exclude(kept_back=[]).exists()


@pytest.mark.django_db
def test_a_table_with_seekers_cannot_be_frozen_without_going_through_the_door():
    quarter(Q3.code, WUHAN, demand=30, seekers=20)
    approved_cities(Q3.code)
    table = DatasetVersion.objects.get(dataset="supply-demand-sex").figures
    draft = Draft("supply-demand-sex", YICHANG, Q3, table, [])
    with pytest.raises(NotCleared):
        datasets_freeze(drafts=[draft], by=None, at=timezone.now())


COUNT = st.one_of(st.integers(0, 4), st.integers(0, 60))


@settings(max_examples=40)
@given(st.lists(st.lists(st.tuples(COUNT, COUNT), min_size=3, max_size=5), min_size=2, max_size=4))
def test_property_no_count_of_few_is_recovered_from_cities_and_their_sum(cities):
    groups = min(len(rows) for rows in cities)
    tables = [table_of(f"city{at}", rows[:groups]) for at, rows in enumerate(cities)]
    hidden = kept_back(tables, minimum=MINIMUM)
    left = [replaced(table, hidden[table.name]) for table in tables]
    summed = [tuple(sum(rows[group][side] for rows in cities) for side in (0, 1)) for group in range(groups)]
    area = table_of("area", summed, parts=[table.name for table in tables])
    left.append(replaced(area, kept_back([*left, area], minimum=MINIMUM)["area"]))
    shown, secret, sums = {}, {}, []
    for table in left:
        for (code, part), persons in table.counts.items():
            cell = (table.name, code, part)
            if (code, part) not in table.hidden:
                shown[cell] = float(persons)
            elif 0 < persons < MINIMUM:
                secret[cell] = persons
            if not part:
                sums.append((cell, [(table.name, code, "carried"), (table.name, code, "new")]))
            if code == "_T":
                sums.append((cell, [(table.name, str(group), part) for group in range(groups)]))
            if table.parts:
                sums.append((cell, [(name, code, part) for name in table.parts]))
    for cell, (least, most) in ranges(sums, shown=shown, secrets=secret).items():
        assert least <= 1e-6, cell
        assert most >= MINIMUM - 1e-6, cell
    assert not any(0 < persons < MINIMUM for persons in shown.values())


def table_of(name: str, rows, parts=()) -> Counted:
    counts = {}
    for code, (carried, new) in [
        *((str(at), row) for at, row in enumerate(rows)),
        ("_T", map(sum, zip(*rows, strict=True))),
    ]:
        counts |= {(code, "carried"): carried, (code, "new"): new, (code, ""): carried + new}
    return Counted(name=name, region=name, kind="sex", counts=counts, parts=parts)


def replaced(table: Counted, hidden) -> Counted:
    return Counted(table.name, table.region, table.kind, table.counts, hidden, table.parts)


@pytest.mark.django_db
def test_what_is_kept_back_stands_in_no_file_and_on_no_page_and_is_marked_in_each(client):
    rows = (("男", 90_000, 77_731, 1.16), ("女", 5, 2, 2.5), ("合计", 90_005, 77_733, 1.16))
    table = Table(("group",), ("demand", "seekers", "ratio"), rows)
    (draft,) = seeker_drafts([Draft("supply-demand-sex", WUHAN, Q3, table, [])])
    at = timezone.now()
    (version,) = datasets_freeze(drafts=[draft], by=None, at=at)
    datasets_approve(versions=DatasetVersion.objects.all(), by=UserFactory(), at=at)
    assert version.full.cell(("男",), "seekers") == 77_731, "one count alone is no protection"
    with time_machine.travel(at + dt.timedelta(minutes=1), tick=False):
        release_of(version, at=at + dt.timedelta(minutes=2))
    with time_machine.travel(at + dt.timedelta(minutes=3), tick=False):
        address = f"/data/supply-demand-sex/{WUHAN}/2026Q3/v/1/"
        for name in ("", "table.csv", "table.json", "data.sdmx.xml", "table.xlsx", "chart.svg"):
            answer = client.get(f"{address}{name}")
            assert answer.status_code == 200, name
            text = text_of(answer, name)
            assert "77731" not in text.replace(",", ""), name
            assert any(mark in text for mark in ("*", ",c", '"c"', '"C"', "c\n")), name


def text_of(answer, name: str) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not name.endswith("xlsx"):
        return content.decode()
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
