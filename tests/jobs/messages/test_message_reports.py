"""What follows where the city's staff confirm or reject a report about a message."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import AuditEntry
from accounts.services import role_grant
from jobs.conversations import may_write
from jobs.enums import Party, ReportKind, ReportState, VacancyState
from jobs.models import JobSeeker, VacancyReport
from jobs.services.reports import confirmed_against, report_confirm, report_file, report_reject
from jobs.tasks import mail_send
from tests.city_sites.pages import national_home
from tests.factories import UserFactory
from tests.jobs.employers.factories import MembershipFactory
from tests.jobs.messages.factories import application, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    national_home()
    user = UserFactory()
    role_grant(user=user, role=Role.CITY_FEEDS, region="420100", by=None)
    return user


@pytest.fixture
def report():
    """About a message of the employer, the eighth of a conversation."""
    owner = MembershipFactory(language="zh-hans")
    sent = application(owner)
    for number in range(7):
        write(sent, Party.SEEKER, f"第{number}问")
    message = write(sent, Party.EMPLOYER, "先交服装费，打13800138000", by=owner.user)
    return report_file(vacancy=sent.vacancy, message=message, kind=ReportKind.FEE, text="要钱")


def test_a_confirmed_report_removes_the_message_ends_the_conversation_and_tells_its_writer(
    report, staff, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("jobs.tasks.mail_send.delay", lambda kind, pk: mail_send(kind, pk))
    conversation = report.message.conversation
    second = report_file(vacancy=report.vacancy, message=report.message, kind=ReportKind.ABUSE)
    about_vacancy = report_file(vacancy=report.vacancy, kind=ReportKind.FEE)
    with django_capture_on_commit_callbacks(execute=True):
        report_confirm(report=report, note="属实", by=staff)
    second.refresh_from_db()
    about_vacancy.refresh_from_db()
    assert (second.state, about_vacancy.state) == (ReportState.CONFIRMED, ReportState.OPEN)
    report.vacancy.refresh_from_db()
    assert report.vacancy.state == VacancyState.OPEN
    assert not may_write(vacancy=report.vacancy, seeker=conversation.seeker)
    (told,) = mail.outbox
    assert told.to == [report.message.by.email]
    assert "属实" in told.body
    assert "服装费" not in told.body
    client = Client()
    client.force_login(conversation.seeker.user)
    page = client.get(reverse("me_conversation", args=[conversation.pk])).content.decode()
    assert "服装费" not in page
    assert "已被城市工作人员移除" in page
    assert confirmed_against(report.vacancy.employer) == 0


def test_a_rejected_report_leaves_everything_as_it_is(report, staff):
    report_reject(report=report, note="未发现问题", by=staff)
    report.message.refresh_from_db()
    assert report.message.removed_at is None
    assert may_write(vacancy=report.vacancy, seeker=report.message.conversation.seeker)


def test_the_staff_of_the_city_read_the_message_and_five_before_it_and_that_is_in_the_trail(report, staff):
    client = Client()
    client.force_login(staff)
    page = client.get(reverse("workspace_report", args=[report.number])).content.decode()
    assert "先交服装费，打13800138000" in page
    assert [f"第{number}问" in page for number in range(7)] == [False, False, *[True] * 5]
    assert "移除消息并终止对话" in page
    assert AuditEntry.objects.filter(act="reported_messages_read", actor=staff).count() == 1
    other = UserFactory()
    role_grant(user=other, role=Role.CITY_FEEDS, region="440300", by=None)
    client.force_login(other)
    assert client.get(reverse("workspace_report", args=[report.number])).status_code == 404


def test_a_report_whose_message_was_erased_meanwhile_can_still_be_decided(report, staff):
    JobSeeker.objects.filter(pk=report.message.conversation.seeker_id).delete()
    left = VacancyReport.objects.get(pk=report.pk)
    assert report_confirm(report=left, note="属实", by=staff).state == ReportState.CONFIRMED
    client = Client()
    client.force_login(staff)
    assert client.get(reverse("workspace_report", args=[report.number])).status_code == 200
