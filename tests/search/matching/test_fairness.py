"""Sex, age and ethnicity change nothing, and no group is ranked differently."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO

import numpy as np
import orjson
import pytest
from django.core.management import call_command

from jobs.models import JobSeeker
from search.matching.columns import day_number
from search.matching.fairness import compare, fairness_report, mean_ranks
from search.matching.population import market
from search.people import person_document, person_rows
from tests.search.matching.conftest import NOW
from tests.search.matching.factories import MatchedSeekerFactory

TIME = dt.datetime.fromisoformat(NOW)


def document(seeker: JobSeeker) -> bytes:
    return orjson.dumps(person_document(next(person_rows(JobSeeker.objects.filter(pk=seeker.pk)))))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [{"sex": "2"}, {"birth_date": dt.date(1960, 1, 1)}, {"ethnicity": "土家族"}]
)
def test_sex_age_and_ethnicity_change_no_byte_of_the_document(change):
    seeker = MatchedSeekerFactory(sex="1", birth_date=dt.date(1999, 1, 1), ethnicity="汉族")
    before = document(seeker)
    JobSeeker.objects.filter(pk=seeker.pk).update(**change)
    assert document(seeker) == before


def test_groups_of_an_invented_population_are_not_ranked_differently():
    report = fairness_report(people=400, vacancies=400, seed=2, now=TIME)
    assert not report.differs
    assert {one.attribute for one in report.comparisons} == {"sex", "age", "ethnicity"}


def test_a_group_that_is_ranked_lower_is_noticed():
    made = market(people=800, noise=0, seed=4, now=TIME)
    ranks = mean_ranks(made.people, made.vacancies[::20], day=day_number(NOW))
    pushed = np.array(
        [rank + 0.3 * (planted.group["sex"] == "2") for planted, rank in zip(made.people, ranks, strict=True)]
    )
    assert compare(made.people, pushed, "sex", ("1", "2")).mann_whitney_p < 0.001


def test_the_report_is_a_command_that_speaks_json():
    told = StringIO()
    call_command("match_fairness", "--people", "120", "--vacancies", "60", "--json", stdout=told)
    report = json.loads(told.getvalue())
    assert report["differs"] is False
    assert all(one["people"][0] > 0 for one in report["comparisons"])
