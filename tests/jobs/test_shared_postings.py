"""Real postings through the shipped profiles; the files are shared data, not part of the project."""

from __future__ import annotations

import pytest
from django.core.files import File

from jobs.enums import RunState, RunTrigger
from jobs.feeds.reasons import is_error
from jobs.models import FeedProfile, Vacancy
from jobs.profiles import profiles_load
from jobs.services import feed_run_create, feed_run_execute
from tests.jobs.factories import CityFeedFactory
from tests.shared_data import shared_file

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DEFENSIBLE = {
    "duplicate_id",
    "limits_household",
    "limits_disability",
    "limits_sex",
    "limits_marriage",
    "asks_fee",
}


@pytest.fixture
def imported():
    def imported(profile: str, *, city: str):
        profiles_load()
        feed = CityFeedFactory(slug=profile, region=city, profile=FeedProfile.objects.get(name=profile))
        with shared_file(f"postings/{profile}.csv").open("rb") as file:
            run = feed_run_create(
                feed=feed, file=File(file, f"{profile}.csv"), trigger=RunTrigger.COMMAND, enqueue=False
            )
        feed_run_execute(run_id=run.pk)
        run.refresh_from_db()
        assert run.state == RunState.DONE
        return run

    return imported


def share_of(part, whole) -> float:
    return part.count() / whole.count()


def check_places_and_pay(run, *, unplaced: int) -> None:
    """At least 99 of 100 rows that state a place or a pay have it in codes and figures."""
    vacancies = Vacancy.objects.filter(feed=run.feed)
    stated = vacancies.exclude(place_text="")
    assert share_of(stated.exclude(region=""), stated) >= 0.99
    assert vacancies.filter(place_text="").count() <= unplaced
    paid = vacancies.exclude(pay_text="")
    assert share_of(paid.exclude(pay_min=None, pay_max=None), paid) >= 0.99


def check_refusals(run, *, rows: int) -> None:
    assert run.rows_done == rows
    assert run.count_accepted >= 0.97 * rows
    errors = {code: count for code, count in run.reason_counts.items() if is_error(code)}
    assert set(errors) <= DEFENSIBLE
    assert sum(errors.values()) >= run.count_refused


def test_all_trades_of_the_country(imported):
    run = imported("multi_occupation_2024", city="420100")
    check_refusals(run, rows=45_000)
    check_places_and_pay(run, unplaced=2_700)
    assert Vacancy.objects.public().count() > 30_000


def test_mixed_trades_of_shanghai_in_gb18030(imported):
    run = imported("shanghai_mixed_gb18030", city="310000")
    assert run.encoding == "gb18030"
    check_refusals(run, rows=1_603)
    check_places_and_pay(run, unplaced=0)


def test_postings_without_an_employer_are_taken_in_and_wait(imported):
    run = imported("it_fulltext_2022", city="420100")
    check_refusals(run, rows=8_000)
    check_places_and_pay(run, unplaced=20)
    assert run.reason_counts["employer_missing"] == run.count_accepted
    assert Vacancy.objects.filter(state="open").count() == run.count_accepted
    assert not Vacancy.objects.public().exists()
