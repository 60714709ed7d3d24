"""Anybody reports a vacancy; the staff decide once; what is confirmed is closed everywhere and told."""

from __future__ import annotations

import datetime as dt
import threading
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from jobs.enums import ApplicationState, CloseReason, ReportKind, ReportState, VacancyState
from jobs.models import Application, Employer, OutboxEntry, Vacancy, VacancyReport
from jobs.services.reports import (
    ReportDecided,
    confirmed_against,
    report_confirm,
    report_file,
    report_reject,
)
from jobs.tasks import mail_send
from tests.factories import ApplicationFactory, UserFactory, VacancyFactory
from tests.jobs.employers.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mails_at_once(monkeypatch):
    monkeypatch.setattr("jobs.tasks.mail_send.delay", lambda kind, pk: mail_send(kind, pk))


@pytest.fixture
def vacancy():
    return VacancyFactory()


@pytest.fixture
def staff():
    return UserFactory()


def test_what_is_grave_is_due_first(vacancy):
    fee = report_file(vacancy=vacancy, kind=ReportKind.FEE)
    pay = report_file(vacancy=vacancy, kind=ReportKind.WRONG_PAY)
    assert fee.due_at - fee.reported_at == dt.timedelta(days=1)
    assert pay.due_at - pay.reported_at == dt.timedelta(days=3)
    assert fee.number != pay.number


def test_a_confirmed_report_closes_the_vacancy_under_every_source_and_settles_the_others(vacancy, staff):
    key = uuid4()
    copies = VacancyFactory.create_batch(2, duplicate_key=key, employer=vacancy.employer)
    Vacancy.objects.filter(pk=copies[1].pk).update(duplicate_of=copies[0])
    OutboxEntry.objects.all().delete()
    first = report_file(vacancy=copies[0], kind=ReportKind.FAKE)
    second = report_file(vacancy=copies[0], kind=ReportKind.FEE)
    report_confirm(report=first, note="查无此岗位", by=staff)
    for copy in copies:
        copy.refresh_from_db()
        assert (copy.state, copy.close_reason) == (VacancyState.CLOSED, CloseReason.REPORTED)
    assert Vacancy.objects.public().get() == vacancy
    assert {copy.pk for copy in copies} <= set(OutboxEntry.objects.values_list("key", flat=True))
    second.refresh_from_db()
    assert (second.state, second.note) == (ReportState.CONFIRMED, "查无此岗位")
    assert confirmed_against(vacancy.employer) == 1


def test_applicants_and_the_employer_are_told(staff, vacancy, django_capture_on_commit_callbacks):
    owner = MembershipFactory(employer=vacancy.employer)
    application = ApplicationFactory(vacancy=vacancy, language="zh-hans")
    report = report_file(vacancy=vacancy, kind=ReportKind.FEE, text="让我交500元押金")
    with django_capture_on_commit_callbacks(execute=True):
        report_confirm(report=report, note="收取押金属实", by=staff)
    application.refresh_from_db()
    assert application.state == ApplicationState.CLOSED
    mails = {message.to[0]: message for message in mail.outbox}
    assert "不要交钱" in mails[application.seeker.user.email].body
    told = mails[owner.user.email]
    assert "收取押金属实" in told.body
    assert report.number in told.body
    assert "500元" not in told.body + told.alternatives[0].content  # what was reported stays with the staff


def test_a_rejected_report_leaves_the_vacancy(vacancy, staff):
    report = report_file(vacancy=vacancy, kind=ReportKind.EXPIRED)
    report_reject(report=report, note="岗位仍在招聘", by=staff)
    assert Vacancy.objects.public().get() == vacancy
    assert confirmed_against(vacancy.employer) == 0
    with pytest.raises(ReportDecided):
        report_confirm(report=report, note="", by=staff)


def test_what_is_old_counts_no_more(vacancy, staff):
    report_confirm(report=report_file(vacancy=vacancy, kind=ReportKind.FEE), note="x", by=staff)
    later = timezone.now() + dt.timedelta(days=366)
    assert confirmed_against(Employer.objects.get(pk=vacancy.employer_id), now=later) == 0


@pytest.mark.django_db(transaction=True)
def test_two_members_of_staff_decide_two_reports_of_one_vacancy_at_once():
    vacancy, by = VacancyFactory(), UserFactory()
    reports = [report_file(vacancy=vacancy, kind=kind) for kind in (ReportKind.FEE, ReportKind.FAKE)]
    start, outcomes = threading.Barrier(2), []

    def confirm(report):
        start.wait()
        try:
            report_confirm(report=report, note="x", by=by)
            outcomes.append("decided")
        except ReportDecided:
            outcomes.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=[report]) for report in reports]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["decided", "too late"]
    assert not Application.objects.exists()
    assert set(VacancyReport.objects.values_list("state", flat=True)) == {ReportState.CONFIRMED}


def test_anybody_reports_without_an_account_and_sees_how_the_case_stands(client, vacancy, staff):
    page = reverse("report_new", args=[vacancy.pk])
    assert page in client.get(vacancy.get_absolute_url()).content.decode()
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"kind": "other", "text": " "}).status_code == 422
    done = client.post(page, {"kind": "fee", "text": "让我交押金"})
    report = VacancyReport.objects.get()
    case = reverse("report_case", args=[report.number])
    assert done.headers["Location"] == case
    assert report.number in client.get(case).content.decode()
    report_confirm(report=report, note="属实", by=staff)
    shown = client.get(case).content.decode()
    assert "属实" in shown
    assert "让我交押金" not in shown
    found = client.get(reverse("report_cases"), {"number": f" {report.number.lower()} "})
    assert found.headers["Location"] == case
    assert client.get(reverse("report_cases"), {"number": "JB000000-XXXXXXXX"}).status_code == 200
    assert client.get(reverse("report_case", args=["JB000000-XXXXXXXX"])).status_code == 404


def test_what_is_not_public_has_nothing_to_be_reported(client):
    for hidden in (VacancyFactory(closed=True), VacancyFactory(employer__verification="unverified")):
        assert client.get(reverse("report_new", args=[hidden.pk])).status_code == 404


def test_from_one_place_come_only_so_many_reports_a_day(client, vacancy, settings):
    settings.REPORTS_A_DAY = 2
    page, form = reverse("report_new", args=[vacancy.pk]), {"kind": "fee"}
    from_here = {"REMOTE_ADDR": f"198.51.100.{timezone.now().microsecond % 250}"}
    assert [client.post(page, form, **from_here).status_code for _ in range(3)] == [302, 302, 429]
