"""Vacancies that nobody touches: their employer is asked once, and unanswered they pause."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from jobs.enums import EmployerRole, VacancyState
from jobs.models import Vacancy
from jobs.services.upkeep import vacancies_ask, vacancies_pause_unanswered
from jobs.tasks import mail_send, vacancies_keep_up
from tests.factories import VacancyFactory
from tests.jobs.employers.factories import MembershipFactory
from tests.jobs.factories import CityFeedFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mails_at_once(monkeypatch):
    monkeypatch.setattr("jobs.tasks.mail_send.delay", lambda kind, pk: mail_send(kind, pk))


@pytest.fixture
def owner():
    return MembershipFactory()


def touched(days_ago, owner, **fields):
    moment = timezone.now() - dt.timedelta(days=days_ago)
    return VacancyFactory(employer=owner.employer, updated_at=moment, **fields)


def days(number):
    return timezone.now() + dt.timedelta(days=number)


def test_it_is_asked_once_and_pauses_without_an_answer(owner, django_capture_on_commit_callbacks):
    old, new = touched(31, owner), touched(29, owner)
    touched(31, owner, feed=CityFeedFactory(), external_id="1")
    with django_capture_on_commit_callbacks(execute=True):
        assert vacancies_ask() == 1
        assert vacancies_ask() == 0
    assert [message.to for message in mail.outbox] == [[owner.user.email]]
    assert old.title in mail.outbox[0].subject
    assert reverse("employer_vacancy", args=[owner.employer_id, old.pk]) in mail.outbox[0].body
    assert vacancies_pause_unanswered(now=days(6)) == 0
    assert vacancies_pause_unanswered(now=days(8)) == 1
    assert vacancies_pause_unanswered(now=days(8)) == 0
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, new.state) == (VacancyState.PAUSED, VacancyState.OPEN)


def test_one_click_says_that_it_still_stands(client, owner):
    vacancy = touched(40, owner, expires_on=timezone.localdate() + dt.timedelta(days=2))
    vacancies_keep_up()
    client.force_login(owner.user)
    page = reverse("employer_vacancy", args=[owner.employer_id, vacancy.pk])
    assert 'value="keep"' in client.get(page).content.decode()
    client.post(reverse("employer_vacancy_act", args=[owner.employer_id, vacancy.pk]), {"act": "keep"})
    vacancy.refresh_from_db()
    assert vacancy.expires_on == timezone.localdate() + dt.timedelta(days=30)
    assert vacancy.asked_at is None
    assert vacancies_pause_unanswered(now=days(8)) == 0
    assert vacancies_ask() == 0


def test_nobody_is_asked_by_mail_about_what_was_settled_meanwhile(owner, django_capture_on_commit_callbacks):
    vacancy = touched(40, owner)
    MembershipFactory(employer=owner.employer, role=EmployerRole.VIEWER)
    with django_capture_on_commit_callbacks(execute=True):
        vacancies_ask()
        Vacancy.objects.filter(pk=vacancy.pk).update(state=VacancyState.PAUSED)
    assert not mail.outbox
