"""Records of recruitment: contact is forgotten soon after the closing, everything after three years."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.retention import retention_run
from jobs.contacts import UNMASKED, Contacts
from jobs.enums import ApplicationState, CloseReason, DocumentKind, ReportKind, RequestState, VacancyState
from jobs.models import Application, Vacancy, VacancyReport, VerificationDocument, VerificationRequest
from jobs.models.application import ApplicationRecord
from jobs.personal_data import erase
from jobs.posting import content_of
from jobs.services import application_move, application_send, application_withdraw
from jobs.services.applications import OpeningsTaken
from jobs.services.reports import report_file
from tests.factories import ApplicationFactory, EmployerFactory, JobSeekerFactory, UserFactory, VacancyFactory
from tests.jobs.factories import row

pytestmark = pytest.mark.django_db
STATED = {"contact_name": "陈师傅", "contact_phone": "027-88881234", "contact_email": "hr@firm.example"}


def days_ago(days):
    return timezone.now() - dt.timedelta(days=days)


def contacts_in_database(vacancy):
    return Contacts(*Vacancy.objects.values_list(*STATED).get(pk=vacancy.pk))


def test_the_database_forgets_the_contact_of_closed_vacancies_after_thirty_days():
    long_closed = VacancyFactory(closed=True, state_at=days_ago(31), **STATED)
    just_closed = VacancyFactory(closed=True, state_at=days_ago(29), **STATED)
    still_open = VacancyFactory(state_at=days_ago(31), **STATED)
    assert retention_run(dry_run=True)["contact of closed vacancies"] == 1
    assert contacts_in_database(long_closed) == Contacts(*STATED.values())
    assert retention_run()["contact of closed vacancies"] == 1
    assert contacts_in_database(long_closed) == Contacts("陈**", "027-******34", "h*@firm.example")
    assert contacts_in_database(just_closed) == contacts_in_database(still_open) == Contacts(*STATED.values())
    assert retention_run()["contact of closed vacancies"] == 0


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("027-88881234", "027-******34"),
        ("139 1234 5678", "*** **** **78"),
        ("139-1234-5678", "***-****-**78"),
        ("0717-6661234 转 801", "0717-******* 转 *01"),
        ("027-88", "***-88"),
        ("12", "12"),
    ],
)
def test_of_a_telephone_the_last_two_digits_stay_however_it_is_written(phone, masked):
    assert Contacts("", phone, "").masked().phone == masked


@given(st.tuples(*[st.text("陈a1 -@*0转27", max_size=14)] * 3))
def test_what_was_masked_is_masked_and_stays_as_it_is(stated):
    masked = Contacts(*stated).masked()
    assert masked.masked() == masked
    for text, pattern in zip(masked, UNMASKED, strict=True):
        assert not re.search(pattern, text)


def test_a_copy_of_a_vacancy_takes_no_masked_contact_along():
    vacancy = VacancyFactory(closed=True, state_at=days_ago(31), **STATED)
    retention_run()
    vacancy.refresh_from_db()
    content = content_of(vacancy)
    assert (content.contact_name, content.contact_phone, content.contact_email) == ("", "", "")


def test_applications_go_three_years_after_they_ended():
    old, young = days_ago(1097), days_ago(1095)
    ApplicationFactory(state=ApplicationState.REFUSED, state_at=old)
    stays = [
        ApplicationFactory(state=ApplicationState.REFUSED, state_at=young),
        ApplicationFactory(state=ApplicationState.INVITED, state_at=old),
    ]
    assert retention_run(dry_run=True)["applications"] == 1
    assert retention_run()["applications"] == 1
    assert set(Application.objects.all()) == set(stays)


def test_vacancies_go_three_years_after_they_closed_with_all_that_hangs_on_them():
    old = days_ago(1097)
    gone = VacancyFactory(closed=True, state_at=old)
    ApplicationFactory(vacancy=gone, state=ApplicationState.INVITED, state_at=old)
    ApplicationRecord.objects.create(
        vacancy=gone, sent_at=old, state=ApplicationState.WITHDRAWN, state_at=days_ago(1)
    )
    report_file(vacancy=gone, kind=ReportKind.FEE)
    stays = {VacancyFactory(state_at=old), VacancyFactory(closed=True, state_at=days_ago(1095))}
    assert retention_run()["vacancies"] == 1
    assert set(Vacancy.objects.all()) == stays
    assert not Application.objects.exists()
    assert not ApplicationRecord.objects.exists()
    assert not VacancyReport.objects.exists()


def request_of(employer, state, decided_at=None):
    made = VerificationRequest.objects.create(
        public_id=uuid.uuid4(), employer=employer, name="武汉测试", credit_code="91420100MA4K000000",
        region="420100", handler_name="周敏", state=state, submitted_by=UserFactory(), decided_at=decided_at,
    )  # fmt: skip
    VerificationRequest.objects.filter(pk=made.pk).update(created_at=decided_at or days_ago(1100))
    document = VerificationDocument(request=made, kind=DocumentKind.LICENCE, content_type="image/png", size=1)
    document.file.save("licence.png", ContentFile(b"x"))
    return document


def test_papers_of_employers_go_when_they_prove_nothing_any_more(django_capture_on_commit_callbacks):
    recruiting = VacancyFactory().employer
    old, young = days_ago(1097), days_ago(1095)
    gone = [
        request_of(EmployerFactory(), RequestState.APPROVED, old),
        request_of(EmployerFactory(), RequestState.REFUSED, old),
        request_of(None, RequestState.DRAFT),
    ]
    stay = [
        request_of(recruiting, RequestState.APPROVED, old),
        request_of(EmployerFactory(), RequestState.APPROVED, young),
        request_of(None, RequestState.WAITING),
    ]
    with django_capture_on_commit_callbacks(execute=True):
        assert retention_run()["papers of employers"] == 3
    assert set(VerificationDocument.objects.all()) == set(stay)
    assert [one.file.storage.exists(one.file.name) for one in (*gone, *stay)] == [False] * 3 + [True] * 3


@pytest.fixture
def applicant():
    return JobSeekerFactory(name="周敏")


def sent(vacancy, seeker):
    return application_send(
        vacancy=vacancy, seeker=seeker, copy={"name": "周敏"}, letter="您好，我是周敏。", by=seeker.user
    )


def test_of_an_erased_person_s_applications_a_record_stays_that_names_nobody(applicant):
    refused, waiting = (sent(VacancyFactory(), applicant) for _ in range(2))
    application_move(application=refused, to=ApplicationState.REFUSED, by=None, note="周敏：名额已满")
    erase(applicant.user)
    erase(applicant.user)
    assert not Application.objects.exists()
    first, second = ApplicationRecord.objects.order_by("pk")
    assert (first.vacancy_id, first.state, first.sent_at) == (refused.vacancy_id, "refused", refused.sent_at)
    assert [move["to"] for move in first.moves] == ["new", "refused"]
    assert (second.vacancy_id, second.state) == (waiting.vacancy_id, "withdrawn")
    assert "周敏" not in str(list(ApplicationRecord.objects.values()))


def test_the_record_of_an_erased_person_goes_three_years_after_the_end(applicant):
    application_withdraw(application=sent(VacancyFactory(), applicant), by=applicant.user)
    erase(applicant.user)
    assert retention_run()["applications of erased people"] == 0
    later = timezone.now() + dt.timedelta(days=1097)
    assert retention_run(now=later)["applications of erased people"] == 1
    assert not ApplicationRecord.objects.exists()


def test_an_opening_that_an_erased_person_took_stays_taken(applicant):
    vacancy = VacancyFactory(headcount=1)
    application_move(application=sent(vacancy, applicant), to=ApplicationState.HIRED, by=None)
    erase(applicant.user)
    other = sent(vacancy, JobSeekerFactory())
    with pytest.raises(OpeningsTaken):
        application_move(application=other, to=ApplicationState.HIRED, by=None)


def test_a_feed_that_sends_a_closed_vacancy_again_brings_its_contact_back(send):
    """What opens a vacancy again writes all of it, though the row is the same as before."""
    rows = [row(number, contact_phone="027-88881234") for number in range(1, 7)]
    send(rows)
    vacancy = Vacancy.objects.get(external_id="WH-000001")
    send([*rows[1:]])
    vacancy.refresh_from_db()
    assert vacancy.close_reason == CloseReason.MISSING_FROM_FEED
    Vacancy.objects.filter(pk=vacancy.pk).update(state_at=days_ago(31))
    retention_run()
    assert contacts_in_database(vacancy).phone == "027-******34"
    send(rows)
    vacancy.refresh_from_db()
    assert vacancy.state == VacancyState.OPEN
    assert contacts_in_database(vacancy).phone == "027-88881234"
