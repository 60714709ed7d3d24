"""A vacancy is news from the moment at which it can first be found."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from jobs.enums import CloseReason, VacancyState, VerificationState
from jobs.feeds.store import write_outbox
from jobs.services import employer_verify, vacancy_close, vacancy_move
from search.client import INDEX_ERRORS, client, read_alias
from search.indexing import outbox_drain
from search.models import ShownVacancy
from search.status import index_status
from tests.factories import EmployerFactory, VacancyFactory
from tests.search.conftest import refresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_dictionary")]
MONDAY = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
NOBODY_LISTENS = "http://127.0.0.1:9"


def shown_at(vacancy) -> dt.datetime | None:
    return ShownVacancy.objects.filter(vacancy=vacancy).values_list("at", flat=True).first()


def drain_at(moment: dt.datetime, *vacancies) -> None:
    with time_machine.travel(moment, tick=False):
        write_outbox([vacancy.pk for vacancy in vacancies], timezone.now())
        outbox_drain()


def test_what_is_first_written_to_the_index_is_stamped_whatever_its_date_of_publication(index):
    vacancy = VacancyFactory(published_at=MONDAY - dt.timedelta(days=7))
    drain_at(MONDAY, vacancy)
    refresh()
    assert shown_at(vacancy) == MONDAY
    document = client().get(index=read_alias(), id=str(vacancy.pk))["_source"]
    assert dt.datetime.fromisoformat(document["shown_at"]) == MONDAY
    assert index_status().agrees


def test_a_change_or_a_second_opening_is_no_news(index):
    vacancy = VacancyFactory()
    drain_at(MONDAY, vacancy)
    vacancy_close(vacancy=vacancy, reason=CloseReason.FILLED, by=None)
    drain_at(MONDAY + dt.timedelta(days=1), vacancy)
    vacancy_move(vacancy=vacancy, to=VacancyState.OPEN, by=None)
    drain_at(MONDAY + dt.timedelta(days=2), vacancy)
    assert shown_at(vacancy) == MONDAY


def test_what_nobody_may_see_yet_is_not_stamped_until_its_employer_is_verified(index):
    employer = EmployerFactory(verification=VerificationState.UNVERIFIED)
    vacancy = VacancyFactory(employer=employer)
    drain_at(MONDAY, vacancy)
    assert shown_at(vacancy) is None
    employer_verify(employer=employer, by=None)
    drain_at(MONDAY + dt.timedelta(days=3), vacancy)
    assert shown_at(vacancy) == MONDAY + dt.timedelta(days=3)


def test_with_the_index_away_nothing_is_stamped(index, settings):
    vacancy = VacancyFactory()
    address, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, NOBODY_LISTENS
    with pytest.raises(INDEX_ERRORS):
        drain_at(MONDAY, vacancy)
    assert shown_at(vacancy) is None
    settings.ELASTICSEARCH_URL = address
    drain_at(MONDAY + dt.timedelta(hours=5), vacancy)
    assert shown_at(vacancy) == MONDAY + dt.timedelta(hours=5)
