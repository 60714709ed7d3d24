import datetime as dt

import pytest
import time_machine
from celery import current_app
from django.core.cache import cache

from search.client import live_index
from search.suggest import tasks
from search.suggest.documents import SUGGESTIONS
from tests.factories import VacancyFactory


@pytest.mark.django_db
def test_the_suggestions_are_built_and_the_next_turn_may_build_again(small_dictionary, rebuilt):
    VacancyFactory()
    rebuilt()
    tasks.suggestions_rebuild()
    first = live_index(SUGGESTIONS)
    tasks.suggestions_rebuild()
    assert first
    assert live_index(SUGGESTIONS) != first


def test_one_builds_at_a_time(monkeypatch):
    monkeypatch.setattr(tasks.building, "suggestions_rebuild", lambda: pytest.fail("built twice at once"))
    cache.set("search:suggestions", "1", 10)
    try:
        tasks.suggestions_rebuild()
    finally:
        cache.delete("search:suggestions")


def test_with_the_index_away_the_next_turn_builds(settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    tasks.suggestions_rebuild()
    assert cache.get("search:suggestions") is None


@time_machine.travel(dt.datetime(2026, 11, 24, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=8))), tick=False)
def test_a_night_that_was_missed_is_made_up_for(monkeypatch):
    days = []
    monkeypatch.setattr(tasks.popular, "popular_roll_up", lambda *, day: days.append(day))
    tasks.popular_roll_up()
    assert days == [dt.date(2026, 11, 22), dt.date(2026, 11, 23)]


def test_beat_knows_both():
    planned = {entry["task"] for entry in current_app.conf.beat_schedule.values()}
    assert {tasks.suggestions_rebuild.name, tasks.popular_roll_up.name} <= planned
