"""The night's run: everybody who agreed gets a list, kept in the database and replaced by the next."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from jobs.services import seeker_consent
from search.indexing import index_rebuild
from search.kinds import KINDS
from search.matching.nightly import recommendations_renew
from search.matching.tasks import recommendations_renew as nightly_task
from search.models import Recommendation
from tests.factories import VacancyFactory
from tests.search.matching.factories import MatchedSeekerFactory
from tests.search.matching.test_services import electrician

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_dictionary")]
NOBODY_LISTENS = "http://127.0.0.1:9"


def indexed() -> None:
    for kind in KINDS:
        index_rebuild(kind)


def test_openings_are_shared_out_among_people_who_all_want_the_same():
    people = MatchedSeekerFactory.create_batch(6)
    best = electrician(headcount=1, pay_min=9000, pay_max=9500)
    others = [electrician(headcount=1, region="430100") for _ in range(5)]
    indexed()
    done = recommendations_renew(top=1)
    assert (done.people, done.proposed) == (6, 6)
    shown = list(Recommendation.objects.values_list("vacancy_id", flat=True))
    assert shown.count(best.pk) == 2  # a sixth of six places, with half as much again
    assert set(shown) <= {best.pk, *(other.pk for other in others)}
    (shared, alone) = done.batches[0]
    assert shared.gini < alone.gini
    assert {one.seeker_id for one in Recommendation.objects.all()} == {person.pk for person in people}


def test_each_night_replaces_the_lists_of_the_one_before():
    kept, leaves = MatchedSeekerFactory.create_batch(2)
    first = electrician()
    indexed()
    recommendations_renew()
    assert Recommendation.objects.count() == 2
    VacancyFactory(occupation="4-03-02-01")
    electrician(region="430100")
    type(first).objects.filter(pk=first.pk).update(state="closed", close_reason="filled")
    seeker_consent(seeker=leaves, given=False, by=None)
    indexed()
    recommendations_renew()
    assert list(Recommendation.objects.values_list("seeker_id", "place")) == [(kept.pk, 1)]


def test_a_vacancy_closed_since_is_not_proposed():
    MatchedSeekerFactory()
    vacancy = electrician()
    indexed()
    type(vacancy).objects.filter(pk=vacancy.pk).update(state="paused")
    assert recommendations_renew().proposed == 0


def test_with_the_index_away_the_lists_of_the_night_before_stay(settings):
    MatchedSeekerFactory()
    electrician()
    indexed()
    recommendations_renew()
    settings.ELASTICSEARCH_URL = NOBODY_LISTENS
    nightly_task()
    assert Recommendation.objects.count() == 1
    with pytest.raises(CommandError, match="away"):
        call_command("recommend")


def test_the_command_reports_congestion_with_and_without_the_cap():
    MatchedSeekerFactory.create_batch(3)
    electrician()
    indexed()
    told = StringIO()
    call_command("recommend", "--json", stdout=told)
    (batch,) = json.loads(told.getvalue())["batches"]
    assert [set(one) for one in batch] == [{"ndcg", "gini", "filled"}] * 2
    call_command("recommend", stdout=told)
    assert "without a cap" in told.getvalue()
