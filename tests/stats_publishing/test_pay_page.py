"""What does this job pay here? Published tables beside open vacancies, and nothing before its release."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache

from stats_publishing.models import DatasetVersion
from stats_publishing.pay_levels import pay_levels, picture, places_above
from stats_publishing.services.wage_tables import survey_approve
from tests.factories import UserFactory
from tests.stats_publishing.figures import release_of
from tests.stats_publishing.survey_files import employee_rows, tabulated_survey
from tests.stats_publishing.test_datasets import NOW

CLERK, GROUP, DRIVER = "4-01-02-01", "4-01-02-00", "4-02-02-01"


@pytest.fixture
def wuhan():
    rows = employee_rows(400)
    for row in rows[:5]:
        row[5] = "6-31-01-03"
    survey = tabulated_survey(rows, UserFactory())
    survey_approve(survey=survey, by=UserFactory(), at=NOW() - dt.timedelta(minutes=1))
    return survey


@pytest.fixture
def out(wuhan):
    """The tables of Wuhan are in a release that came out an hour ago."""
    release_of(*DatasetVersion.objects.all(), at=NOW() + dt.timedelta(hours=1), period="2025")
    with time_machine.travel(NOW() + dt.timedelta(hours=2)):
        yield wuhan


@pytest.fixture
def no_index(settings):
    settings.ELASTICSEARCH_INDEX_PREFIX = "nobody"
    cache.clear()


@pytest.mark.django_db
def test_figures_are_seen_once_their_release_is_out(client, wuhan, no_index):
    release_of(*DatasetVersion.objects.all(), at=NOW() + dt.timedelta(hours=1), period="2025")
    address = f"/pay/?occupation={CLERK}&region=420100"
    before = client.get(address)
    assert before.status_code == 200
    assert before.context["here"] is None
    with time_machine.travel(NOW() + dt.timedelta(hours=2)):
        after = client.get(address)
    level = after.context["here"]
    assert (level.year, level.is_kept_back) == (2025, False)
    assert 3_500 < level.amounts["p50"] < 5_500
    assert f"{level.amounts['p50']:,}" in after.content.decode()
    assert "<svg" in after.content.decode()


@pytest.mark.django_db
def test_what_is_confidential_is_explained_and_leads_on(client, out, no_index):
    page = client.get("/pay/?occupation=6-31-01-03&region=武汉")
    assert page.context["here"].is_kept_back
    assert "保密" in page.content.decode()


@pytest.mark.django_db
def test_words_lead_to_occupations_and_unknown_ones_to_fields(client, no_index):
    found = client.get("/pay/?q=营业员").content.decode()
    assert "4-01-02-03" in found
    nothing = client.get("/pay/?q=zzqqxx&region=乌有乡").content.decode()
    assert "zzqqxx" in nothing
    assert "乌有乡" in nothing
    assert client.get("/pay/?occupation=%00&region=%00&compare=%00").status_code == 200


@pytest.mark.django_db
def test_the_page_takes_few_queries_however_many_cities_are_compared(
    client, out, no_index, django_assert_max_num_queries
):
    address = (
        f"/pay/?occupation={CLERK}&region=420100&compare=长沙&compare=430200&compare=440300&compare=黄石"
    )
    client.get(address)
    with django_assert_max_num_queries(8):
        page = client.get(address)
    assert [name for name, _without in page.context["compared"]] == ["长沙", "株洲", "深圳", "黄石"]


@pytest.mark.django_db
def test_only_the_newest_year_and_the_groups_above_are_read(out):
    levels = pay_levels(code=CLERK, regions=places_above("420100"))
    assert set(levels) >= {("420100", CLERK), ("420100", GROUP), ("420100", "4-00-00-00")}
    assert all(region == "420100" for region, _code in levels)


def test_the_axis_of_a_picture_holds_all_of_it():
    made = picture(
        [("武汉", "2025", {"p10": 3_000, "p25": 4_000, "p50": 5_000, "p75": 7_000, "p90": 9_900}, False)]
    )
    assert made.ticks[0] == (0.0, 2_000)
    assert made.ticks[-1] == (100.0, 10_000)
    assert made.bars[0].outer == (12.5, 86.25)
    assert picture([("武汉", "2025", {"p50": None}, False)]) is None
