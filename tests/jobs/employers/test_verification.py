"""Employers prove who they are, the city's staff decide once, and nothing holds before."""

from __future__ import annotations

import threading

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import translation

from jobs.enums import (
    DocumentKind,
    EmployerRole,
    RequestRefusal,
    RequestState,
    VerificationBasis,
    VerificationState,
)
from jobs.models import Employer, Vacancy, VerificationRequest
from jobs.permissions import employer_role
from jobs.services.verification import (
    MOST_REQUESTS,
    DocumentsMissing,
    EmployerTaken,
    Particulars,
    ReasonMissing,
    RequestMoved,
    TooManyRequests,
    verification_approve,
    verification_begin,
    verification_document_set,
    verification_refuse,
    verification_submit,
    verification_take_back,
)
from jobs.tasks import mail_send
from tests.factories import EmployerFactory, UserFactory, VacancyFactory
from tests.jobs.employers.factories import (
    CODE,
    MembershipFactory,
    VerificationRequestFactory,
    photograph,
    with_papers,
)
from tests.jobs.factories import CityFeedFactory, row

pytestmark = pytest.mark.django_db
STATED = Particulars(
    name="武汉江夏精密机械有限公司", credit_code=CODE, region="420100", handler_name="陈思远"
)


@pytest.fixture
def staff():
    return UserFactory()


@pytest.fixture(autouse=True)
def _mails_at_once(monkeypatch):
    monkeypatch.setattr("jobs.tasks.mail_send.delay", lambda kind, pk: mail_send(kind, pk))


def test_a_registration_makes_nothing_before_it_is_approved_and_then_an_owner(staff):
    person = UserFactory()
    request = with_papers(verification_begin(particulars=STATED, by=person))
    verification_submit(request=request, by=person)
    assert not Employer.objects.exists()
    employer = verification_approve(request=request, by=staff)
    assert (employer.name, employer.credit_code, employer.is_verified) == (STATED.name, CODE, True)
    assert employer.verification_basis == VerificationBasis.STAFF
    assert employer_role(person, employer) == EmployerRole.OWNER


@pytest.mark.parametrize("stated", [{"employer_credit_code": CODE}, {}], ids=["by its code", "by its name"])
def test_an_employer_that_a_feed_brought_in_is_claimed_not_doubled(send, staff, stated):
    feed = CityFeedFactory(slug="unvouched", vouches_for_employers=False)
    send([row(1, employer_name="武汉江夏精密机械有限公司", **stated)], feed=feed)
    employer = verification_approve(request=VerificationRequestFactory(), by=staff)
    assert Employer.objects.get() == employer
    assert employer.credit_code == CODE
    assert Vacancy.objects.public().get().employer == employer


def test_an_employer_with_members_cannot_be_registered_by_somebody_else(staff):
    verification_approve(request=VerificationRequestFactory(), by=staff)
    with pytest.raises(EmployerTaken):
        verification_begin(particulars=STATED, by=UserFactory())


def test_of_two_registrations_of_one_employer_only_the_first_can_be_approved(staff):
    requests = [VerificationRequestFactory(), VerificationRequestFactory()]
    employer = verification_approve(request=requests[0], by=staff)
    with pytest.raises(EmployerTaken):
        verification_approve(request=requests[1], by=staff)
    assert employer.memberships.count() == 1


def test_without_both_papers_nothing_is_sent():
    request = VerificationRequestFactory(state=RequestState.DRAFT)
    verification_document_set(
        request=request, kind=DocumentKind.LICENCE, file=photograph(), by=request.submitted_by
    )
    with pytest.raises(DocumentsMissing):
        verification_submit(request=request, by=request.submitted_by)


def test_a_paper_takes_the_place_of_the_earlier_one(django_capture_on_commit_callbacks):
    request = VerificationRequestFactory(state=RequestState.DRAFT)
    first = verification_document_set(
        request=request, kind=DocumentKind.LICENCE, file=photograph(), by=request.submitted_by
    )
    path = first.file.path
    with django_capture_on_commit_callbacks(execute=True):
        second = verification_document_set(
            request=request, kind=DocumentKind.LICENCE, file=photograph(), by=request.submitted_by
        )
    assert request.documents.get() == second
    assert not second.file.storage.exists(path)
    assert second.file.storage.exists(second.file.name)


def test_a_person_has_only_so_many_registrations_under_way():
    person = UserFactory()
    for number in range(MOST_REQUESTS):
        VerificationRequestFactory(submitted_by=person, credit_code=f"{number:018}", state=RequestState.DRAFT)
    with pytest.raises(TooManyRequests):
        verification_begin(particulars=STATED, by=person)


def test_what_is_being_checked_cannot_be_changed_until_it_is_taken_back():
    request = VerificationRequestFactory()
    person = request.submitted_by
    with pytest.raises(RequestMoved):
        verification_begin(particulars=STATED, by=person)
    with pytest.raises(RequestMoved):
        verification_document_set(request=request, kind=DocumentKind.LICENCE, file=photograph(), by=person)
    verification_take_back(request=request, by=person)
    assert verification_begin(particulars=STATED, by=person) == request


