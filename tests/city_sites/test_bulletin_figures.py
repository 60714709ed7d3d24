"""Figures of bulletins are references: published figures, with their source, following corrections."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.blocks import StructBlockValidationError

from city_sites.figure_blocks import FigureBlock, region_meant
from city_sites.models import BulletinPage
from tests.city_sites.pages import WUHAN, add, home_of
from tests.stats_publishing.figures import release_of, version_of

HOST = {"host": "wuhan.localhost"}
SEX = "supply-demand-sex"
FIGURE = {"dataset": SEX, "where": "own", "period": "2026Q3", "row": "合计", "measure": "ratio", "label": ""}
TABLE = {"dataset": SEX, "where": "own", "period": "2026Q3", "measures": ["demand"]}


@pytest.fixture
def home(wuhan, db):
    return home_of(WUHAN)


@pytest.fixture
def later(home):
    """A moment at which the figures of 武汉 have been out for a minute."""
    at = timezone.now() + dt.timedelta(hours=1)
    release_of(version_of(), at=at)
    return at + dt.timedelta(minutes=1)


def bulletin(home, *figures):
    return add(home, BulletinPage, "三季度供求", figures=list(figures))


def seen(client, page):
    return client.get(f"/bulletins/{page.slug}/", headers=HOST).content.decode()


def test_a_figure_is_shown_with_unit_period_and_source_from_its_release_on(client, home, later):
    page = bulletin(home, ("figure", FIGURE), ("table", TABLE))
    before = seen(client, page)
    assert "1.24" not in before
    assert "尚未发布" in before
    with time_machine.travel(later):
        html = seen(client, page)
    assert "1.24" in html
    assert "2026年第三季度" in html
    assert f'href="/data/{SEX}/{WUHAN}/2026Q3/"' in html
    assert "1,200" in html
    assert "更正" not in html


def test_a_correction_shows_by_itself_and_says_why(client, home, later):
    page = bulletin(home, ("figure", FIGURE))
    with time_machine.travel(later):
        at = timezone.now() + dt.timedelta(hours=1)
        corrected = version_of(demand=1600, reason="汉阳区补报")
        release = corrected.supersedes.release_item.release
        release_of(corrected, at=at, corrects=release, notice="汉阳区补报")
    with time_machine.travel(at + dt.timedelta(minutes=1)):
        html = seen(client, page)
    assert "1.47" in html
    assert "汉阳区补报" in html
    assert "1.24" not in html


def test_a_confidential_figure_is_told_as_such(client, home, later):
    page = bulletin(home, ("figure", FIGURE | {"row": "女", "measure": "seekers"}))
    with time_machine.travel(later):
        html = seen(client, page)
    assert '<div class="figure-number">*' in html
    assert "不予公布" in html


def test_the_headless_api_gives_value_and_reference(client, home, later):
    page = bulletin(home, ("figure", FIGURE), ("table", TABLE))
    with time_machine.travel(later):
        body = client.get(f"/api/cms/pages/{page.pk}/", headers=HOST).json()
    figure, table = (block["value"] for block in body["figures"])
    assert figure["figure"]["value"] == 1.24
    assert (figure["dataset"], figure["region"], figure["period"], figure["version"]) == (
        SEX, WUHAN, "2026Q3", 1,
    )  # fmt: skip
    assert table["table"]["rows"][0][0] == "男"


def test_the_api_gives_no_figure_before_its_second(client, home, later):
    page = bulletin(home, ("figure", FIGURE), ("table", TABLE))
    figure, table = (
        b["value"] for b in client.get(f"/api/cms/pages/{page.pk}/", headers=HOST).json()["figures"]
    )
    assert (figure["figure"], figure["version"], table["table"]) == (None, None, None)


def test_a_row_that_the_table_lacks_is_refused_with_those_that_it_has(home, later):
    with time_machine.travel(later), pytest.raises(ValidationError, match="男、女、合计"):
        bulletin(home, ("figure", FIGURE | {"row": "男女"}))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"period": "2026年三季度"}, "period"),
        ({"period": "2026-09"}, "period"),
        ({"measure": "p50"}, "measure"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(changes, field):
    block = FigureBlock()
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python(FIGURE | changes))
    assert set(refused.value.block_errors) == {field}


def test_an_editor_means_the_own_region_its_province_or_the_country():
    meant = [region_meant(where, WUHAN) for where in ("own", "province", "country")]
    assert meant == [WUHAN, "420000", "000000"]
    assert {region_meant(where, "000000") for where in ("own", "province")} == {"000000"}
