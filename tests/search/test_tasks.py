"""The outbox drains by itself, and its commands speak plainly."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from celery.signals import worker_ready
from django.core.management import CommandError, call_command
from django.utils import timezone

from jobs.feeds.store import write_outbox
from jobs.models import OutboxEntry, OutboxTopic, Vacancy
from search import tasks
from search.client import live_index
from search.indexing import index_ensure, index_rebuild
from search.kinds import KINDS, PERSON_KIND
from tests.factories import VacancyFactory
from tests.search.conftest import find, refresh

pytestmark = pytest.mark.usefixtures("small_dictionary")
NOBODY_LISTENS = "http://127.0.0.1:9"


@pytest.fixture
def indexes(index):
    """A live index of each kind, all empty; the name of that of vacancies."""
    index_ensure(PERSON_KIND)
    return index


def changed(vacancy: Vacancy) -> None:
    OutboxEntry.objects.create(topic=OutboxTopic.VACANCY, key=vacancy.pk)


@pytest.mark.django_db
def test_the_task_drains_the_outbox(index):
    changed(VacancyFactory())
    tasks.outbox_drain()
    refresh()
    assert find().total == 1


@pytest.mark.django_db
def test_the_task_lives_through_an_index_that_is_away(settings):
    changed(VacancyFactory())
    settings.ELASTICSEARCH_URL = NOBODY_LISTENS
    tasks.outbox_drain()
    assert OutboxEntry.objects.count() == 1


def test_the_task_is_acknowledged_only_when_done():
    assert tasks.outbox_drain.acks_late


@pytest.mark.django_db
def test_a_change_has_the_outbox_drained_once_it_is_committed(
    monkeypatch, django_capture_on_commit_callbacks, settings
):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    sent = []
    monkeypatch.setattr(tasks.outbox_drain, "apply_async", lambda **options: sent.append(options))
    with django_capture_on_commit_callbacks(execute=True):
        for vacancy in VacancyFactory.create_batch(2):
            write_outbox([vacancy.pk], timezone.now())
        assert sent == []
    assert len(sent) == 1


@pytest.mark.django_db
def test_rebuild_tells_what_it_did(index):
    VacancyFactory()
    told = StringIO()
    call_command("search_rebuild", stdout=told)
    assert "1 of 1 documents" in told.getvalue()


@pytest.mark.django_db
def test_rebuild_without_an_index_to_talk_to_fails_in_plain_words(settings):
    settings.ELASTICSEARCH_URL = NOBODY_LISTENS
    with pytest.raises(CommandError, match="away"):
        call_command("search_rebuild")


@pytest.mark.django_db
def test_rebuild_if_needed_leaves_an_index_that_is_up_to_date(index, monkeypatch):
    call_command("search_rebuild", "--if-needed", stdout=StringIO())
    assert live_index() == index
    monkeypatch.setattr("search.analysis.domain_words", lambda: ["新词典"])
    told = StringIO()
    with pytest.raises(SystemExit):
        call_command("search_status", stdout=told)
    assert "another mapping or dictionary" in told.getvalue()
    call_command("search_rebuild", "--if-needed", stdout=StringIO())
    assert live_index() != index


@pytest.mark.django_db
def test_a_starting_worker_has_an_index_of_another_version_rebuilt(index, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.index_ensure, "apply_async", lambda **_: sent.append(1))
    worker_ready.send(sender=None)
    assert sent == [1]
    tasks.index_ensure()
    assert live_index() == index
    monkeypatch.setattr("search.analysis.domain_words", lambda: ["新词典"])
    tasks.index_ensure()
    assert live_index() != index


@pytest.mark.django_db
def test_status_ends_well_when_they_agree(indexes):
    told = StringIO()
    call_command("search_status", stdout=told)
    assert told.getvalue().count("They agree.") == len(KINDS)


@pytest.mark.django_db
def test_status_names_what_differs_and_ends_with_1(indexes):
    vacancy = VacancyFactory()
    told = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("search_status", stdout=told)
    assert ended.value.code == 1
    assert "湖北省武汉市" in told.getvalue()
    assert f"missing: {vacancy.pk}" in told.getvalue()


@pytest.mark.django_db
def test_status_speaks_json_too(indexes):
    VacancyFactory()
    index_rebuild()
    told = StringIO()
    call_command("search_status", "--json", stdout=told)
    told = json.loads(told.getvalue())
    assert told["agrees"] is True
    assert [index["kind"] for index in told["indexes"]] == [kind.name for kind in KINDS]


@pytest.mark.django_db
def test_status_without_an_index_says_what_to_do():
    told = StringIO()
    with pytest.raises(SystemExit):
        call_command("search_status", stdout=told)
    assert "search_rebuild" in told.getvalue()
