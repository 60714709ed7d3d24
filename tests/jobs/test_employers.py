"""Employers are verified before any vacancy of theirs is public by any route."""

from __future__ import annotations

import pytest

from accounts.models import AuditEntry
from jobs.enums import VerificationBasis, VerificationState
from jobs.models import Employer, Vacancy
from jobs.services import employer_refuse, employer_verify
from tests.factories import UserFactory
from tests.jobs.factories import CityFeedFactory, row, rows

pytestmark = pytest.mark.django_db

CODE = "91420100MA4KMPGT1A"
WRONG_CODE = "91420100MA4KMPGT1B"


@pytest.fixture
def unvouched(db):
    return CityFeedFactory(slug="unvouched", vouches_for_employers=False)


def test_vacancies_of_unverified_employers_wait_and_become_public_with_the_verification(
    send, unvouched, receipts, outbox
):
    run = send([row(1)], feed=unvouched)
    assert receipts(run)[1] == ("new", ["expires_default", "employer_unverified"])
    assert Vacancy.objects.get().state == "open"
    assert not Vacancy.objects.public().exists()
    outbox()
    person = UserFactory()
    employer = employer_verify(employer=Employer.objects.get(), by=person)
    assert (employer.verification_basis, employer.is_verified) == (VerificationBasis.STAFF, True)
    assert Vacancy.objects.public().count() == 1
    assert outbox() == {Vacancy.objects.get().pk}
    assert AuditEntry.objects.get(act="employer_verify").actor == person
    run = send([row(1)], feed=unvouched)
    assert receipts(run)[1] == ("unchanged", ["expires_default"])


def test_a_feed_that_vouches_verifies_on_its_word_which_is_recorded(send, feed):
    run = send(rows(7))
    assert Vacancy.objects.public().count() == 7
    for employer in Employer.objects.all():
        assert employer.verification == VerificationState.VERIFIED
        assert employer.verification_basis == VerificationBasis.FEED_VOUCHED
        assert employer.verification_note == feed.slug
        assert employer.verified_at
    line = AuditEntry.objects.get(act="employers_vouched")
    assert line.detail == {"feed": feed.slug, "employers": 5}
    assert line.subject == f"jobs.feedrun:{run.pk}"
    send(rows(7))
    assert AuditEntry.objects.filter(act="employers_vouched").count() == 1


def test_a_feed_that_begins_to_vouch_verifies_what_waited(send, unvouched, outbox):
    send(rows(3), feed=unvouched)
    assert not Vacancy.objects.public().exists()
    outbox()
    unvouched.vouches_for_employers = True
    unvouched.save()
    send(rows(3), feed=unvouched)
    assert Vacancy.objects.public().count() == 3
    assert len(outbox()) == 3


def test_a_feeds_word_also_frees_vacancies_that_came_by_another_feed(send, unvouched, feed, outbox):
    send([row(1)], feed=unvouched)
    outbox()
    send([row(6)])
    assert Vacancy.objects.public().count() == 2
    assert len(outbox()) == 2


def test_a_feeds_word_does_not_go_against_a_refusal(send, unvouched, feed):
    send([row(1)], feed=unvouched)
    employer_refuse(employer=Employer.objects.get(), by=None, note="no such company")
    send([row(1)])
    assert Employer.objects.get().verification == VerificationState.REFUSED
    assert not Vacancy.objects.public().exists()


def test_a_vacancy_without_an_employer_is_never_public(send, receipts):
    run = send([row(1, employer_name=None), row(2, employer_name="——")])
    assert "employer_missing" in receipts(run)[1][1]
    assert "employer_missing" in receipts(run)[2][1]
    assert not Vacancy.objects.public().exists()
    assert not Employer.objects.exists()


def test_an_employer_is_one_by_its_name_within_the_feeds_city(send, feed):
    send([row(1, employer_name="测试（武汉）有限公司"), row(2, employer_name="测试(武汉) 有限公司")])
    assert Employer.objects.count() == 1
    send([row(1, employer_name="测试（武汉）有限公司")], feed=CityFeedFactory(slug="x", region="420500"))
    assert Employer.objects.count() == 2


def test_an_employer_is_one_by_its_credit_code_everywhere(send):
    send([row(1, employer_name="甲公司", employer_credit_code=CODE)])
    yichang = CityFeedFactory(slug="x", region="420500")
    send([row(1, employer_name="甲公司新名", employer_credit_code=CODE)], feed=yichang)
    assert Employer.objects.get().credit_code == CODE
    assert Vacancy.objects.public().count() == 2


def test_a_name_that_later_states_its_code_stays_the_same_employer(send):
    send([row(1, employer_name="甲公司")])
    send([row(1, employer_name="甲公司", employer_credit_code=CODE), row(2, employer_name="甲公司")])
    assert Employer.objects.get().credit_code == CODE
    assert Vacancy.objects.filter(employer=Employer.objects.get()).count() == 2


def test_one_code_under_two_names_in_a_file_breaks_nothing(send):
    send([row(1, employer_name="甲公司"), row(2, employer_name="乙公司")])
    coded = [
        row(1, employer_name="甲公司", employer_credit_code=CODE),
        row(2, employer_name="乙公司", employer_credit_code=CODE),
    ]
    run = send(coded)
    assert run.count_changed == 2
    assert Employer.objects.filter(credit_code=CODE).count() == 1


def test_a_code_that_is_not_valid_leaves_the_name(send, receipts):
    run = send([row(1, employer_credit_code=WRONG_CODE)])
    assert "credit_code_invalid" in receipts(run)[1][1]
    assert Employer.objects.get().credit_code == ""
