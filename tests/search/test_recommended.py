"""Vacancies recommended to a person: with reasons, without those applied to, without agreeing to be found."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jobs.enums import CloseReason
from jobs.services import resume_create, resume_update, seeker_region_set, vacancy_close
from portal.services import national_site_ensure
from search.recommended import vacancies_recommended
from tests.factories import ApplicationFactory, UserFactory, VacancyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_dictionary")]
ELECTRICIAN = "6-29-03-07"


@pytest.fixture
def resume():
    national_site_ensure()
    made = resume_create(user=UserFactory())
    seeker_region_set(seeker=made.seeker, region="420115", by=None)
    made.refresh_from_db()
    return resume_update(resume=made, by=None, wanted=[ELECTRICIAN], pay_wanted=6000)


def test_what_fits_is_recommended_with_reasons_and_what_does_not_is_left_out(client, resume, rebuilt):
    fits = VacancyFactory(occupation=ELECTRICIAN, title="物业维修电工")
    VacancyFactory(occupation="4-14-01-02", title="养老护理员")
    rebuilt()
    assert [entry.vacancy for entry in vacancies_recommended(resume.seeker)] == [fits]
    client.force_login(resume.seeker.user)
    text = client.get(reverse("me_recommended")).content.decode()
    assert "物业维修电工" in text
    assert 'class="reasons is-good"' in text
    assert "养老护理员" not in text


def test_asking_for_oneself_needs_no_agreement_to_be_found(resume, rebuilt):
    VacancyFactory(occupation=ELECTRICIAN)
    rebuilt()
    assert resume.seeker.consent_at is None
    assert vacancies_recommended(resume.seeker)


def test_what_the_person_applied_to_or_what_closed_is_not_recommended(resume, rebuilt):
    applied, closed, kept = VacancyFactory.create_batch(3, occupation=ELECTRICIAN)
    ApplicationFactory(vacancy=applied, seeker=resume.seeker)
    rebuilt()
    vacancy_close(vacancy=closed, reason=CloseReason.FILLED, by=None)
    assert [entry.vacancy for entry in vacancies_recommended(resume.seeker)] == [kept]


def test_a_dead_index_is_said_in_words(client, resume, settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    client.force_login(resume.seeker.user)
    answer = client.get(reverse("me_recommended"))
    assert answer.status_code == 200
    assert "推荐暂时不可用" in answer.content.decode()


def test_who_says_nothing_of_the_work_wanted_is_led_there(client, rebuilt):
    national_site_ensure()
    user = UserFactory()
    client.force_login(user)
    address = reverse("me_recommended")
    assert client.get(address).headers["Location"] == reverse("me_home")
    made = resume_create(user=user)
    rebuilt()
    text = client.get(address).content.decode()
    assert reverse("me_resume_step", args=[made.pk, "wanted"]) in text