def test_a_refusal_says_why_and_the_request_can_be_sent_again(staff):
    request = with_papers(VerificationRequestFactory())
    with pytest.raises(ReasonMissing):
        verification_refuse(request=request, refusals=[], note="", by=staff)
    with pytest.raises(ReasonMissing):
        verification_refuse(request=request, refusals=[RequestRefusal.OTHER], note="", by=staff)
    verification_refuse(request=request, refusals=[RequestRefusal.LICENCE_EXPIRED], note="", by=staff)
    assert verification_submit(request=request, by=request.submitted_by).state == RequestState.WAITING


def test_a_change_holds_once_it_is_approved_and_vacancies_stay_public_meanwhile(staff):
    owner = MembershipFactory(employer__credit_code="91420100MA4KXXXX0X")
    employer = owner.employer
    VacancyFactory(employer=employer)
    request = with_papers(verification_begin(particulars=STATED, by=owner.user, employer=employer))
    verification_submit(request=request, by=owner.user)
    employer.refresh_from_db()
    assert employer.name != STATED.name
    verification_refuse(request=request, refusals=[RequestRefusal.LICENCE_DIFFERS], note="", by=staff)
    employer.refresh_from_db()
    assert employer.verification == VerificationState.VERIFIED
    assert Vacancy.objects.public().count() == 1
    verification_submit(request=request, by=owner.user)
    verification_approve(request=request, by=staff)
    employer.refresh_from_db()
    assert (employer.name, employer.credit_code) == (STATED.name, CODE)
    assert employer.memberships.get() == owner


def test_a_change_cannot_take_another_employer_s_code():
    EmployerFactory(credit_code=CODE)
    owner = MembershipFactory()
    with pytest.raises(EmployerTaken):
        verification_begin(particulars=STATED, by=owner.user, employer=owner.employer)


@pytest.mark.parametrize(
    ("language", "approved", "refused", "reason"),
    [
        ("zh-hans", "已通过认证", "暂未通过认证", "已失效"),
        ("en", "is verified", "could not be verified yet", "no longer valid"),
    ],
)
def test_the_result_comes_by_mail_in_the_language_of_the_person(
    staff, django_capture_on_commit_callbacks, language, approved, refused, reason
):
    request = VerificationRequestFactory(language=language)
    with translation.override("en"), django_capture_on_commit_callbacks(execute=True):
        verification_refuse(
            request=request, refusals=[RequestRefusal.LICENCE_EXPIRED], note="见附页", by=staff
        )
    first = mail.outbox.pop()
    assert refused in first.subject
    assert reason in first.body
    assert "见附页" in first.alternatives[0].content
    assert first.to == [request.submitted_by.email]
    request.state = RequestState.WAITING
    request.save()
    with django_capture_on_commit_callbacks(execute=True):
        employer = verification_approve(request=request, by=staff)
    second = mail.outbox.pop()
    assert approved in second.subject
    assert reverse("employer_desk", args=[employer.pk]) in second.body


@pytest.mark.django_db(transaction=True)
def test_of_two_members_of_staff_who_decide_at_once_exactly_one_does():
    request = VerificationRequestFactory()
    start, outcomes = threading.Barrier(2), []

    def decide(act):
        start.wait()
        try:
            act()
            outcomes.append("decided")
        except RequestMoved:
            outcomes.append("too late")
        finally:
            connection.close()

    by = [UserFactory(), UserFactory()]
    acts = [
        lambda: verification_approve(request=request, by=by[0]),
        lambda: verification_refuse(
            request=request, refusals=[RequestRefusal.LICENCE_EXPIRED], note="", by=by[1]
        ),
    ]
    threads = [threading.Thread(target=decide, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["decided", "too late"]
    request.refresh_from_db()
    assert Employer.objects.exists() == (request.state == RequestState.APPROVED)


def test_the_way_of_a_registration_on_its_pages(client):
    person = UserFactory()
    client.force_login(person)
    form = {
        "credit_code": CODE[:-1] + "B",
        "name": STATED.name,
        "region": "420100",
        "economic_type": "",
        "handler_name": "陈思远",
    }
    page = client.post(reverse("employer_register"), form)
    assert page.status_code == 422
    assert STATED.name in page.content.decode()  # nothing written is lost
    begun = client.post(reverse("employer_register"), form | {"credit_code": f" {CODE.lower()} "})
    request = VerificationRequest.objects.get()
    address = reverse("employer_request", args=[request.public_id])
    assert begun.headers["Location"] == address
    wrong = client.post(address, {"act": "upload", "kind": "licence", "licence-file": photograph(kind="GIF")})
    assert wrong.status_code == 422
    for kind in DocumentKind:
        client.post(address, {"act": "upload", "kind": kind, f"{kind}-file": photograph()})
    shown = client.get(reverse("employer_document", args=[request.public_id, "licence"]))
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.headers["Cache-Control"] == "private, no-store"
    client.post(address, {"act": "submit"})
    request.refresh_from_db()
    assert request.state == RequestState.WAITING
    assert client.get(reverse("employer_home")).status_code == 200


def test_nobody_else_sees_a_request_or_its_papers(client):
    request = with_papers(VerificationRequestFactory())
    client.force_login(UserFactory())
    for name, more in (("employer_request", []), ("employer_document", ["licence"])):
        assert client.get(reverse(name, args=[request.public_id, *more])).status_code == 404
